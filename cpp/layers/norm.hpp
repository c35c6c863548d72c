#pragma once
#include "kernels/norm.hpp"
#include "tensor/tensor.hpp"

namespace attn {

/** LN(x) = (x − mean) / √(variance + ε) · gain + bias, each row by itself */
struct LayerNorm {
  Tensor gain;  // (width)
  Tensor bias;  // (width)
  float epsilon = 1e-6f;
};

inline void forward(const LayerNorm& layer, ConstMatrix x, Matrix y) noexcept {
  layer_norm(x, layer.gain.vector(), layer.bias.vector(), layer.epsilon, y);
}

}  // namespace attn
