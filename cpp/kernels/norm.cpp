#include "kernels/norm.hpp"

#include <cmath>

#include "simd/loop.hpp"

namespace attn {

namespace {

using simd::Batch;

/** The mean of (x − mean)². Lanes beyond the end hold the mean, so they add 0. */
float variance(const float* x, Index count, float mean) noexcept {
  const Batch middle(mean);
  const Batch squares = simd::fold(count, x, Batch(0.0f), mean, [middle](Batch sum, Batch value) {
    const Batch difference = value - middle;
    return simd::madd(difference, difference, sum);
  });
  return xsimd::reduce_add(squares) / static_cast<float>(count);
}

}  // namespace

void layer_norm(ConstMatrix x, ConstVector gain, ConstVector bias, float epsilon, Matrix out) noexcept {
  const Index width = x.columns();
  for (Index i = 0; i < x.rows(); ++i) {
    const float* row = &x(i, 0);
    const float mean = simd::sum(row, width) / static_cast<float>(width);
    const Batch middle(mean);
    const Batch factor(1.0f / std::sqrt(variance(row, width, mean) + epsilon));
    const auto normalize = [=](Batch value, Batch g, Batch b) { return simd::madd((value - middle) * factor, g, b); };
    simd::transform(width, &out(i, 0), normalize, row, gain.data, bias.data);
  }
}

void squared_lengths(ConstMatrix x, Vector out) noexcept {
  for (Index i = 0; i < x.rows(); ++i) {
    float sum = 0;
    for (Index d = 0; d < x.columns(); ++d) sum += x(i, d) * x(i, d);
    out(i) = sum;
  }
}

}  // namespace attn
