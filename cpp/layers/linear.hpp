#pragma once
#include "tensor/arena.hpp"

namespace attn {

/** y = x·W + b; x (rows, in), y (rows, out) */
struct Linear {
  Tensor weight;  // (in, out)
  Tensor bias;    // (out)

  Index in() const { return weight.shape()[0]; }
  Index out() const { return weight.shape()[1]; }
};

void forward(const Linear& layer, ConstMatrix x, Matrix y, Arena& scratch) noexcept;

}  // namespace attn
