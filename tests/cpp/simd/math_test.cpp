#include "simd/math.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "../numbers.hpp"
#include "simd/loop.hpp"

using namespace attn;

namespace {

struct Worst {
  double ulps = 0;
  float at = 0;
};

/** f over a dense sweep of [low, high], every lane used. */
template <class F, class G>
Worst worst_error(double low, double high, F f, G exact) {
  constexpr int kPoints = 400'000;
  std::vector<float> x(kPoints), y(kPoints);
  for (int i = 0; i < kPoints; ++i) x[i] = static_cast<float>(low + (high - low) * i / (kPoints - 1));
  simd::transform(kPoints, y.data(), f, x.data());
  Worst worst;
  for (int i = 0; i < kPoints; ++i) {
    const double error = test::ulps(y[i], exact(static_cast<double>(x[i])));
    if (!(error <= worst.ulps)) worst = {error, x[i]};
  }
  return worst;
}

const auto kExp2 = [](simd::Batch x) { return simd::exp2(x); };
const auto kExp = [](simd::Batch x) { return simd::exp(x); };
const auto kTanh = [](simd::Batch x) { return simd::tanh(x); };

float one(float x, auto f) {
  float y;
  simd::transform(1, &y, f, &x);
  return y;
}

}  // namespace

TEST_CASE("exp2 is good to about 2 ulp from -126 to 127.9", "[simd]") {
  for (const auto& [low, high] : {std::pair{-126.0, 127.9}, {-1.0, 1.0}, {-0.01, 0.01}, {-20.0, 0.0}}) {
    const Worst worst = worst_error(low, high, kExp2, [](double x) { return std::exp2(x); });
    INFO(low << " to " << high << ": " << worst.ulps << " ulp at " << worst.at);
    CHECK(worst.ulps < 2.5);
  }
}

TEST_CASE("exp2 at the edges: whole powers are exact, below -126 is 0", "[simd]") {
  for (int n = -126; n <= 127; ++n) CHECK(one(static_cast<float>(n), kExp2) == std::ldexp(1.0f, n));
  CHECK(one(-126.01f, kExp2) == 0);
  CHECK(one(-1e30f, kExp2) == 0);
  CHECK(one(-INFINITY, kExp2) == 0);
}

TEST_CASE("exp is good to about 3 ulp from -87 to 88", "[simd]") {
  for (const auto& [low, high] : {std::pair{-87.0, 88.0}, {-1.0, 1.0}, {-0.001, 0.001}, {-30.0, 0.0}}) {
    const Worst worst = worst_error(low, high, kExp, [](double x) { return std::exp(x); });
    INFO(low << " to " << high << ": " << worst.ulps << " ulp at " << worst.at);
    CHECK(worst.ulps < 3);
  }
  CHECK(one(0.0f, kExp) == 1);
  CHECK(one(-88.0f, kExp) == 0);
  CHECK(one(-1e38f, kExp) == 0);
  CHECK(one(-INFINITY, kExp) == 0);
}

TEST_CASE("tanh is good to about 3 ulp, odd, and never beyond 1", "[simd]") {
  for (const auto& [low, high] : {std::pair{-12.0, 12.0}, {-0.7, 0.7}, {-1e-3, 1e-3}, {-1e-30, 1e-30}}) {
    const Worst worst = worst_error(low, high, kTanh, [](double x) { return std::tanh(x); });
    INFO(low << " to " << high << ": " << worst.ulps << " ulp at " << worst.at);
    CHECK(worst.ulps < 3);
  }
  for (float x : {0.0f, 0.3f, 0.625f, 1.0f, 5.0f, 9.5f, 11.0f, 1e4f, 3e38f}) CHECK(one(-x, kTanh) == -one(x, kTanh));
  CHECK(one(3e38f, kTanh) == 1);
  CHECK(one(INFINITY, kTanh) == 1);
  CHECK(one(0.0f, kTanh) == 0);
}
