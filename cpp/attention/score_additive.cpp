// M5: vᵀ tanh(W q + U k + b) (Bahdanau et al. 2015). No speed is promised: it is one tanh for each query, key and
// hidden unit. In a Problem, W and U may be left out: the queries or keys have been projected before.
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_backward.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/pair_gradients.hpp"
#include "kernels/pairs.hpp"

namespace attn {

namespace {

Index hidden(const Problem& problem) { return problem.score.v.shape[0]; }
std::int64_t query_floats(const Problem& problem, Index queries) { return std::int64_t{queries} * hidden(problem); }
std::int64_t key_floats(const Problem& problem) { return std::int64_t{problem.keys} * hidden(problem); }

/** W q + b for each query. */
Operand query(const Problem& problem, ConstMatrix q, Arena& memory) noexcept {
  const Score& score = problem.score;
  const Matrix sum = memory.take_matrix(q.rows(), hidden(problem));
  if (score.W.given()) matmul_transposed(q, score.W.matrix(), sum, memory);
  const ConstMatrix product = score.W.given() ? ConstMatrix(sum) : q;
  if (score.b.given()) add_row(product, score.b.vector(), sum);
  return {score.b.given() ? sum : product, {}};
}

/** U k for each key. */
Operand key(const Problem& problem, ConstMatrix k, Arena& memory) noexcept {
  const TensorView& U = problem.score.U;
  if (!U.given()) return {k, {}};
  const Matrix product = memory.take_matrix(k.rows(), U.shape[0]);
  matmul_transposed(k, U.matrix(), product, memory);
  return {product, {}};
}

void tile(const Problem& problem, const Operand& q, const PackedKeys& k, Matrix out) noexcept {
  additive_scores(q.rows, k.panels, problem.score.v.vector(), out);
}

/** W q + b or U k, as far as they are given. */
Named explained(std::string_view weight, const TensorView& W, const TensorView& b, Named x, std::string_view product,
                Steps& steps) {
  if (W.given()) return {product, steps.project(weight, W.matrix(), b, std::move(x))};
  return b.given() ? Named{product, steps.add(std::move(x), {"b", numbers(b.vector())})} : x;
}

float explain(const Problem& problem, const Pair& pair, Steps& steps) {
  const Score& score = problem.score;
  const Named from_query = explained("W", score.W, score.b, {"q", numbers(pair.q)}, "Wq", steps);
  const Named from_key = explained("U", score.U, {}, {"k", numbers(pair.k())}, "Uk", steps);
  const Numbers sum = steps.add(from_query, from_key);
  return steps.dot({"v", numbers(score.v.vector())}, {"tanh", steps.tanh({"Wq+Uk", sum})});
}

/** Element h of W x. */
double element(const TensorView& W, ConstVector x, Index h) {
  return W.given() ? reference::dot(W.matrix()[h], x) : x(h);
}

double reference_additive(const Problem& problem, const Pair& pair) {
  const Score& score = problem.score;
  double sum = 0;
  for (Index h = 0; h < hidden(problem); ++h) {
    const double bias = score.b.given() ? score.b.vector()(h) : 0;
    sum += score.v.vector()(h) * std::tanh(element(score.W, pair.q, h) + element(score.U, pair.k(), h) + bias);
  }
  return sum;
}

}  // namespace

void additive_backward(const Problem& problem, const ScoreBlock& block, const AttentionGradients& gradients,
                       Arena& memory) noexcept {
  const Score& score = problem.score;
  const Matrix d_query = take_zeros(memory, block.rows(), hidden(problem)),
               d_key = take_zeros(memory, block.columns(), hidden(problem));
  const Vector d_v = gradients.score_v.data ? gradients.score_v : take_zeros(memory, 1, hidden(problem))[0];
  additive_gradients(block.q_operand.rows, block.k_operand(), score.v.vector(), block.d, {d_query, d_key, d_v});
  if (gradients.b.data) add_rows(d_query, gradients.b);
  project_backward(d_query, block.q, score.W, block.d_q, gradients.W, memory);
  project_backward(d_key, block.k(), score.U, block.d_k(), gradients.U, memory);
}

const ScoreForm kAdditiveForm = {.name = "additive",
                                 .uses = parameter::W | parameter::U | parameter::b | parameter::v,
                                 .needs = parameter::W | parameter::U | parameter::v,
                                 .width = hidden,
                                 .query_floats = query_floats,
                                 .key_floats = key_floats,
                                 .query = query,
                                 .key = key,
                                 .tile = tile,
                                 .explain = explain,
                                 .reference = reference_additive};

}  // namespace attn
