#pragma once
// exp2, exp and tanh of a batch.
#include "simd/batch.hpp"

namespace attn::simd {

namespace detail {

/** Adding and subtracting 1.5 · 2²³ rounds to the nearest integer, and leaves that integer in the low bits. */
inline constexpr float kMagic = 12582912.0f;

/** 2^(n + r), n from `rounded` = n + kMagic, |r| ≤ ½: a polynomial of degree 5, relative error below 1.1e-7. */
inline Batch power_of_two(Batch rounded, Batch r) noexcept {
  Batch p(1.32643222e-3f);
  p = madd(p, r, Batch(9.67151206e-3f));
  p = madd(p, r, Batch(5.55073507e-2f));
  p = madd(p, r, Batch(2.40222424e-1f));
  p = madd(p, r, Batch(6.93147004e-1f));
  p = madd(p, r, Batch(1.0f));
  const IntBatch exponent = xsimd::bitwise_cast<std::int32_t>(rounded) << 23;
  return xsimd::bitwise_cast<float>(xsimd::bitwise_cast<std::int32_t>(p) + exponent);
}

}  // namespace detail

/** 2^(x + Lift) for −126 ≤ x + Lift < 128, about 2 ulp; a lift costs nothing and loses nothing of x. */
template <int Lift = 0>
Batch exp2_small(Batch x) noexcept {
  const Batch magic(detail::kMagic + Lift);
  const Batch rounded = x + magic;
  return detail::power_of_two(rounded, x - (rounded - magic));
}

/** 2^(x + Lift) for x + Lift < 128, about 2 ulp; 0 for x below −126 (WebAssembly cannot flush subnormals, and they are slow). */
template <int Lift = 0>
Batch exp2(Batch x) noexcept {
  return xsimd::select(x < Batch(-126.0f), Batch(0.0f), exp2_small<Lift>(x));
}

/** e^x for x < 88.7, about 2 ulp; 0 below −126 · ln 2. The remainder is taken with ln 2 in two parts. */
inline Batch exp(Batch x) noexcept {
  const Batch log2_e(1.44269504f);
  const Batch t = x * log2_e;
  const Batch rounded = t + Batch(detail::kMagic);
  const Batch n = rounded - Batch(detail::kMagic);
  Batch r = madd(n, Batch(-0.693359375f), x);  // 9 bits: n · this is exact
  r = madd(n, Batch(2.12194440e-4f), r);
  return xsimd::select(t < Batch(-126.0f), Batch(0.0f), detail::power_of_two(rounded, r * log2_e));
}

/** tanh x, about 2 ulp: a polynomial near 0, else 1 − 2 / (e^2|x| + 1). */
inline Batch tanh(Batch x) noexcept {
  const Batch z = x * x;
  Batch p(-5.70498715e-3f);
  p = madd(p, z, Batch(2.06390874e-2f));
  p = madd(p, z, Batch(-5.37397151e-2f));
  p = madd(p, z, Batch(1.33314422e-1f));
  p = madd(p, z, Batch(-3.33332819e-1f));
  const Batch near_zero = madd(p * z, x, x);

  const Batch size = xsimd::min(xsimd::abs(x), Batch(10.0f));  // tanh 10 rounds to 1
  const Batch far = Batch(1.0f) - Batch(2.0f) / (exp(size + size) + Batch(1.0f));
  const Batch far_signed = xsimd::select(x < Batch(0.0f), -far, far);
  return xsimd::select(z < Batch(0.625f * 0.625f), near_zero, far_signed);
}

}  // namespace attn::simd
