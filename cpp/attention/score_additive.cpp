// M5: vᵀ tanh(W q + U k + b) (Bahdanau et al. 2015). No speed is promised: it is one tanh for each query, key and
// hidden unit.
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_form.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/pairs.hpp"

namespace attn {

namespace {

Index hidden(const Problem& problem) { return problem.score.W.shape[0]; }
std::int64_t query_floats(const Problem& problem, Index queries) { return std::int64_t{queries} * hidden(problem); }
std::int64_t key_floats(const Problem& problem) { return std::int64_t{problem.keys} * hidden(problem); }

/** W q + b for each query. */
Operand query(const Problem& problem, ConstMatrix q, Arena& memory) noexcept {
  const ConstMatrix W = problem.score.W.matrix();
  const Matrix projected = memory.take_matrix(q.rows(), W.rows());
  matmul_transposed(q, W, projected, memory);
  if (problem.score.b.given()) add_row(projected, problem.score.b.vector(), projected);
  return {projected, {}};
}

/** U k for each key. */
Operand key(const Problem& problem, ConstMatrix k, Arena& memory) noexcept {
  const ConstMatrix U = problem.score.U.matrix();
  const Matrix projected = memory.take_matrix(k.rows(), U.rows());
  matmul_transposed(k, U, projected, memory);
  return {projected, {}};
}

void tile(const Problem& problem, const Operand& q, const PackedKeys& k, Matrix out) noexcept {
  additive_scores(q.rows, k.panels, problem.score.v.vector(), out);
}

float explain(const Problem& problem, const Pair& pair, Steps& steps) {
  const Score& score = problem.score;
  const Numbers from_query = steps.project("W", score.W.matrix(), score.b, {"q", numbers(pair.q)});
  const Numbers from_key = steps.project("U", score.U.matrix(), {}, {"k", numbers(pair.k())});
  const Numbers sum = steps.add({"Wq", from_query}, {"Uk", from_key});
  return steps.dot({"v", numbers(score.v.vector())}, {"tanh", steps.tanh({"Wq+Uk", sum})});
}

double reference_additive(const Problem& problem, const Pair& pair) {
  const Score& score = problem.score;
  double sum = 0;
  for (Index h = 0; h < score.W.shape[0]; ++h) {
    const double bias = score.b.given() ? score.b.vector()(h) : 0;
    const double from_query = reference::dot(score.W.matrix()[h], pair.q);
    const double from_key = reference::dot(score.U.matrix()[h], pair.k());
    sum += score.v.vector()(h) * std::tanh(from_query + from_key + bias);
  }
  return sum;
}

}  // namespace

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
