#pragma once
// One operation for each element; rows are contiguous, out may be an input.
#include "tensor/view.hpp"

namespace attn {

/** out = a + b */
void add(ConstMatrix a, ConstMatrix b, Matrix out) noexcept;
/** out(i, j) = a(i, j) + row(j) */
void add_row(ConstMatrix a, ConstVector row, Matrix out) noexcept;
/** out = a ∘ b */
void multiply(ConstMatrix a, ConstMatrix b, Matrix out) noexcept;
/** out = a · factor */
void scale(ConstMatrix a, float factor, Matrix out) noexcept;
/** out = a / divisor + 0: as if a mask of 0 were added, so that −0 becomes 0. */
void divide(ConstMatrix a, float divisor, Matrix out) noexcept;
/** out = max(a, 0) */
void relu(ConstMatrix a, Matrix out) noexcept;
/** out = tanh(a) */
void tanh(ConstMatrix a, Matrix out) noexcept;
/** out = cap · tanh(a / cap) */
void softcap(ConstMatrix a, float cap, Matrix out) noexcept;
/** out = −a */
void negate(ConstMatrix a, Matrix out) noexcept;
/** out = −√a */
void negate_root(ConstMatrix a, Matrix out) noexcept;

}  // namespace attn
