// Online softmax: for each block of keys QKᵀ, exponentials, P·V; weights are never stored.
#include <cmath>

#include "attention/query_block.hpp"
#include "attention/stages.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/online.hpp"
#include "kernels/reduce.hpp"

namespace attn {

namespace {

using online::Seen;

static_assert(kQueryBlock <= online::kMaxRows);

constexpr float kLog2E = 1.44269504f;
constexpr float kShrink = 0x1p-32f;  // more than the number of keys

/**
 * What a block of queries does with its keys. Where scores are dot products that cannot overflow, one factor on the
 * queries makes them come out of the tile in base 2; else each stage is made and checked by itself.
 */
class Fused {
 public:
  Fused(const QueryBlock& block, float shrink, Arena& scratch)
      : block_(block),
        problem_(block.problem),
        shrink_(shrink),
        key_block_(block.rows() == 1 ? kLongKeyBlock : kKeyBlock),
        direct_(direct()),
        rows_(start()) {
    scores_ = scratch.take(kQueryBlock * kKeyBlock);
    if (direct_) q_ = scaled_queries(scratch);
  }

  Status run() {
    const KeyRange keys = all_keys();
    for (Index key = keys.first / key_block_ * key_block_; key < keys.end; key += key_block_) {
      const Index first = std::max(key, keys.first / panel::kWidth * panel::kWidth);
      if (Status status = meet(first, std::min(key + key_block_, keys.end) - first); !status.ok()) return status;
    }
    online::divide_by_sums(rows_, shrink_, block_.out);
    return {};
  }

 private:
  /** What the factor makes of the queries, and the cap, must be as far from the ends of float32 as the scores. */
  bool direct() const {
    return !form_of(problem_.score.kind).tile && block_.safe() && block_.longest * std::abs(query_factor()) < 1e30f &&
           cap() < 1e10f;
  }

  /** Factor of a dot product on its way to base 2; with a softcap c, to the argument of c · tanh. */
  float query_factor() const {
    return problem_.softcap > 0 ? problem_.scale / problem_.softcap : problem_.scale * kLog2E / problem_.temperature;
  }
  float cap() const { return problem_.softcap * kLog2E / problem_.temperature; }

  online::Rows start() const {
    const float largest = problem_.softcap > 0 ? cap() : block_.bound * std::abs(query_factor());
    const bool bounded = direct_ && shrink_ == 1 && problem_.mask_size == 0 && largest <= online::kLift;
    return {direct_ ? 1 : kLog2E, bounded};
  }

  Matrix scaled_queries(Arena& scratch) const {
    const Matrix q = scratch.take_matrix(block_.rows(), block_.q.rows.columns());
    scale(block_.q.rows, query_factor(), q);
    return q;
  }

  /** Keys that some row sees: ranges move to the right with the query. */
  KeyRange all_keys() const {
    KeyRange all{problem_.keys, 0};
    for (Index i = 0; i < block_.rows(); ++i) {
      const KeyRange seen = block_.range(i);
      if (seen.first >= seen.end) continue;
      all = {std::min(all.first, seen.first), std::max(all.end, seen.end)};
    }
    return all;
  }

  /** out += 2^(scores − maximum) · V for a block of keys. */
  Status meet(Index key, Index count) {
    const Cover cover = problem_.mask.cover(block_.batch, block_.head, block_.first, block_.rows(), key, count);
    if (cover == Cover::none) return {};
    const Matrix scores(scores_, {block_.rows(), count}, {key_block_, 1});
    const bool masked = !direct_ || cover == Cover::some;
    if (direct_)
      score_directly(key, scores, masked);
    else if (Status status = score_by_stages(key, scores); !status.ok())
      return status;

    Seen seen[kQueryBlock];
    for (Index i = 0; i < block_.rows(); ++i) seen[i] = masked ? Seen{0, count} : seen_of(i, key, count);
    online::exponentials(scores, seen, masked, rows_, block_.out);
    if (shrink_ != 1) scale(scores, shrink_, scores);
    const panel::Packed values = block_.values.rows(key, count);
    started_ ? matmul_add(scores, values, block_.out) : matmul(scores, values, block_.out);
    started_ = true;
    return {};
  }

  Seen seen_of(Index i, Index key, Index count) const {
    const KeyRange seen = block_.range(i);
    const Index first = std::clamp<Index>(seen.first - key, 0, count);
    return {first, std::clamp<Index>(seen.end - key, first, count)};
  }

  void score_directly(Index key, Matrix scores, bool masked) {
    matmul(q_, block_.keys.panels.column_block(key, scores.columns()), scores);
    if (problem_.softcap > 0) online::tanh_scaled(scores, cap());
    if (!masked) return;
    float bias[kLongKeyBlock];
    const Vector row(bias, {scores.columns()});
    for (Index i = 0; i < scores.rows(); ++i) {
      problem_.mask.row(block_.batch, block_.head, block_.first + i, key, row);
      online::add_scaled(row, kLog2E, scores[i]);
    }
  }

  Status score_by_stages(Index key, Matrix scores) {
    const Block at{block_.batch, block_.head, block_.first, key};
    const bool safe = block_.safe();
    const PackedKeys keys = block_.keys.block(key, scores.columns());
    if (Status status = score_stage(problem_, at, block_.q, keys, scores, safe); !status.ok()) return status;
    if (problem_.softcap > 0) softcap(scores, problem_.softcap, scores);
    return mask_stage(problem_, at, scores, scores, safe);
  }

  const QueryBlock& block_;
  const Problem& problem_;
  float shrink_;
  Index key_block_;
  bool direct_;
  bool started_ = false;
  online::Rows rows_;
  float* scores_ = nullptr;
  Matrix q_;
};

}  // namespace

/** Sums that leave the range of float32, though the means may not, are made again with smaller exponentials. */
Status attend_fused(const QueryBlock& block, Arena& scratch) {
  for (const float shrink : {1.0f, kShrink}) {
    const Arena::Scope scope(scratch);
    if (Status status = Fused(block, shrink, scratch).run(); !status.ok()) return status;
    if (!first_not_finite(block.out)) break;
  }
  return {};
}

}  // namespace attn
