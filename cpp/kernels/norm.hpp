#pragma once
#include "tensor/view.hpp"

namespace attn {

/** Each row: out = (x − mean) / √(variance + epsilon) · gain + bias; the variance is the mean of squares. May work in place. */
void layer_norm(ConstMatrix x, ConstVector gain, ConstVector bias, float epsilon, Matrix out) noexcept;

/** dx, dgain, dbias += what layer_norm hands back for dy (Ba, Kiros and Hinton 2016, supplement); dx may have no data. */
void layer_norm_backward(ConstMatrix x, ConstVector gain, float epsilon, ConstMatrix dy, Matrix dx, Vector dgain,
                         Vector dbias) noexcept;

/** Each row: out = x / √(mean of x² + epsilon) · gain (Zhang and Sennrich 2019). May work in place. */
void rms_norm(ConstMatrix x, ConstVector gain, float epsilon, Matrix out) noexcept;

/** dx, dgain += what rms_norm hands back for dy. */
void rms_norm_backward(ConstMatrix x, ConstVector gain, float epsilon, ConstMatrix dy, Matrix dx,
                       Vector dgain) noexcept;

/** out_i = ‖x_i‖², one number a row; terms are added in order, each rounded (no fma). */
void squared_lengths(ConstMatrix x, Vector out) noexcept;

}  // namespace attn
