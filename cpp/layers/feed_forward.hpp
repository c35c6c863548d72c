#pragma once
#include "layers/linear.hpp"

namespace attn {

/** y = relu(x·W_1 + b_1)·W_2 + b_2 */
struct FeedForward {
  Linear hidden;  // (in, hidden)
  Linear output;  // (hidden, out)
};

/** The same + residual (rows, out), where given. `hidden` (rows, hidden) is room to work in. */
inline void forward(const FeedForward& layer, ConstMatrix x, Matrix hidden, Matrix y,
                    ConstMatrix residual = {}) noexcept {
  layer.hidden.forward(x, hidden, Activation::relu);
  layer.output.forward(hidden, y, Activation::none, residual);
}

}  // namespace attn
