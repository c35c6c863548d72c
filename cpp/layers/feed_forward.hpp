#pragma once
#include "layers/linear.hpp"

namespace attn {

/** y = relu(x·W_1 + b_1)·W_2 + b_2 */
struct FeedForward {
  Linear hidden;  // (in, hidden)
  Linear output;  // (hidden, out)
};

/** `hidden` (rows, hidden) is room to work in. */
void forward(const FeedForward& layer, ConstMatrix x, Matrix hidden, Matrix y, Arena& scratch) noexcept;

}  // namespace attn
