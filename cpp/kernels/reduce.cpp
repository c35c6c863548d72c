#include "kernels/reduce.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simd/loop.hpp"

namespace attn {

namespace {

/** `suspect` answers for a whole row, quickly; `bad` for one number. */
template <class Suspect, class Bad>
std::optional<Found> first(ConstMatrix m, Suspect suspect, Bad bad) noexcept {
  for (Index i = 0; i < m.rows(); ++i) {
    if (!suspect(&m(i, 0), m.columns())) continue;
    for (Index j = 0; j < m.columns(); ++j)
      if (bad(m(i, j))) return Found{i, j};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Found> first_not_finite(ConstMatrix m) noexcept {
  const auto suspect = [](const float* row, Index count) {  // x · 0 is 0, or NaN where x is not finite
    const simd::Batch zero(0.0f);
    const auto add = [zero](simd::Batch sum, simd::Batch x) { return sum + x * zero; };
    return std::isnan(xsimd::reduce_add(simd::fold(count, row, zero, 0.0f, add)));
  };
  return first(m, suspect, [](float x) { return !std::isfinite(x); });
}

float largest_finite(ConstMatrix m) noexcept {
  const simd::Batch zero(0.0f), top(std::numeric_limits<float>::max());
  float largest = 0;
  for (Index i = 0; i < m.rows(); ++i) {
    const auto grow = [=](simd::Batch most, simd::Batch x) {
      const simd::Batch size = xsimd::abs(x);
      return xsimd::max(most, xsimd::select(size <= top, size, zero));
    };
    largest = std::max(largest, xsimd::reduce_max(simd::fold(m.columns(), &m(i, 0), zero, 0.0f, grow)));
  }
  return largest;
}

float longest_row(ConstMatrix m) noexcept {
  const simd::Batch zero(0.0f);
  float largest = 0;
  for (Index i = 0; i < m.rows(); ++i) {
    const auto add = [](simd::Batch sum, simd::Batch x) { return simd::madd(x, x, sum); };
    largest = std::max(largest, xsimd::reduce_add(simd::fold(m.columns(), &m(i, 0), zero, 0.0f, add)));
  }
  return std::sqrt(largest + static_cast<float>(m.columns()) * std::numeric_limits<float>::min());
}

std::optional<Found> first_above(ConstMatrix m, float limit) noexcept {
  const auto suspect = [limit](const float* row, Index count) {
    simd::Batch bad(0.0f);  // 1 in a lane that saw one; !(x ≤ limit) is also true for NaN
    const auto look = [limit](simd::Batch seen, simd::Batch x) {
      return xsimd::select(x <= simd::Batch(limit), seen, simd::Batch(1.0f));
    };
    return xsimd::reduce_max(simd::fold(count, row, bad, limit, look)) > 0;
  };
  return first(m, suspect, [limit](float x) { return !(x <= limit); });
}

}  // namespace attn
