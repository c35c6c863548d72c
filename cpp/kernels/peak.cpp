#include "kernels/peak.hpp"

#include "simd/batch.hpp"

namespace attn {

namespace {
constexpr Index kChains = 12;  // two fma units of 4 or 5 steps each need 8 to 10; 16 registers hold no more
constexpr Index kSteps = 4;
}  // namespace

double flops_of_a_round() noexcept { return static_cast<double>(2 * kSteps * kChains * simd::kLanes); }

float multiply_adds(int rounds) noexcept {
  simd::Batch chain[kChains];
  for (Index c = 0; c < kChains; ++c) chain[c] = simd::Batch(static_cast<float>(c));
  const simd::Batch factor(0.999f), term(0.001f);
  for (int i = 0; i < rounds; ++i)
    for (Index step = 0; step < kSteps; ++step)
      for (Index c = 0; c < kChains; ++c) chain[c] = simd::madd(chain[c], factor, term);
  simd::Batch sum(0.0f);
  for (Index c = 0; c < kChains; ++c) sum += chain[c];
  return xsimd::reduce_add(sum);
}

}  // namespace attn
