#include "kernels/matmul.hpp"

#include "kernels/panel.hpp"

namespace attn {

namespace {

constexpr auto kMultiplyAdd = [](Index) {
  return [](Index, simd::Batch a, simd::Batch b, simd::Batch sum) { return simd::madd(a, b, sum); };
};

}  // namespace

void matmul(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept {
  panel::run(a, b, out, false, scratch, kMultiplyAdd);
}

void matmul_add(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept {
  panel::run(a, b, out, true, scratch, kMultiplyAdd);
}

}  // namespace attn
