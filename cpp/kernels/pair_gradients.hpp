#pragma once
// What pairs of rows hand back to the rows: the kernels of pairs.hpp in reverse. Rows of every matrix are contiguous, and
// all results are added to.
#include "tensor/view.hpp"

namespace attn {

/**
 * Of additive_scores, with t = tanh(a(i, h) + b(j, h)) and u = d(i, j) · (1 − t²) · v(h):
 * d_a(i, h) += Σ_j u, d_b(j, h) += Σ_i u, d_v(h) += Σ_ij d(i, j) · t.
 */
struct AdditiveGradients {
  Matrix a, b;  // (m, hidden), (n, hidden)
  Vector v;     // (hidden)
};
void additive_gradients(ConstMatrix a, ConstMatrix b, ConstVector v, ConstMatrix d,
                        const AdditiveGradients& to) noexcept;

/** d_a(i) += Σ_j e(i, j) · (a(i) − b(j)), d_b(j) −= Σ_i e(i, j) · (a(i) − b(j)). Differences are taken directly. */
void difference_gradients(ConstMatrix a, ConstMatrix b, ConstMatrix e, Matrix d_a, Matrix d_b) noexcept;

/** d = d ∘ (1 − (y / cap)²): back through y = cap · tanh(x / cap). */
void tanh_gradient(ConstMatrix y, float cap, Matrix d) noexcept;

/** out = d / by; 0 where `by` is 0. */
void divide_or_zero(ConstMatrix d, ConstMatrix by, Matrix out) noexcept;

/** out += Σ_i m(i, ·) */
void add_rows(ConstMatrix m, Vector out) noexcept;

/** Σ_j row(j) */
float sum(ConstVector row) noexcept;

}  // namespace attn
