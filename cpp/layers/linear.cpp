#include "layers/linear.hpp"

#include "base/errors.hpp"
#include "kernels/matmul.hpp"

namespace attn {

Status Linear::make(std::string_view operation, const TensorView& weight, const TensorView& bias, Linear& layer) {
  const ConstMatrix w = weight.matrix();
  const std::int64_t floats = std::int64_t{w.rows()} * panel::padded(w.columns());
  layer.panels_ = allocate_aligned(floats);
  layer.bias_ = bias.given() ? Tensor::copy_of(bias) : Tensor();
  if (!layer.panels_ || (bias.given() && !layer.bias_.allocated())) return errors::out_of_memory(operation, 4 * floats);
  panel::pack(w, layer.panels_.get());
  layer.in_ = w.rows();
  layer.out_ = w.columns();
  return {};
}

void Linear::forward(ConstMatrix x, Matrix y, Activation activation, ConstMatrix residual) const noexcept {
  const Finish finish{
      .bias = bias_.data(), .activation = activation, .residual = residual.data, .residual_row = residual.stride[0]};
  matmul(x, panel::Packed(panels_.get(), in_, out_), y, finish);
}

}  // namespace attn
