// M8: fᵀ tanh(W x_j + b), no query. It is the additive score of an empty query: 0 stands for W q. With a convolution,
// x_j is [x_{j−1}, x_j, x_{j+1}]. The parameter f comes as score.v.
#include <algorithm>
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_form.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"
#include "kernels/matmul.hpp"
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

constexpr unsigned kUses = parameter::W | parameter::b | parameter::v;
constexpr unsigned kNeeds = parameter::W | parameter::v;

}  // namespace

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
