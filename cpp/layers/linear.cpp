#include "layers/linear.hpp"

#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"

namespace attn {

void forward(const Linear& layer, ConstMatrix x, Matrix y, Arena& scratch) noexcept {
  matmul(x, layer.weight.matrix(), y, scratch);
  add_row(y, layer.bias.vector(), y);
}

}  // namespace attn
