// The articles' samples (SEEDS.md) by numbers worked out by hand.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "../numbers.hpp"
#include "attention/attend.hpp"

using namespace attn;
using Catch::Matchers::WithinRel;

namespace {

struct Sample {
  const Tensor x = test::tensor_of({3, 2}, {1, 2, 3, 4, 5, 6});
  const Tensor y = test::tensor_of({2, 2}, {7, 8, 9, 10});
  AttendOptions options;

  explicit Sample(ScoreKind kind) {
    options.q = y;
    options.k = x;
    options.v = x;
    options.score.kind = kind;
    options.trace = true;
  }

  Trace trace() const {
    AttendResult result;
    REQUIRE(attend(options, result).ok());
    return std::move(*result.trace);
  }
};

}  // namespace

TEST_CASE("article 1: softmax(Y Xᵀ) X saturates, and shows 9e-14 rather than 0", "[attention][samples]") {
  const Trace trace = Sample(ScoreKind::dot).trace();
  const ConstMatrix scores = trace.stage(Stage::score, 0, 0), weights = trace.stage(Stage::weights, 0, 0),
                    output = trace.stage(Stage::output, 0, 0);
  const float expected[] = {23, 53, 83, 29, 67, 105};
  for (int i = 0; i < 6; ++i) CHECK(scores(i / 3, i % 3) == expected[i]);
  CHECK_THAT(weights(0, 0), WithinRel(std::exp(-60.0) / (1 + std::exp(-30.0)), 1e-5));
  CHECK_THAT(weights(0, 1), WithinRel(9.3576229688392990e-14, 1e-5));
  CHECK(weights(0, 2) == 1);
  CHECK_THAT(weights(1, 1), WithinRel(std::exp(-38.0), 1e-5));
  CHECK((output(0, 0) == 5 && output(0, 1) == 6));
}

TEST_CASE("article 1: temperature undoes the saturation", "[attention][samples]") {
  Sample sample(ScoreKind::dot);
  sample.options.temperature = 30;  // the scores 23, 53, 83 become 0, 1, 2 apart
  const Trace trace = sample.trace();
  const ConstMatrix weights = trace.stage(Stage::weights, 0, 0);
  const double sum = 1 + std::exp(-1.0) + std::exp(-2.0);
  CHECK_THAT(weights(0, 0), WithinRel(std::exp(-2.0) / sum, 1e-6));
  CHECK_THAT(weights(0, 1), WithinRel(std::exp(-1.0) / sum, 1e-6));
  CHECK_THAT(weights(0, 2), WithinRel(1 / sum, 1e-6));
}

TEST_CASE("article 1: the Euclidean form", "[attention][samples]") {
  const Trace trace = Sample(ScoreKind::euclidean).trace();
  const ConstMatrix scores = trace.stage(Stage::score, 0, 0);
  for (Index j = 0; j < 3; ++j)  // y_1 − x_1 = (6, 6), (4, 4), (2, 2)
    CHECK_THAT(scores(0, j), WithinRel(-std::sqrt(2.0) * (6 - 2 * static_cast<double>(j)), 1e-7));
}

TEST_CASE("article 2: tanh-dot over source positions", "[attention][samples]") {
  const Tensor hidden = test::tensor_of({1, 2}, {0.5f, -0.25f}), encoding = test::tensor_of({3, 2}, {1, 0, 0, 1, 1, 1});
  AttendOptions options;
  options.q = hidden;
  options.k = encoding;
  options.v = encoding;
  options.score.kind = ScoreKind::tanh_dot;
  AttendResult result;
  REQUIRE(attend(options, result).ok());
  const double e[] = {std::exp(std::tanh(0.5)), std::exp(std::tanh(-0.25)), std::exp(std::tanh(0.25))};
  const double sum = e[0] + e[1] + e[2];
  CHECK_THAT(result.output.data()[0], WithinRel((e[0] + e[2]) / sum, 1e-6));
  CHECK_THAT(result.output.data()[1], WithinRel((e[1] + e[2]) / sum, 1e-6));
}
