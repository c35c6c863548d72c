// M3: −‖q − k‖ and −‖q − k‖².
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_form.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/pairs.hpp"

namespace attn {

namespace {

void euclidean_tile(const Problem&, const Operand& q, const PackedKeys& k, Matrix out) noexcept {
  squared_distances(q.rows, k.panels, out);
  negate_root(out, out);
}

void squared_tile(const Problem&, const Operand& q, const PackedKeys& k, Matrix out) noexcept {
  squared_distances(q.rows, k.panels, out);
  negate(out, out);
}

float squares(const Pair& pair, Steps& steps) {
  return steps.squares({"q", numbers(pair.q)}, {"k", numbers(pair.k())});
}

float explain_euclidean(const Problem&, const Pair& pair, Steps& steps) {
  return steps.negate({"‖q−k‖", steps.root({"‖q−k‖²", squares(pair, steps)})});
}

float explain_squared(const Problem&, const Pair& pair, Steps& steps) {
  return steps.negate({"‖q−k‖²", squares(pair, steps)});
}

double reference_euclidean(const Problem&, const Pair& pair) {
  return -std::sqrt(reference::squared_distance(pair.q, pair.k()));
}

double reference_squared(const Problem&, const Pair& pair) { return -reference::squared_distance(pair.q, pair.k()); }

}  // namespace

const ScoreForm kEuclideanForm = {.name = "euclidean",
                                  .width = width_of_keys,
                                  .query_floats = no_query_floats,
                                  .key_floats = no_key_floats,
                                  .query = as_given,
                                  .key = as_given,
                                  .tile = euclidean_tile,
                                  .explain = explain_euclidean,
                                  .reference = reference_euclidean};

const ScoreForm kSquaredEuclideanForm = {.name = "squared-euclidean",
                                         .width = width_of_keys,
                                         .query_floats = no_query_floats,
                                         .key_floats = no_key_floats,
                                         .query = as_given,
                                         .key = as_given,
                                         .tile = squared_tile,
                                         .explain = explain_squared,
                                         .reference = reference_squared};

}  // namespace attn
