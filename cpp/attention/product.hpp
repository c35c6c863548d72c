#pragma once
#include "base/status.hpp"
#include "tensor/tensor.hpp"

namespace attn {

/** out = a · b; a (m, k), b (k, n). Sizes are checked; NaN and infinity go the way of IEEE 754. */
Status product(const TensorView& a, const TensorView& b, Tensor& out);

}  // namespace attn
