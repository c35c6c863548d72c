#pragma once
// Curves that networks put between their matrices, and their slopes.
#include "tensor/view.hpp"

namespace attn {

enum class Curve : unsigned char {
  relu,       // max(x, 0)
  gelu,       // x·Φ(x), Φ of the normal distribution                        (Hendrycks and Gimpel 2016)
  gelu_tanh,  // ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))                     (the same, as GPT-2 computes it)
  silu,       // x·σ(x)
  tanh,
  sigmoid,  // σ(x) = 1 / (1 + e^−x)
};

/** out = f(x) */
void activate(Curve curve, ConstMatrix x, Matrix out) noexcept;

/** dx += f′(x) ∘ dy */
void activate_backward(Curve curve, ConstMatrix x, ConstMatrix dy, Matrix dx) noexcept;

}  // namespace attn
