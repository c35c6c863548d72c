#include "layers/feed_forward.hpp"

#include "kernels/elementwise.hpp"

namespace attn {

void forward(const FeedForward& layer, ConstMatrix x, Matrix hidden, Matrix y, Arena& scratch) noexcept {
  forward(layer.hidden, x, hidden, scratch);
  relu(hidden, hidden);
  forward(layer.output, hidden, y, scratch);
}

}  // namespace attn
