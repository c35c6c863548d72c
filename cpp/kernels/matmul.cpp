#include "kernels/matmul.hpp"

#include "kernels/gather.hpp"

namespace attn {

namespace {

using panel::Packed;

constexpr auto kMultiplyAdd = [](Index) {
  return [](Index, simd::Batch x, simd::Batch y, simd::Batch sum) { return simd::madd(x, y, sum); };
};

/** Few rows do not pay for packing: b is read where it lies. Rows of b are contiguous. */
void product_in_place(ConstMatrix a, ConstMatrix b, Matrix out, bool more, Arena& scratch) noexcept {
  const Index whole = b.columns() / panel::kWidth * panel::kWidth;
  for (Index j = 0; j < whole; j += panel::kWidth)
    panel::column_of_tiles<panel::kRows>({a.data, a.stride[0], b.data + j, b.stride[0], b.rows(), &out(0, j),
                                          out.stride[0], panel::kWidth, panel::kWidth, more, nullptr, 0, j},
                                         a.rows(), kMultiplyAdd(0));
  const Index rest = b.columns() - whole;
  if (rest > 0)
    panel::run(a, column_block(b, whole, rest), column_block(out, whole, rest), more, scratch, kMultiplyAdd);
}

void multiply(ConstMatrix a, ConstMatrix b, Matrix out, bool more, Arena& scratch) noexcept {
  if (a.stride[1] != 1 && a.columns() > 1) {
    const Arena::Scope scope(scratch);
    const Matrix rows = scratch.take_matrix(panel::kRowBlock, panel::kDepth);
    for (Index i = 0; i < a.rows(); i += panel::kRowBlock)
      for (Index p = 0; p < a.columns(); p += panel::kDepth) {
        const Index count = std::min(panel::kRowBlock, a.rows() - i), depth = std::min(panel::kDepth, a.columns() - p);
        const Matrix part = column_block(row_block(rows, 0, count), 0, depth);
        copy(column_block(row_block(a, i, count), p, depth), part);
        multiply(part, row_block(b, p, depth), row_block(out, i, count), more || p > 0, scratch);
      }
  } else if (a.rows() <= 2 * panel::kRows && b.stride[1] == 1) {
    product_in_place(a, b, out, more, scratch);
  } else {
    panel::run(a, b, out, more, scratch, kMultiplyAdd);
  }
}

}  // namespace

void matmul(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept { multiply(a, b, out, false, scratch); }

void matmul_add(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept {
  multiply(a, b, out, true, scratch);
}

void matmul(ConstMatrix a, const Packed& b, Matrix out, const Finish& finish) noexcept {
  panel::run(a, b, out, false, &finish, kMultiplyAdd);
}

void matmul(ConstMatrix a, const Packed& b, Matrix out) noexcept {
  panel::run(a, b, out, false, nullptr, kMultiplyAdd);
}

void matmul_add(ConstMatrix a, const Packed& b, Matrix out) noexcept {
  panel::run(a, b, out, true, nullptr, kMultiplyAdd);
}

}  // namespace attn
