#pragma once
// Scores of pairs of rows that are no dot products; they run in the tile of the matrix product.
#include "tensor/arena.hpp"

namespace attn {

/** out(i, j) = Σ_d (a(i, d) − b(j, d))²; a (m, d), b (n, d), out (m, n). Differences are taken directly. */
void squared_distances(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept;

/** out(i, j) = Σ_h v(h) · tanh(a(i, h) + b(j, h)); a (m, hidden), b (n, hidden), v (hidden), out (m, n). */
void additive_scores(ConstMatrix a, ConstMatrix b, ConstVector v, Matrix out, Arena& scratch) noexcept;

/** out(i, j) = dots(i, j) / (a(i) · b(j)) · gain; 0 where a(i) · b(j) is 0. May work in place. */
void divide_by_lengths(ConstMatrix dots, ConstVector a, ConstVector b, float gain, Matrix out) noexcept;

}  // namespace attn
