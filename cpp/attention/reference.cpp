#include "attention/reference.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "attention/score_form.hpp"

namespace attn::reference {

double dot(ConstVector a, ConstVector b) {
  double sum = 0;
  for (Index i = 0; i < a.shape[0]; ++i) sum += static_cast<double>(a(i)) * b(i);
  return sum;
}

double squared_distance(ConstVector a, ConstVector b) {
  double sum = 0;
  for (Index i = 0; i < a.shape[0]; ++i) sum += (static_cast<double>(a(i)) - b(i)) * (static_cast<double>(a(i)) - b(i));
  return sum;
}

namespace {

struct Row {
  const Problem& problem;
  Index batch, head, query;

  double score(Index key) const {
    const Pair pair{problem.query_row(batch, head, query), problem.key_rows(batch, head), key};
    const double scale = problem.default_scale && problem.score.kind == ScoreKind::scaled_dot
                             ? 1 / std::sqrt(static_cast<double>(problem.k.shape[3]))
                             : problem.scale;
    return scale * form_of(problem.score.kind).reference(problem, pair);
  }

  double capped(Index key) const {
    const double cap = problem.softcap;
    return cap > 0 ? cap * std::tanh(score(key) / cap) : score(key);
  }

  double masked(Index key) const {
    return capped(key) / problem.temperature + problem.mask.bias(batch, head, query, key);
  }

  /** All zeros where every key is hidden. */
  std::vector<double> weights() const {
    std::vector<double> row(static_cast<std::size_t>(problem.keys));
    for (Index key = 0; key < problem.keys; ++key) row[static_cast<std::size_t>(key)] = masked(key);
    const double max = *std::max_element(row.begin(), row.end());
    double sum = 0;
    for (double& x : row) sum += x = std::isinf(max) ? 0 : std::exp(x - max);
    for (double& x : row) x = sum == 0 ? 0 : x / sum;
    return row;
  }

  double output(Index column) const {
    const ConstMatrix values = problem.value_rows(batch, head);
    const std::vector<double> weight = weights();
    double sum = 0;
    for (Index key = 0; key < problem.keys; ++key) sum += weight[static_cast<std::size_t>(key)] * values(key, column);
    return sum;
  }
};

}  // namespace

double cell(const Problem& problem, Stage stage, Index batch, Index head, Index query, Index column) {
  const Row row{problem, batch, head, query};
  switch (stage) {
    case Stage::score: return row.score(column);
    case Stage::capped: return row.capped(column);
    case Stage::masked: return row.masked(column);
    case Stage::weights: return row.weights()[static_cast<std::size_t>(column)];
    case Stage::output: break;
  }
  return row.output(column);
}

}  // namespace attn::reference
