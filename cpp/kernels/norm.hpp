#pragma once
#include "tensor/view.hpp"

namespace attn {

/** Each row: out = (x − mean) / √(variance + epsilon) · gain + bias; the variance is the mean of squares. May work in place. */
void layer_norm(ConstMatrix x, ConstVector gain, ConstVector bias, float epsilon, Matrix out) noexcept;

/** out_i = ‖x_i‖², one number a row; terms are added in order, each rounded (no fma). */
void squared_lengths(ConstMatrix x, Vector out) noexcept;

}  // namespace attn
