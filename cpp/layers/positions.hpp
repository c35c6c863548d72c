#pragma once
#include "tensor/view.hpp"

namespace attn {

/** x_i += [sin(i·ω), cos(i·ω)]; x (length, 2·m), ω (m) */
void add_positions(ConstVector frequency, Matrix x) noexcept;

}  // namespace attn
