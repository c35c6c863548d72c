#pragma once
// What is done to a product while it still lies in registers.
#include "simd/batch.hpp"
#include "tensor/view.hpp"

namespace attn {

enum class Activation : unsigned char {
  none,
  relu,  // max(x, 0)
  gelu,  // ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))   (Hendrycks and Gimpel 2016, the tanh form)
};

/** y = activation(x · scale + bias) + residual */
struct Finish {
  float scale = 1;
  const float* bias = nullptr;  // (columns)
  Activation activation = Activation::none;
  const float* residual = nullptr;  // (rows, columns)
  Index residual_row = 0;           // floats from one row to the next
};

/** One batch of row `row`, from column `column` on, of which `columns` are in the matrix. */
simd::Batch finished(const Finish& finish, simd::Batch x, Index row, Index column, Index columns) noexcept;

simd::Batch activated(Activation activation, simd::Batch x) noexcept;

}  // namespace attn
