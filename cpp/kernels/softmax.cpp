#include "kernels/softmax.hpp"

#include "simd/loop.hpp"
#include "simd/math.hpp"

namespace attn {

float row_max(ConstVector row) noexcept { return simd::max(row.data, row.shape[0]); }

float row_exp(ConstVector row, float max, Vector out) noexcept {
  const simd::Batch top(max);
  simd::Batch sum(0.0f);
  Index j = 0;
  for (; j + simd::kLanes <= row.shape[0]; j += simd::kLanes) {
    const simd::Batch e = simd::exp(simd::load(row.data + j) - top);
    simd::store(e, out.data + j);
    sum += e;
  }
  if (const Index rest = row.shape[0] - j; rest > 0) {
    simd::store_part(simd::exp(simd::load_part(row.data + j, rest) - top), out.data + j, rest);
    sum += simd::load_part(out.data + j, rest);
  }
  return xsimd::reduce_add(sum);
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
