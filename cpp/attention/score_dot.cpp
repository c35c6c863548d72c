// M1 dot, M2 scaled dot (the scale itself is a later step of every score), M6 tanh-dot.
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_form.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"

namespace attn {

namespace {

float explain_dot(const Problem&, const Pair& pair, Steps& steps) {
  return steps.dot({"q", numbers(pair.q)}, {"k", numbers(pair.k())});
}

double reference_dot(const Problem&, const Pair& pair) { return reference::dot(pair.q, pair.k()); }

/** tanh(Q Kᵀ) */
void tanh_dot_tile(const Problem&, const Operand& q, const PackedKeys& k, Matrix out) noexcept {
  matmul(q.rows, k.panels, out);
  tanh(out, out);
}

float explain_tanh_dot(const Problem& problem, const Pair& pair, Steps& steps) {
  return steps.tanh({"q·k", explain_dot(problem, pair, steps)})[0];
}

double reference_tanh_dot(const Problem&, const Pair& pair) { return std::tanh(reference::dot(pair.q, pair.k())); }

}  // namespace

const ScoreForm kDotForm = {.name = "dot",
                            .width = width_of_keys,
                            .query_floats = no_query_floats,
                            .key_floats = no_key_floats,
                            .query = as_given,
                            .key = as_given,
                            .explain = explain_dot,
                            .reference = reference_dot};

const ScoreForm kScaledDotForm = {.name = "scaled-dot",
                                  .width = width_of_keys,
                                  .query_floats = no_query_floats,
                                  .key_floats = no_key_floats,
                                  .query = as_given,
                                  .key = as_given,
                                  .explain = explain_dot,
                                  .reference = reference_dot};

const ScoreForm kTanhDotForm = {.name = "tanh-dot",
                                .width = width_of_keys,
                                .query_floats = no_query_floats,
                                .key_floats = no_key_floats,
                                .query = as_given,
                                .key = as_given,
                                .tile = tanh_dot_tile,
                                .explain = explain_tanh_dot,
                                .reference = reference_tanh_dot};

}  // namespace attn
