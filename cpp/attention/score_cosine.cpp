// M4: gain · q·k / (‖q‖ ‖k‖); 0 for a zero vector. A length whose square leaves the range of float32 makes the score
// NaN, which is an error: never a wrong 0.
#include <cmath>
#include <limits>

#include "attention/reference.hpp"
#include "attention/score_backward.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/norm.hpp"
#include "kernels/pair_gradients.hpp"
#include "kernels/pairs.hpp"

namespace attn {

namespace {

float gain_of(const Problem& problem) { return problem.score.gain.value_or(1.0f); }

std::int64_t query_floats(const Problem&, Index queries) { return queries; }
std::int64_t key_floats(const Problem& problem) { return problem.keys; }

bool is_zero(ConstVector x) noexcept {
  for (Index d = 0; d < x.shape[0]; ++d)
    if (x(d) != 0) return false;
  return true;
}

Operand with_lengths(const Problem&, ConstMatrix rows, Arena& memory) noexcept {
  const Vector lengths(memory.take(rows.rows()), {rows.rows()});
  squared_lengths(rows, lengths);
  for (Index i = 0; i < rows.rows(); ++i) {
    const bool in_range = std::isnormal(lengths(i)) || is_zero(rows[i]);
    lengths(i) = in_range ? std::sqrt(lengths(i)) : std::numeric_limits<float>::quiet_NaN();
  }
  return {rows, lengths};
}

void tile(const Problem& problem, const Operand& q, const PackedKeys& k, Matrix out) noexcept {
  matmul(q.rows, k.panels, out);
  divide_by_lengths(out, q.lengths, k.lengths, gain_of(problem), out);
}

float explain(const Problem& problem, const Pair& pair, Steps& steps) {
  const float dot = steps.dot({"q", numbers(pair.q)}, {"k", numbers(pair.k())});
  const float q = steps.root({"‖q‖²", steps.squares({"q", numbers(pair.q)})});
  const float k = steps.root({"‖k‖²", steps.squares({"k", numbers(pair.k())})});
  const float lengths = steps.product({"‖q‖", q}, {"‖k‖", k});
  if (lengths == 0) return steps.zero();
  const float cosine = steps.quotient({"q·k", dot}, {"‖q‖‖k‖", lengths});
  return gain_of(problem) == 1 ? cosine : steps.scale({"cosine", cosine}, {"gain", gain_of(problem)});
}

double reference_cosine(const Problem& problem, const Pair& pair) {
  const double lengths = std::sqrt(reference::dot(pair.q, pair.q)) * std::sqrt(reference::dot(pair.k(), pair.k()));
  return lengths == 0 ? 0 : gain_of(problem) * reference::dot(pair.q, pair.k()) / lengths;
}

/** out(i) −= x(i) · along(i) / ‖x(i)‖² for each row; nothing for a zero vector. */
void subtract_along(ConstMatrix x, ConstVector lengths, ConstVector along, Matrix out) noexcept {
  for (Index i = 0; i < x.rows(); ++i) {
    if (lengths(i) == 0) continue;
    const float factor = along(i) / lengths(i) / lengths(i);
    for (Index c = 0; c < x.columns(); ++c) out(i, c) -= factor * x(i, c);
  }
}

}  // namespace

/**
 * With c = q·k / (‖q‖ ‖k‖) and e = d · gain / (‖q‖ ‖k‖): dq += e k − d · gain · c · q / ‖q‖², dk likewise, dgain += d c. All are 0 for
 * a zero vector.
 */
void cosine_backward(const Problem& problem, const ScoreBlock& block, const AttentionGradients& gradients,
                     Arena& memory) noexcept {
  const ConstVector q_lengths = block.q_operand.lengths,
                    k_lengths(block.key_operands.lengths.data + block.first, {block.columns()});
  const Matrix cosines = memory.take_matrix(block.rows(), block.columns());
  matmul(block.q, block.packed.panels, cosines);
  divide_by_lengths(cosines, q_lengths, k_lengths, 1, cosines);
  multiply(cosines, block.d, cosines);
  const Vector of_keys = take_zeros(memory, 1, block.columns())[0], of_queries = memory.take_matrix(1, block.rows())[0];
  add_rows(cosines, of_keys);
  for (Index i = 0; i < block.rows(); ++i) of_queries(i) = sum(cosines[i]);
  if (gradients.gain) *gradients.gain += sum(of_queries);

  const float gain = gain_of(problem);
  scale(as_row(of_keys), gain, as_row(of_keys));
  scale(as_row(of_queries), gain, as_row(of_queries));
  divide_by_lengths(block.d, q_lengths, k_lengths, gain, block.d);
  product_backward(block.d, block.q, block.k(), block.d_q, block.d_k(), memory);
  if (block.d_q.data) subtract_along(block.q, q_lengths, of_queries, block.d_q);
  if (block.d_k().data) subtract_along(block.k(), k_lengths, of_keys, block.d_k());
}

const ScoreForm kCosineForm = {.name = "cosine",
                               .uses = parameter::gain,
                               .width = width_of_keys,
                               .query_floats = query_floats,
                               .key_floats = key_floats,
                               .query = with_lengths,
                               .key = with_lengths,
                               .tile = tile,
                               .explain = explain,
                               .reference = reference_cosine};

}  // namespace attn
