// With y = n ∘ gain + bias, n = (x − mean) · r, g = dy ∘ gain:   dx = r · (g − mean(g) − n · mean(g ∘ n))
// RMS norm has no mean: n = x · r,                               dx = r · (g − n · mean(g ∘ n))
#include <cmath>

#include "kernels/norm.hpp"
#include "simd/loop.hpp"

namespace attn {

namespace {

using simd::Batch;
using simd::madd;

/** Σ f(a, b, c) over the columns. */
template <class F>
float sum_of(Index count, F f, const float* a, const float* b, const float* c) noexcept {
  Batch sum(0.0f);
  Index j = 0;
  for (; j + simd::kLanes <= count; j += simd::kLanes)
    sum += f(simd::load(a + j), simd::load(b + j), simd::load(c + j));
  if (const Index rest = count - j; rest > 0) {
    float last[simd::kLanes];
    simd::store(f(simd::load_part(a + j, rest), simd::load_part(b + j, rest), simd::load_part(c + j, rest)), last);
    sum += simd::load_part(last, rest);
  }
  return xsimd::reduce_add(sum);
}

/** One row, its mean (0 for RMS norm) and 1 / √(variance + epsilon) known. */
void row_backward(Index width, const float* x, const float* gain, const float* dy, float mean, float factor,
                  bool centred, float* dx, float* dgain) noexcept {
  const Batch middle(mean), r(factor);
  const auto normal = [=](Batch value) { return (value - middle) * r; };
  if (dx) {
    const float n = static_cast<float>(width);
    const auto both = [=](Batch g, Batch d, Batch value) { return g * d * normal(value); };
    const Batch along(sum_of(width, both, gain, dy, x) / n);
    const auto product = [](Batch g, Batch d, Batch) { return g * d; };
    const Batch level(centred ? sum_of(width, product, gain, dy, x) / n : 0.0f);
    const auto step = [=](Batch sum, Batch value, Batch g, Batch d) {
      return madd(r, g * d - level - normal(value) * along, sum);
    };
    simd::transform(width, dx, step, dx, x, gain, dy);
  }
  if (dgain)
    simd::transform(
        width, dgain, [=](Batch sum, Batch value, Batch d) { return madd(d, normal(value), sum); }, dgain, x, dy);
}

}  // namespace

void layer_norm_backward(ConstMatrix x, ConstVector gain, float epsilon, ConstMatrix dy, Matrix dx, Vector dgain,
                         Vector dbias) noexcept {
  const Index width = x.columns();
  const float n = static_cast<float>(width);
  for (Index i = 0; i < x.rows(); ++i) {
    const float* row = &x(i, 0);
    const float mean = simd::sum(row, width) / n;
    const auto square = [middle = Batch(mean)](Batch value, Batch, Batch) {
      return (value - middle) * (value - middle);
    };
    const float variance = sum_of(width, square, row, row, row) / n;
    row_backward(width, row, gain.data, &dy(i, 0), mean, 1 / std::sqrt(variance + epsilon), true,
                 dx.data ? &dx(i, 0) : nullptr, dgain.data);
    if (dbias.data)
      simd::transform(
          width, dbias.data, [](Batch sum, Batch d) { return sum + d; }, dbias.data, &dy(i, 0));
  }
}

namespace {

float rms_factor(const float* row, Index width, float epsilon) noexcept {
  const auto square = [](Batch value, Batch, Batch) { return value * value; };
  return 1 / std::sqrt(sum_of(width, square, row, row, row) / static_cast<float>(width) + epsilon);
}

}  // namespace

void rms_norm(ConstMatrix x, ConstVector gain, float epsilon, Matrix out) noexcept {
  for (Index i = 0; i < x.rows(); ++i) {
    const Batch factor(rms_factor(&x(i, 0), x.columns(), epsilon));
    simd::transform(
        x.columns(), &out(i, 0), [factor](Batch value, Batch g) { return value * factor * g; }, &x(i, 0), gain.data);
  }
}

void rms_norm_backward(ConstMatrix x, ConstVector gain, float epsilon, ConstMatrix dy, Matrix dx,
                       Vector dgain) noexcept {
  for (Index i = 0; i < x.rows(); ++i)
    row_backward(x.columns(), &x(i, 0), gain.data, &dy(i, 0), 0, rms_factor(&x(i, 0), x.columns(), epsilon), false,
                 dx.data ? &dx(i, 0) : nullptr, dgain.data);
}

}  // namespace attn
