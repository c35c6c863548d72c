#pragma once
// A loop over contiguous floats, whole batches and remainder, written once. The remainder goes through a padded
// batch, so an element gets the same operations and the same bits wherever it stands.
#include <cstring>
#include <limits>

#include "simd/batch.hpp"

namespace attn::simd {

/** The first `count` < kLanes floats, the other lanes `filler`. */
inline Batch load_part(const float* from, Index count, float filler = 0.0f) noexcept {
  float padded[kLanes];
  for (Index i = 0; i < kLanes; ++i) padded[i] = i < count ? from[i] : filler;
  return load(padded);
}

inline void store_part(Batch value, float* to, Index count) noexcept {
  float padded[kLanes];
  store(value, padded);
  std::memcpy(to, padded, static_cast<std::size_t>(count) * sizeof(float));
}

/** out[i] = f(in[i] …) */
template <class F, class... In>
void transform(Index count, float* out, F f, const In*... in) noexcept {
  Index i = 0;
  for (; i + kLanes <= count; i += kLanes) store(f(load(in + i)...), out + i);
  if (i < count) store_part(f(load_part(in + i, count - i)...), out + i, count - i);
}

/** f(… f(f(start, batch 0), batch 1) …); lanes beyond the end hold `filler`. */
template <class F>
Batch fold(Index count, const float* in, Batch start, float filler, F f) noexcept {
  Index i = 0;
  for (; i + kLanes <= count; i += kLanes) start = f(start, load(in + i));
  if (i < count) start = f(start, load_part(in + i, count - i, filler));
  return start;
}

inline float sum(const float* in, Index count) noexcept {
  return xsimd::reduce_add(fold(count, in, Batch(0.0f), 0.0f, [](Batch a, Batch b) { return a + b; }));
}

/** The largest; −inf for none. */
inline float max(const float* in, Index count) noexcept {
  const float lowest = -std::numeric_limits<float>::infinity();
  return xsimd::reduce_max(fold(count, in, Batch(lowest), lowest, [](Batch a, Batch b) { return xsimd::max(a, b); }));
}

}  // namespace attn::simd
