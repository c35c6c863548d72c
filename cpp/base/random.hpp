#pragma once
// Seeded random numbers: the same on every machine and in every build.
#include <cmath>
#include <cstdint>

#include "base/index.hpp"

namespace attn {

/** SplitMix64 (Steele, Lea, Flood 2014). */
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  /** 0 ≤ x < 1, 24 bits. */
  float uniform() { return static_cast<float>(bits() >> 40) * 0x1p-24f; }
  float uniform(float low, float high) { return low + (high - low) * uniform(); }

  /** 0 … limit − 1 */
  Index below(Index limit) { return static_cast<Index>(bits() % static_cast<std::uint64_t>(limit)); }

  /** Mean 0, variance 1 (Box and Muller). */
  float normal() {
    const float radius = std::sqrt(-2.0f * std::log(1.0f - uniform()));
    return radius * std::cos(6.2831853f * uniform());
  }

 private:
  std::uint64_t state_;
};

}  // namespace attn
