#include "kernels/finish.hpp"

#include "kernels/panel.hpp"
#include "simd/math.hpp"

namespace attn {

using simd::Batch;

simd::Batch activated(Activation activation, Batch x) noexcept {
  switch (activation) {
    case Activation::none: break;
    case Activation::relu: return xsimd::max(x, Batch(0.0f));
    case Activation::gelu: {
      const Batch cubic = simd::madd(x * x * x, Batch(0.044715f), x);
      return Batch(0.5f) * x * (Batch(1.0f) + simd::tanh(Batch(0.797884561f) * cubic));
    }
  }
  return x;
}

simd::Batch finished(const Finish& finish, Batch x, Index row, Index column, Index columns) noexcept {
  if (finish.scale != 1) x *= Batch(finish.scale);
  if (finish.bias) x += panel::load_some(finish.bias + column, columns);
  x = activated(finish.activation, x);
  if (finish.residual) x += panel::load_some(finish.residual + row * finish.residual_row + column, columns);
  return x;
}

}  // namespace attn
