#pragma once
#include "base/status.hpp"
#include "kernels/finish.hpp"
#include "tensor/tensor.hpp"

namespace attn {

/** y = x·W + b, the weights packed once as the tile of the matrix product reads them. */
class Linear {
 public:
  /** weight (in, out), bias (out) or not given; they are copied. Fails only for want of memory. */
  static Status make(std::string_view operation, const TensorView& weight, const TensorView& bias, Linear& layer);

  Index in() const { return in_; }
  Index out() const { return out_; }

  /** y = activation(x·W + b) + residual; x (rows, in), y (rows, out), residual (rows, out) or not given. */
  void forward(ConstMatrix x, Matrix y, Activation activation = Activation::none,
               ConstMatrix residual = {}) const noexcept;

 private:
  Index in_ = 0, out_ = 0;
  AlignedFloats panels_;
  Tensor bias_;
};

}  // namespace attn
