#include "kernels/softmax.hpp"

#include "simd/loop.hpp"
#include "simd/math.hpp"

namespace attn {

float row_max(ConstVector row) noexcept { return simd::max(row.data, row.shape[0]); }

float row_exp(ConstVector row, float max, Vector out) noexcept {
  const simd::Batch top(max);
  simd::transform(
      row.shape[0], out.data, [top](simd::Batch x) { return simd::exp(x - top); }, row.data);
  return simd::sum(out.data, row.shape[0]);
}

void softmax_rows(ConstMatrix scores, Matrix weights) noexcept {
  for (Index i = 0; i < scores.rows(); ++i) {
    const Vector row = weights[i];
    const float max = row_max(scores[i]);
    if (max == -std::numeric_limits<float>::infinity()) {
      std::memset(row.data, 0, static_cast<std::size_t>(row.shape[0]) * sizeof(float));
      continue;
    }
    const simd::Batch sum(row_exp(scores[i], max, row));
    simd::transform(
        row.shape[0], row.data, [sum](simd::Batch e) { return e / sum; }, row.data);
  }
}

}  // namespace attn
