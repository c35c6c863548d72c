#include "attention/score_backward.hpp"

#include <algorithm>

#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"

namespace attn {

void product_backward(ConstMatrix d, ConstMatrix q, ConstMatrix k, Matrix d_q, Matrix d_k, Arena& memory) noexcept {
  if (d_q.data) matmul_add(d, k, d_q, memory);
  if (d_k.data) matmul_add(transposed(d), q, d_k, memory);
}

void project_backward(ConstMatrix d_y, ConstMatrix x, const TensorView& W, Matrix d_x, Matrix d_W,
                      Arena& memory) noexcept {
  if (d_x.data && !W.given()) add(d_x, d_y, d_x);
  if (d_x.data && W.given()) matmul_add(d_y, W.matrix(), d_x, memory);
  if (d_W.data) matmul_add(transposed(d_y), x, d_W, memory);
}

Matrix take_zeros(Arena& memory, Index rows, Index columns) noexcept {
  const Matrix zeros = memory.take_matrix(rows, columns);
  std::fill_n(zeros.data, rows * columns, 0.0f);
  return zeros;
}

}  // namespace attn
