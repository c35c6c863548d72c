// M4: gain · q·k / (‖q‖ ‖k‖); 0 for a zero vector. A length whose square leaves the range of float32 makes the score
// NaN, which is an error: never a wrong 0.
#include <cmath>
#include <limits>

#include "attention/reference.hpp"
#include "attention/score_form.hpp"
#include "kernels/matmul.hpp"
#include "kernels/norm.hpp"
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

}  // namespace

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
