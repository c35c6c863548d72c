// M7: qᵀ W k (Luong et al. 2015, "general").
#include "attention/reference.hpp"
#include "attention/score_form.hpp"
#include "kernels/matmul.hpp"

namespace attn {

namespace {

std::int64_t query_floats(const Problem& problem, Index queries) {
  return std::int64_t{queries} * problem.score.W.shape[1];
}

/** Q W: what meets the keys. */
Operand query(const Problem& problem, ConstMatrix q, Arena& memory) noexcept {
  const ConstMatrix W = problem.score.W.matrix();
  const Matrix projected = memory.take_matrix(q.rows(), W.columns());
  matmul(q, W, projected, memory);
  return {projected, {}};
}

float explain(const Problem& problem, const Pair& pair, Steps& steps) {
  const ConstMatrix columns = transposed(problem.score.W.matrix());
  const Numbers projected = steps.project("W", columns, {}, {"q", numbers(pair.q)});
  return steps.dot({"qW", projected}, {"k", numbers(pair.k())});
}

double reference_bilinear(const Problem& problem, const Pair& pair) {
  const ConstMatrix columns = transposed(problem.score.W.matrix());
  double sum = 0;
  for (Index d = 0; d < columns.rows(); ++d) sum += reference::dot(columns[d], pair.q) * pair.k()(d);
  return sum;
}

}  // namespace

const ScoreForm kBilinearForm = {.name = "bilinear",
                                 .uses = parameter::W,
                                 .needs = parameter::W,
                                 .width = width_of_keys,
                                 .query_floats = query_floats,
                                 .key_floats = no_key_floats,
                                 .query = query,
                                 .key = as_given,
                                 .explain = explain,
                                 .reference = reference_bilinear};

}  // namespace attn
