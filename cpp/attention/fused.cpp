// Online softmax (Milakov and Gimelshein 2018; Dao et al. 2022): for each block of keys the row maximum may grow, and
// what was summed before is scaled down by exp(old − new).
#include <algorithm>
#include <limits>

#include "attention/paths.hpp"
#include "attention/stages.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/reduce.hpp"
#include "kernels/softmax.hpp"

namespace attn {

namespace {

constexpr Index kQueryBlock = 48;
constexpr Index kKeyBlock = 128;
constexpr float kShrink = 0x1p-32f;  // more than the number of keys
constexpr float kNone = -std::numeric_limits<float>::infinity();

/** Max and sum of each row so far; out holds Σ exp(score − max) · v. */
struct Running {
  float max[kQueryBlock];
  float sum[kQueryBlock];
};

Matrix one_row(Matrix m, Index i) { return row_block(m, i, 1); }

/** Turns the masked scores of a row into exp(score − max), and what was summed before to the new maximum. */
void exponentials(Running& running, Index i, Vector scores, Matrix out) noexcept {
  const float max = std::max(running.max[i], row_max(scores));
  if (max == kNone) {
    std::fill_n(scores.data, scores.shape[0], 0.0f);
    return;
  }
  if (max > running.max[i]) {
    float factor;
    row_exp(ConstVector(&running.max[i], {1}), max, Vector(&factor, {1}));
    scale(one_row(out, i), factor, one_row(out, i));
    running.sum[i] *= factor;
    running.max[i] = max;
  }
  running.sum[i] += row_exp(scores, max, scores);
}

/** out = softmax(scores) V for one block of queries; the exponentials are multiplied by `shrink` on the way. */
Status attend_queries(const Problem& problem, Block block, const Operand& q, const Operand& k, Matrix out, float shrink,
                      Arena& scratch) {
  const Arena::Scope scope(scratch);
  const ConstMatrix values = problem.value_rows(block.batch, block.head);
  const Index rows = q.rows.rows();
  float* buffer = scratch.take(kQueryBlock * kKeyBlock);
  Running running;
  std::fill_n(running.max, rows, kNone);
  std::fill_n(running.sum, rows, 0.0f);
  for (Index i = 0; i < rows; ++i) std::fill_n(&out(i, 0), out.columns(), 0.0f);

  for (block.key = 0; block.key < problem.keys; block.key += kKeyBlock) {
    const Index keys = std::min(kKeyBlock, problem.keys - block.key);
    const Matrix scores(buffer, {rows, keys});
    if (Status status = score_stage(problem, block, q, k.block(block.key, keys), scores, scratch); !status.ok())
      return status;
    if (problem.softcap > 0) softcap(scores, problem.softcap, scores);
    if (Status status = mask_stage(problem, block, scores, scores); !status.ok()) return status;
    for (Index i = 0; i < rows; ++i) exponentials(running, i, scores[i], out);
    if (shrink != 1) scale(scores, shrink, scores);
    matmul_add(scores, row_block(values, block.key, keys), out, scratch);
  }
  for (Index i = 0; i < rows; ++i)
    if (running.sum[i] > 0) divide(one_row(out, i), running.sum[i] * shrink, one_row(out, i));
  return {};
}

/** Sums that leave the range of float32, though the means may not, are made again with smaller exponentials. */
Status attend_block(const Problem& problem, const Block& block, const Operand& q, const Operand& k, Matrix out,
                    Arena& scratch) {
  Status status = attend_queries(problem, block, q, k, out, 1, scratch);
  if (!status.ok() || !first_not_finite(out)) return status;
  return attend_queries(problem, block, q, k, out, kShrink, scratch);
}

}  // namespace

Status attend_fused(const Problem& problem, View4 output, Arena& scratch) {
  const ScoreForm& form = form_of(problem.score.kind);
  for (Index batch = 0; batch < problem.batch; ++batch)
    for (Index head = 0; head < problem.heads; ++head) {
      const Arena::Scope scope(scratch);
      const Operand k = form.key(problem, problem.key_rows(batch, head), scratch);
      const Operand q = form.query(problem, problem.query_rows(batch, head), scratch);
      for (Index first = 0; first < problem.queries; first += kQueryBlock) {
        const Index rows = std::min(kQueryBlock, problem.queries - first);
        const Matrix out = row_block(output[batch][head], first, rows);
        const Block block{batch, head, first, 0};
        if (Status status = attend_block(problem, block, q.block(first, rows), k, out, scratch); !status.ok())
          return status;
      }
    }
  return {};
}

Index scratch_floats(const Problem& problem) {
  const Index operands = form_of(problem.score.kind).floats(problem);
  return kKernelScratch + kQueryBlock * kKeyBlock + operands;
}

}  // namespace attn
