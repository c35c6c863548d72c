#include "attention/work.hpp"

#include <algorithm>
#include <limits>

#include "kernels/reduce.hpp"

namespace attn {

namespace {

/** Whether the arena holds the keys and values packed, or somebody else does. */
bool packs(const Problem& problem) { return !problem.packed; }

Matrix rows_of(const View4& all, const QueryBlock& block) {
  return all.data ? row_block(all[block.batch][block.head], block.first, block.rows()) : Matrix();
}

}  // namespace

std::int64_t Work::floats(const Problem& problem) {
  const ScoreForm& form = form_of(problem.score.kind);
  const Index width = form.width(problem);
  std::int64_t packed = 0;
  if (packs(problem)) {
    packed = std::int64_t{width} * panel::padded(problem.keys) + problem.keys +
             std::int64_t{problem.keys} * panel::padded(problem.value_width());
  }
  const std::int64_t block = form.query_floats(problem, kQueryBlock) + std::int64_t{kQueryBlock} * (kKeyBlock + width);
  constexpr Index kRounding = 16 * 16;  // each piece begins at a 64-byte boundary
  return packed + std::max(form.key_floats(problem), block) + kKernelScratch + kRounding;
}

Work::Work(const Problem& problem, View4 output, const StageViews& stages, Arena& memory)
    : problem_(problem), form_(form_of(problem.score.kind)), output_(output), stages_(stages), memory_(memory) {
  if (!packs(problem)) return;
  key_panels_ = memory.take(panel::floats(form_.width(problem), problem.keys));
  key_lengths_ = memory.take(problem.keys);
  value_panels_ = memory.take(panel::floats(problem.keys, problem.value_width()));
}

/** Packs the keys and values of a group of heads, once for all of them. */
void Work::take_keys() {
  const Index kv_head = head_ / problem_.group();
  if (!packs(problem_)) {
    keys_ = {problem_.packed->keys(batch_, kv_head), {}};
    values_ = problem_.packed->values(batch_, kv_head);
    longest_key_ = problem_.packed->longest_key();
    return;
  }
  const Arena::Scope scope(memory_);
  const Operand k = form_.key(problem_, problem_.key_rows(batch_, head_), memory_);
  keys_.panels = panel::pack(transposed(k.rows), key_panels_);
  keys_.lengths = {};
  if (k.lengths.data) {
    std::copy_n(k.lengths.data, problem_.keys, key_lengths_);
    keys_.lengths = ConstVector(key_lengths_, {problem_.keys});
  }
  values_ = panel::pack(problem_.value_rows(batch_, head_), value_panels_);
  longest_key_ = longest_row(k.rows);
}

StageRows Work::rows_of_stages(const QueryBlock& block) const {
  return {rows_of(stages_.scores, block), rows_of(stages_.capped, block), rows_of(stages_.masked, block),
          rows_of(stages_.weights, block)};
}

void Work::advance(Index rows) {
  query_ += rows;
  if (query_ < problem_.queries) return;
  query_ = 0;
  if (++head_ < problem_.heads) return;
  head_ = 0;
  ++batch_;
}

Status Work::step() {
  if (query_ == 0 && head_ % problem_.group() == 0) take_keys();
  const Arena::Scope scope(memory_);
  const Index rows = std::min(kQueryBlock, problem_.queries - query_);
  const ConstMatrix all = problem_.query_rows(batch_, head_);
  const Operand q = form_.query(problem_, all.data ? row_block(all, query_, rows) : all, memory_);
  const float longest = form_.tile ? std::numeric_limits<float>::infinity() : longest_row(q.rows);
  const Matrix out = row_block(output_[batch_][head_], query_, rows);
  const QueryBlock block{problem_, batch_, head_, query_, q, keys_, values_, longest, longest * longest_key_, out};
  const Status status =
      stages_.weights.data ? attend_traced(block, rows_of_stages(block)) : attend_fused(block, memory_);
  advance(rows);
  return status;
}

}  // namespace attn
