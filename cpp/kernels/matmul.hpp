#pragma once
// Matrix products. Each element is the sum of its products in the order of the inner index, one madd after
// another, wherever it lies in a tile: the same two vectors give the same bits in every call.
#include "kernels/panel.hpp"

namespace attn {

/** out = a · b; a (m, k), b (k, n), out (m, n). Any strides; rows of out are contiguous. out is neither a nor b. */
void matmul(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept;

/** out += a · b */
void matmul_add(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept;

/** out = finish(a · b), b packed before; rows of a are contiguous. */
void matmul(ConstMatrix a, const panel::Packed& b, Matrix out, const Finish& finish) noexcept;
void matmul(ConstMatrix a, const panel::Packed& b, Matrix out) noexcept;
void matmul_add(ConstMatrix a, const panel::Packed& b, Matrix out) noexcept;

/** out = a · bᵀ; a (m, k), b (n, k), out (m, n) */
inline void matmul_transposed(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept {
  matmul(a, transposed(b), out, scratch);
}

/** aᵀb of two vectors: the 1×1 case of matmul, with its bits. */
inline float dot(ConstVector a, ConstVector b, Arena& scratch) noexcept {
  float result = 0;
  matmul_transposed(as_row(a), as_row(b), Matrix(&result, {1, 1}), scratch);
  return result;
}

}  // namespace attn
