#include "attention/backward.hpp"

#include <algorithm>

#include "attention/query_block.hpp"
#include "attention/score_backward.hpp"
#include "attention/stages.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/pair_gradients.hpp"
#include "kernels/softmax.hpp"

namespace attn {

namespace {

// In the order of ScoreKind.
constexpr ScoreBackward* kBackward[kScoreKinds] = {
    dot_backward,      dot_backward,      euclidean_backward, squared_backward,    cosine_backward,
    additive_backward, tanh_dot_backward, bilinear_backward,  importance_backward, importance_conv_backward};

Matrix head_of(const View4& all, Index b, Index head) { return all.data ? Matrix(all[b][head]) : Matrix(); }

Index block_rows(const Problem& problem) { return std::min(kQueryBlock, problem.queries); }

class Backward {
 public:
  Backward(const Problem& problem, ConstView4 d_output, const AttentionGradients& gradients, Arena& memory)
      : problem_(problem), form_(form_of(problem.score.kind)), d_output_(d_output), to_(gradients), memory_(memory) {}

  void run() noexcept {
    for (Index b = 0; b < problem_.batch; ++b)
      for (Index kv_head = 0; kv_head < problem_.kv_heads; ++kv_head) group(b, kv_head);
  }

 private:
  /** The heads that share keys and values. */
  void group(Index b, Index kv_head) noexcept {
    const Arena::Scope scope(memory_);
    const Index group = problem_.group();
    keys_ = problem_.k[b][kv_head];
    operands_ = form_.key(problem_, keys_, memory_);
    packed_ = {packed(transposed(operands_.rows)), operands_.lengths};
    values_ = packed(transposed(problem_.v[b][kv_head]));
    d_keys_ = head_of(to_.k, b, kv_head);
    d_values_ = head_of(to_.v, b, kv_head);
    for (Index head = kv_head * group; head < (kv_head + 1) * group; ++head)
      for (Index i = 0; i < problem_.queries; i += kQueryBlock)
        block(b, head, i, std::min(kQueryBlock, problem_.queries - i));
  }

  panel::Packed packed(ConstMatrix m) noexcept {
    return panel::pack(m, memory_.take(panel::floats(m.rows(), m.columns())));
  }

  /** Keys that some query of a block sees, from the beginning of a panel on. */
  KeyRange seen(Index b, Index first, Index rows) const noexcept {
    KeyRange all{problem_.keys, 0};
    for (Index i = first; i < first + rows; ++i) {
      const KeyRange range = problem_.mask.range(b, i, problem_.keys);
      if (range.first < range.end) all = {std::min(all.first, range.first), std::max(all.end, range.end)};
    }
    return {all.first / panel::kWidth * panel::kWidth, all.end};
  }

  /** Whole panels, where the rest of one is zeros: the masks hide it, and nothing is stored by halves. */
  Index stage_width(Index count) const noexcept { return operands_.lengths.data ? count : panel::padded(count); }

  /** dV += Pᵀ dO, dP = dO Vᵀ, dS = P ∘ (dP − rowsum(P ∘ dP)); then back through temperature, softcap, scale and score. */
  void block(Index b, Index head, Index first, Index rows) noexcept {
    const KeyRange range = seen(b, first, rows);
    if (range.first >= range.end) return;
    const Arena::Scope scope(memory_);
    const Index count = range.end - range.first, width = stage_width(count);
    const ConstMatrix q = rows_of(problem_.query_rows(b, head), first, rows);
    const Matrix all_d_q = head_of(to_.q, b, head);
    const Matrix d = memory_.take_matrix(rows, width), weights = memory_.take_matrix(rows, width);
    const ScoreBlock block{.q = q,
                           .q_operand = form_.query(problem_, q, memory_),
                           .keys = keys_,
                           .key_operands = operands_,
                           .packed = packed_.block(range.first, count),
                           .first = range.first,
                           .d = column_block(d, 0, count),
                           .d_q = all_d_q.data ? row_block(all_d_q, first, rows) : all_d_q,
                           .d_keys = d_keys_};
    const Matrix capped = problem_.softcap > 0 ? memory_.take_matrix(rows, width) : weights;
    weigh({b, head, first, range.first}, block.q_operand, capped, weights);

    const ConstMatrix d_output = row_block(ConstMatrix(d_output_[b][head]), first, rows);
    if (d_values_.data)
      matmul_add(transposed(column_block(ConstMatrix(weights), 0, count)), d_output,
                 row_block(d_values_, range.first, count), memory_);
    matmul(d_output, values_.column_block(range.first, width), d);
    softmax_gradient(weights, problem_.scale / problem_.temperature, d);
    if (problem_.softcap > 0) tanh_gradient(capped, problem_.softcap, d);
    kBackward[static_cast<std::size_t>(problem_.score.kind)](problem_, block, to_, memory_);
  }

  /** The stages of the forward once more; its checks have passed. */
  void weigh(const Block& at, const Operand& q, Matrix capped, Matrix weights) const noexcept {
    constexpr bool kSafe = true;
    score_stage(problem_, at, q, packed_.block(at.key, capped.columns()), capped, kSafe);
    if (problem_.softcap > 0) softcap(capped, problem_.softcap, capped);
    mask_stage(problem_, at, capped, weights, kSafe);
    softmax_rows(weights, weights);
  }

  static ConstMatrix rows_of(ConstMatrix all, Index first, Index rows) {
    return all.data ? row_block(all, first, rows) : all;
  }

  const Problem& problem_;
  const ScoreForm& form_;
  ConstView4 d_output_;
  const AttentionGradients& to_;
  Arena& memory_;
  // of the group at hand
  ConstMatrix keys_;
  Operand operands_;
  PackedKeys packed_;
  panel::Packed values_;  // (d_v, key)
  Matrix d_keys_, d_values_;
};

}  // namespace

std::int64_t backward_floats(const Problem& problem) {
  const ScoreForm& form = form_of(problem.score.kind);
  const Index rows = block_rows(problem);
  const std::int64_t keys = panel::padded(problem.keys);
  const std::int64_t panels = keys * (form.width(problem) + problem.value_width());
  constexpr Index kStages = 3, kScoreStages = 2;
  constexpr Index kRounding = 16 * 16;  // each piece begins at a 64-byte boundary
  return panels + 3 * (form.query_floats(problem, rows) + form.key_floats(problem)) +
         (kStages + kScoreStages) * rows * keys + kKernelScratch + kRounding;
}

void attend_backward(const Problem& problem, ConstView4 d_output, const AttentionGradients& gradients,
                     Arena& memory) noexcept {
  Backward(problem, d_output, gradients, memory).run();
}

}  // namespace attn
