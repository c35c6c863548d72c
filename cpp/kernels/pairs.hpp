#pragma once
// Scores of pairs of rows that are no dot products; they run in the tile of the matrix product.
#include "kernels/panel.hpp"

namespace attn {

/** out(i, j) = Σ_d (a(i, d) − b(j, d))²; a (m, d), bᵀ packed (d, n), out (m, n). Differences are taken directly. */
void squared_distances(ConstMatrix a, const panel::Packed& b, Matrix out) noexcept;
void squared_distances(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept;

/** out(i, j) = Σ_h v(h) · tanh(a(i, h) + b(j, h)); a (m, hidden), bᵀ packed (hidden, n), v (hidden), out (m, n). */
void additive_scores(ConstMatrix a, const panel::Packed& b, ConstVector v, Matrix out) noexcept;

/** out(i, j) = dots(i, j) / (a(i) · b(j)) · gain; 0 where a(i) · b(j) is 0. May work in place. */
void divide_by_lengths(ConstMatrix dots, ConstVector a, ConstVector b, float gain, Matrix out) noexcept;

}  // namespace attn
