// The small layers on numbers worked out by hand; the block is tested through models/sentence_encoder.
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "layers/feed_forward.hpp"
#include "layers/norm.hpp"
#include "layers/pooling.hpp"
#include "layers/positions.hpp"

using namespace attn;

namespace {

Tensor tensor(const Shape& shape, std::initializer_list<float> values) {
  Tensor result(shape);
  std::copy(values.begin(), values.end(), result.data());
  return result;
}

Linear linear(const Tensor& weight, const Tensor& bias) {
  Linear layer;
  REQUIRE(Linear::make("test", weight, bias, layer).ok());
  return layer;
}

std::vector<float> numbers(const Tensor& tensor) { return {tensor.data(), tensor.data() + tensor.count()}; }

bool near(float actual, double expected) { return std::abs(static_cast<double>(actual) - expected) < 1e-6; }

}  // namespace

TEST_CASE("linear: x·W + b", "[layers]") {
  const Linear layer = linear(tensor({2, 3}, {1, 2, 3, 10, 20, 30}), tensor({3}, {0.5f, 0, -1}));
  const Tensor x = tensor({2, 2}, {1, 0, 2, -1});
  Tensor y({2, 3});
  layer.forward(x.matrix(), y.matrix());
  CHECK(numbers(y) == std::vector<float>{1.5f, 2, 2, -7.5f, -16, -25});
}

TEST_CASE("feed forward: relu between two linear layers", "[layers]") {
  const FeedForward layer{linear(tensor({1, 2}, {1, -1}), tensor({2}, {0, 0})),
                          linear(tensor({2, 1}, {3, 5}), tensor({1}, {1}))};
  const Tensor x = tensor({2, 1}, {2, -2});
  Tensor hidden({2, 2}), y({2, 1});
  forward(layer, x.matrix(), hidden.matrix(), y.matrix());
  CHECK(numbers(y) == std::vector<float>{7, 11});
}

TEST_CASE("layer norm: mean 0, variance 1, then gain and bias", "[layers]") {
  const LayerNorm layer{tensor({2}, {1, 10}), tensor({2}, {0, 1}), 0};
  const Tensor x = tensor({1, 2}, {3, 7});
  Tensor y({1, 2});
  forward(layer, x.matrix(), y.matrix());
  CHECK(near(y.data()[0], -1));
  CHECK(near(y.data()[1], 11));
}

TEST_CASE("positions: sines, then cosines", "[layers]") {
  const Tensor frequency = tensor({2}, {1, 0.01f});
  Tensor x = tensor({3, 4}, {0, 0, 0, 0, 5, 5, 5, 5, 0, 0, 0, 0});
  add_positions(frequency.vector(), x.matrix());
  const double expected[] = {0,
                             0,
                             1,
                             1,
                             5 + std::sin(1),
                             5 + std::sin(0.01),
                             5 + std::cos(1),
                             5 + std::cos(0.01),
                             std::sin(2),
                             std::sin(0.02),
                             std::cos(2),
                             std::cos(0.02)};
  for (int i = 0; i < 12; ++i) CHECK(near(x.data()[i], expected[i]));
}

TEST_CASE("pooling: the mean of rows; length 1, and zero stays zero", "[layers]") {
  const Tensor x = tensor({2, 3}, {1, 2, 3, 3, -2, 5});
  Tensor mean({3});
  mean_of_rows(x.matrix(), mean.vector());
  CHECK(numbers(mean) == std::vector<float>{2, 0, 4});

  Tensor v = tensor({2}, {3, -4});
  normalize(v.vector(), 1e-12f);
  CHECK(near(v.data()[0], 0.6));
  CHECK(near(v.data()[1], -0.8));
  Tensor zero({2});
  normalize(zero.vector(), 1e-12f);
  CHECK(numbers(zero) == std::vector<float>{0, 0});
}
