#pragma once
// The one SIMD type of the core and its multiply-add.
#include <cstdint>
#include <xsimd/xsimd.hpp>

#include "base/index.hpp"

namespace attn::simd {

#if defined(ATTN_EMULATED)
using Arch = xsimd::emulated<128>;
#else
using Arch = xsimd::default_arch;
#endif

using Batch = xsimd::batch<float, Arch>;
using IntBatch = xsimd::batch<std::int32_t, Arch>;
using Mask = xsimd::batch_bool<float, Arch>;
inline constexpr Index kLanes = static_cast<Index>(Batch::size);

/** Whether madd rounds once (fma) or twice. */
#if defined(ATTN_EMULATED)
inline constexpr bool kFused = false;
#elif defined(__wasm_relaxed_simd__) || defined(__FMA__) || defined(__aarch64__)
inline constexpr bool kFused = true;
#else
inline constexpr bool kFused = false;
#endif

/** a · b + c. LLVM never forms the relaxed instruction by itself, and xsimd's fma is mul + add on WebAssembly. */
inline Batch madd(Batch a, Batch b, Batch c) noexcept {
#if defined(__wasm_relaxed_simd__) && !defined(ATTN_EMULATED)
  return Batch(__builtin_wasm_relaxed_madd_f32x4(a, b, c));
#else
  if constexpr (kFused)
    return xsimd::fma(a, b, c);
  else
    return a * b + c;
#endif
}

inline Batch load(const float* from) noexcept { return Batch::load_unaligned(from); }
inline void store(Batch value, float* to) noexcept { value.store_unaligned(to); }

}  // namespace attn::simd
