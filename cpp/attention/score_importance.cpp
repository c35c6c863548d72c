// M8: fᵀ tanh(W x_j + b), no query. It is the additive score of an empty query: 0 stands for W q. With a convolution,
// x_j is [x_{j−1}, x_j, x_{j+1}]. The parameter f comes as score.v.
#include <algorithm>
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_backward.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"
#include "kernels/matmul.hpp"
#include "kernels/pair_gradients.hpp"
#include "kernels/pairs.hpp"

namespace attn {

namespace {

Index hidden(const Problem& problem) { return problem.score.W.shape[0]; }

std::int64_t query_floats(const Problem& problem, Index) { return hidden(problem); }
std::int64_t key_floats(const Problem& problem) { return std::int64_t{problem.keys} * hidden(problem); }
std::int64_t conv_key_floats(const Problem& problem) {
  return std::int64_t{problem.keys} * (hidden(problem) + problem.score.W.shape[1]);
}

Operand query(const Problem& problem, ConstMatrix, Arena& memory) noexcept {
  const Matrix zeros = memory.take_matrix(1, hidden(problem));
  std::fill_n(zeros.data, zeros.columns(), 0.0f);
  return {zeros, {}};
}

/** W x + b for each row of x. */
Operand key(const Problem& problem, ConstMatrix x, Arena& memory) noexcept {
  const Matrix projected = memory.take_matrix(x.rows(), hidden(problem));
  matmul_transposed(x, problem.score.W.matrix(), projected, memory);
  if (problem.score.b.given()) add_row(projected, problem.score.b.vector(), projected);
  return {projected, {}};
}

Operand conv_key(const Problem& problem, ConstMatrix k, Arena& memory) noexcept {
  const Matrix windows = memory.take_matrix(k.rows(), 3 * k.columns());
  gather_neighbours(k, windows);
  return key(problem, windows, memory);
}

void tile(const Problem& problem, const Operand& q, const PackedKeys& k, Matrix out) noexcept {
  additive_scores(q.rows, k.panels, problem.score.v.vector(), out);
}

/** [x_{j−1}, x_j, x_{j+1}], zeros beyond the ends. */
Numbers window(const Pair& pair) {
  Numbers joined;
  for (Index j = pair.key - 1; j <= pair.key + 1; ++j) {
    const bool inside = j >= 0 && j < pair.keys.rows();
    for (Index d = 0; d < pair.keys.columns(); ++d) joined.push_back(inside ? pair.keys(j, d) : 0.0f);
  }
  return joined;
}

float explain_row(const Problem& problem, Numbers x, Steps& steps) {
  const Numbers projected = steps.project("W", problem.score.W.matrix(), problem.score.b, {"x", std::move(x)});
  return steps.dot({"f", numbers(problem.score.v.vector())}, {"tanh", steps.tanh({"Wx", projected})});
}

float explain(const Problem& problem, const Pair& pair, Steps& steps) {
  return explain_row(problem, numbers(pair.k()), steps);
}
float explain_conv(const Problem& problem, const Pair& pair, Steps& steps) {
  return explain_row(problem, window(pair), steps);
}

double reference_row(const Problem& problem, const Numbers& x) {
  const Score& score = problem.score;
  const ConstVector row(x.data(), {static_cast<Index>(x.size())});
  double sum = 0;
  for (Index h = 0; h < hidden(problem); ++h) {
    const double bias = score.b.given() ? score.b.vector()(h) : 0;
    sum += score.v.vector()(h) * std::tanh(reference::dot(score.W.matrix()[h], row) + bias);
  }
  return sum;
}

double reference_importance(const Problem& problem, const Pair& pair) {
  return reference_row(problem, numbers(pair.k()));
}
double reference_conv(const Problem& problem, const Pair& pair) { return reference_row(problem, window(pair)); }

/** x: what W meets; answers nothing where d_x has no data. */
void row_backward(const Problem& problem, const ScoreBlock& block, ConstMatrix x, Matrix d_x,
                  const AttentionGradients& gradients, Arena& memory) noexcept {
  const Score& score = problem.score;
  const Matrix unused = take_zeros(memory, 2, hidden(problem)),
               d_key = take_zeros(memory, block.columns(), hidden(problem));
  const Vector d_v = gradients.score_v.data ? gradients.score_v : unused[1];
  const AdditiveGradients to{row_block(unused, 0, 1), d_key, d_v};
  additive_gradients(block.q_operand.rows, block.k_operand(), score.v.vector(), block.d, to);
  if (gradients.b.data) add_rows(d_key, gradients.b);
  project_backward(d_key, x, score.W, d_x, gradients.W, memory);
}

/** d_x of the key j − 1, j or j + 1 += its third of the window of j, for the windows of the keys from `first` on. */
void scatter_neighbours(ConstMatrix d_windows, Index first, Matrix d_x) noexcept {
  const Index width = d_x.columns();
  for (Index i = 0; i < d_windows.rows(); ++i)
    for (Index side = 0; side < 3; ++side) {
      const Index j = first + i + side - 1;
      if (j < 0 || j >= d_x.rows()) continue;
      add_rows(column_block(row_block(d_windows, i, 1), side * width, width), d_x[j]);
    }
}

constexpr unsigned kUses = parameter::W | parameter::b | parameter::v;
constexpr unsigned kNeeds = parameter::W | parameter::v;

}  // namespace

void importance_backward(const Problem& problem, const ScoreBlock& block, const AttentionGradients& gradients,
                         Arena& memory) noexcept {
  row_backward(problem, block, block.k(), block.d_k(), gradients, memory);
}

void importance_conv_backward(const Problem& problem, const ScoreBlock& block, const AttentionGradients& gradients,
                              Arena& memory) noexcept {
  const Index width = 3 * block.keys.columns();
  const Matrix windows = memory.take_matrix(block.keys.rows(), width);
  gather_neighbours(block.keys, windows);
  const Matrix d_windows = block.d_keys.data ? take_zeros(memory, block.columns(), width) : Matrix();
  row_backward(problem, block, row_block(windows, block.first, block.columns()), d_windows, gradients, memory);
  if (block.d_keys.data) scatter_neighbours(d_windows, block.first, block.d_keys);
}

const ScoreForm kImportanceForm = {.name = "importance",
                                   .uses = kUses,
                                   .needs = kNeeds,
                                   .width = hidden,
                                   .query_floats = query_floats,
                                   .key_floats = key_floats,
                                   .query = query,
                                   .key = key,
                                   .tile = tile,
                                   .explain = explain,
                                   .reference = reference_importance};

const ScoreForm kImportanceConvForm = {.name = "importance-conv",
                                       .uses = kUses,
                                       .needs = kNeeds,
                                       .width = hidden,
                                       .query_floats = query_floats,
                                       .key_floats = conv_key_floats,
                                       .query = query,
                                       .key = conv_key,
                                       .tile = tile,
                                       .explain = explain_conv,
                                       .reference = reference_conv};

}  // namespace attn
