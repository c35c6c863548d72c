#pragma once
#include "tensor/view.hpp"

namespace attn {

/** out_j = Σ_i x_ij / n; x (n, width) */
void mean_of_rows(ConstMatrix x, Vector out) noexcept;

/** x = x / max(‖x‖, √smallest) */
void normalize(Vector x, float smallest) noexcept;

}  // namespace attn
