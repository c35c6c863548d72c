#include "kernels/matmul.hpp"

#include "kernels/panel.hpp"

namespace attn {

namespace {

void product(ConstMatrix a, ConstMatrix b, Matrix out, bool more, Arena& scratch) noexcept {
  panel::run(a, b, out, more, scratch, [](Index) {
    return [](Index, simd::Batch x, simd::Batch y, simd::Batch sum) { return simd::madd(x, y, sum); };
  });
}

}  // namespace

void matmul(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept { product(a, b, out, false, scratch); }

void matmul_add(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept {
  product(a, b, out, true, scratch);
}

}  // namespace attn
