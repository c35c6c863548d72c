#pragma once
// Sums of products of int8 weights and codes 0 … 127, for 8 columns at once. No step rounds or saturates: the sum of two
// products is at most 2 · 128 · 127 = 32512 < 2^15, so int16 holds it and every build gets the same integers.
#include <cstdint>
#include <cstring>

#include "base/index.hpp"

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__AVX2__)
#include <immintrin.h>
#endif

namespace attn::simd::int8 {

inline constexpr Index kColumns = 8;

// A step takes kGroup codes of one row and, for each column in turn, kGroup weights.

#if defined(__wasm_simd128__) && !defined(ATTN_EMULATED)

#if defined(__wasm_relaxed_simd__)
using Code = std::uint8_t;
inline constexpr Index kGroup = 4;
inline v128_t load(const std::int8_t* weights) noexcept { return wasm_v128_load(weights); }
/**
 * The signed operand must be the first: with the second below 128 all engines agree. Not the instruction that also adds:
 * where registers are short, the baseline compiler of V8 11.3 (Node 20) on x64 writes over the sums it is given.
 */
inline v128_t multiply_add(v128_t weights, v128_t codes, v128_t sums) noexcept {
  return wasm_i32x4_add(sums, wasm_i32x4_extadd_pairwise_i16x8(wasm_i16x8_relaxed_dot_i8x16_i7x16(weights, codes)));
}
#else
using Code = std::int16_t;
inline constexpr Index kGroup = 2;
inline v128_t load(const std::int8_t* weights) noexcept { return wasm_i16x8_load8x8(weights); }
inline v128_t multiply_add(v128_t weights, v128_t codes, v128_t sums) noexcept {
  return wasm_i32x4_add(sums, wasm_i32x4_dot_i16x8(weights, codes));
}
#endif

struct Weights {
  v128_t low, high;
};
struct Sums {
  v128_t low = wasm_i32x4_const_splat(0), high = wasm_i32x4_const_splat(0);
};

inline Weights load_weights(const std::int8_t* from) noexcept { return {load(from), load(from + 4 * kGroup)}; }

/** sums(j) += Σ_g weights(j, g) · codes[g], g < kGroup */
inline void add_products(Weights weights, const Code* codes, Sums& sums) noexcept {
  const v128_t repeated = wasm_v128_load32_splat(codes);
  sums.low = multiply_add(weights.low, repeated, sums.low);
  sums.high = multiply_add(weights.high, repeated, sums.high);
}

inline void store(Sums sums, std::int32_t* to) noexcept {
  wasm_v128_store(to, sums.low);
  wasm_v128_store(to + 4, sums.high);
}

#elif defined(__AVX2__) && !defined(ATTN_EMULATED)

using Code = std::uint8_t;
inline constexpr Index kGroup = 4;

struct Weights {
  __m256i value;
};
struct Sums {
  __m256i value = _mm256_setzero_si256();
};

inline Weights load_weights(const std::int8_t* from) noexcept {
  return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))};
}

inline void add_products(Weights weights, const Code* codes, Sums& sums) noexcept {
  std::int32_t group;
  std::memcpy(&group, codes, sizeof group);
  const __m256i repeated = _mm256_set1_epi32(group);
  const __m256i pairs = _mm256_maddubs_epi16(repeated, weights.value);  // saturates beyond 2^15, so never here
  sums.value = _mm256_add_epi32(sums.value, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

inline void store(Sums sums, std::int32_t* to) noexcept {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), sums.value);
}

#else

using Code = std::uint8_t;
inline constexpr Index kGroup = 4;

struct Weights {
  const std::int8_t* from;
};
struct Sums {
  std::int32_t value[kColumns] = {};
};

inline Weights load_weights(const std::int8_t* from) noexcept { return {from}; }

inline void add_products(Weights weights, const Code* codes, Sums& sums) noexcept {
  for (Index j = 0; j < kColumns; ++j)
    for (Index g = 0; g < kGroup; ++g) sums.value[j] += weights.from[j * kGroup + g] * codes[g];
}

inline void store(const Sums& sums, std::int32_t* to) noexcept {
  for (Index j = 0; j < kColumns; ++j) to[j] = sums.value[j];
}

#endif

}  // namespace attn::simd::int8
