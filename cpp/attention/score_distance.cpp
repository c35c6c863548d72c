// M3: −‖q − k‖ and −‖q − k‖².
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_backward.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/pair_gradients.hpp"
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

/** Of ½ ‖q − k‖² · e for each pair. */
void differences_backward(ConstMatrix e, const ScoreBlock& block, Arena& memory) noexcept {
  const auto wanted = [&](Matrix to, ConstMatrix like) {
    return to.data ? to : memory.take_matrix(like.rows(), like.columns());
  };
  difference_gradients(block.q, block.k(), e, wanted(block.d_q, block.q), wanted(block.d_k(), block.k()));
}

}  // namespace

/** ∂(−‖q − k‖)/∂q = (q − k) / −‖q − k‖; 0 where q = k. */
void euclidean_backward(const Problem& problem, const ScoreBlock& block, const AttentionGradients&,
                        Arena& memory) noexcept {
  const Matrix scores = memory.take_matrix(block.rows(), block.columns());
  euclidean_tile(problem, block.q_operand, block.packed, scores);
  divide_or_zero(block.d, scores, block.d);
  differences_backward(block.d, block, memory);
}

/** ∂(−‖q − k‖²)/∂q = −2 (q − k) */
void squared_backward(const Problem&, const ScoreBlock& block, const AttentionGradients&, Arena& memory) noexcept {
  scale(block.d, -2, block.d);
  differences_backward(block.d, block, memory);
}

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
