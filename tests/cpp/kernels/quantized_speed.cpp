// How fast the int8 products are; hidden from a plain run: attn_tests "[int8-speed]"
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdio>

#include "../numbers.hpp"
#include "kernels/matmul.hpp"
#include "kernels/quantized.hpp"
#include "simd/loop.hpp"

using namespace attn;

namespace {

constexpr Index kWidth = 8 * simd::kLanes;

/** A row times float weights packed as panels (column / kWidth, p, kWidth): the least a float path can read. */
void float_row(const float* a, Index in, const float* packed, Index out, float* to) {
  for (Index j = 0; j < out; j += kWidth) {
    simd::Batch sums[8];
    for (auto& sum : sums) sum = simd::Batch(0.0f);
    for (Index p = 0; p < in; ++p, packed += kWidth)
      for (Index c = 0; c < 8; ++c)
        sums[c] = simd::madd(simd::Batch(a[p]), simd::load(packed + c * simd::kLanes), sums[c]);
    for (Index c = 0; c < 8; ++c) simd::store(sums[c], to + j + c * simd::kLanes);
  }
}

/** Seconds of one call: the fastest of 25 runs of 10 ms or more, for other programs only add to it. */
template <class F>
double seconds(F call) {
  using Clock = std::chrono::steady_clock;
  double fastest = INFINITY;
  for (int run = 0; run < 25; ++run) {
    const auto start = Clock::now();
    double past = 0;
    Index calls = 0;
    do {
      call(), ++calls;
      past = std::chrono::duration<double>(Clock::now() - start).count();
    } while (past < 0.01);
    fastest = std::min(fastest, past / static_cast<double>(calls));
  }
  return fastest;
}

void compare(Index rows, Index in, Index out) {
  Random random(41);
  Arena scratch;
  const Tensor a = test::random_tensor({rows, in}, random), w = test::random_tensor({in, out}, random);
  const PackedInt8 weights(w.matrix());
  Tensor floats({rows, out}), codes({rows, out});
  double plain = 0;
  if (rows == 1)
    plain = seconds([&] { float_row(a.data(), in, w.data(), out, floats.data()); });
  else
    plain = seconds([&] { matmul(a.matrix(), w.matrix(), floats.matrix(), scratch); });
  const double quantized = seconds([&] { matmul(a.matrix(), weights, codes.matrix(), scratch); });
  const double cells = static_cast<double>(in * out), sums = static_cast<double>(rows) * cells;
  std::printf(
      "%td x %td x %td: float32 %.1f us (%.1f GB/s, %.1f GFLOP/s), int8 %.1f us (%.1f GB/s, %.1f GOP/s): %.2f times\n",
      rows, in, out, plain * 1e6, 4e-9 * cells / plain, 2e-9 * sums / plain, quantized * 1e6, 1e-9 * cells / quantized,
      2e-9 * sums / quantized, plain / quantized);
}

}  // namespace

TEST_CASE("int8 against float32: one row reads panels of both, more rows use matmul", "[.][int8-speed]") {
  for (int pass = 0; pass < 2; ++pass) {  // an engine may take the first to compile
    compare(1, 512, 2048);
    compare(1, 2048, 512);
    compare(1, 4096, 4096);
    compare(1, 384, 384);
    compare(4, 512, 2048);
    compare(64, 512, 2048);
  }
}
