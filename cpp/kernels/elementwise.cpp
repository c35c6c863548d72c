#include "kernels/elementwise.hpp"

#include "simd/loop.hpp"
#include "simd/math.hpp"

namespace attn {

namespace {

using simd::Batch;

template <class F>
void each(ConstMatrix a, Matrix out, F f) noexcept {
  for (Index i = 0; i < a.rows(); ++i) simd::transform(a.columns(), &out(i, 0), f, &a(i, 0));
}

template <class F>
void each_pair(ConstMatrix a, ConstMatrix b, Matrix out, F f) noexcept {
  for (Index i = 0; i < a.rows(); ++i) simd::transform(a.columns(), &out(i, 0), f, &a(i, 0), &b(i, 0));
}

}  // namespace

void add(ConstMatrix a, ConstMatrix b, Matrix out) noexcept {
  each_pair(a, b, out, [](Batch x, Batch y) { return x + y; });
}

void add_row(ConstMatrix a, ConstVector row, Matrix out) noexcept {
  const ConstMatrix repeated(row.data, {a.rows(), row.shape[0]}, {0, 1});
  add(a, repeated, out);
}

void multiply(ConstMatrix a, ConstMatrix b, Matrix out) noexcept {
  each_pair(a, b, out, [](Batch x, Batch y) { return x * y; });
}

void scale(ConstMatrix a, float factor, Matrix out) noexcept {
  each(a, out, [f = Batch(factor)](Batch x) { return x * f; });
}

void divide(ConstMatrix a, float divisor, Matrix out) noexcept {
  each(a, out, [d = Batch(divisor), zero = Batch(0.0f)](Batch x) { return x / d + zero; });
}

void relu(ConstMatrix a, Matrix out) noexcept {
  each(a, out, [](Batch x) { return xsimd::max(x, Batch(0.0f)); });
}

void tanh(ConstMatrix a, Matrix out) noexcept {
  each(a, out, [](Batch x) { return simd::tanh(x); });
}

void softcap(ConstMatrix a, float cap, Matrix out) noexcept {
  each(a, out, [c = Batch(cap)](Batch x) { return c * simd::tanh(x / c); });
}

void negate(ConstMatrix a, Matrix out) noexcept {
  each(a, out, [](Batch x) { return -x; });
}

void negate_root(ConstMatrix a, Matrix out) noexcept {
  each(a, out, [](Batch x) { return -xsimd::sqrt(x); });
}

}  // namespace attn
