#include "simd/loop.hpp"

#include <catch2/catch_test_macros.hpp>

#include "../numbers.hpp"
#include "simd/math.hpp"

using namespace attn;

TEST_CASE("transform and folds over every remainder and misalignment", "[simd]") {
  Random random(1);
  std::vector<float> x(80), y(80);
  for (float& value : x) value = random.uniform(-3, 3);
  for (Index offset = 0; offset < 5; ++offset)
    for (Index count = 0; count < 70; ++count) {
      std::fill(y.begin(), y.end(), 7.0f);
      simd::transform(
          count, y.data() + 1, [](simd::Batch v) { return v + v; }, x.data() + offset);
      double sum = 0;
      float max = -INFINITY;
      bool same = y[0] == 7 && y[1 + count] == 7;  // nothing written beside
      for (Index i = 0; i < count; ++i) {
        same = same && y[1 + i] == 2 * x[offset + i];
        sum += x[offset + i];
        max = std::max(max, x[offset + i]);
      }
      CHECK(same);
      CHECK(std::abs(simd::sum(x.data() + offset, count) - sum) < 1e-4);
      CHECK(simd::max(x.data() + offset, count) == max);
    }
}

TEST_CASE("an element has the same bits in a batch and in a remainder", "[simd]") {
  Random random(2);
  std::vector<float> x(65), whole(65);
  for (float& value : x) value = random.uniform(-20, 0);
  const auto exp = [](simd::Batch v) { return simd::exp(v); };
  simd::transform(65, whole.data(), exp, x.data());
  for (std::size_t i = 0; i < x.size(); ++i) {
    float alone;
    simd::transform(1, &alone, exp, &x[i]);
    CHECK(alone == whole[i]);
  }
}
