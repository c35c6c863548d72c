#include "layers/multi_head.hpp"

#include <catch2/catch_test_macros.hpp>

#include "../attention/cases.hpp"

using namespace attn;

namespace {

/** The layer made and run once. */
Status multi_head(const MultiHead& weights, const TensorView& x, const TensorView& memory, const AttendOptions& options,
                  AttendResult& result) {
  MultiHeadLayer layer;
  if (Status status = MultiHeadLayer::make(weights, layer); !status.ok()) return status;
  return layer.run(x, memory, options, result);
}

struct Weights {
  Tensor weight, bias;

  Weights(Index in, Index out, Random& random)
      : weight(test::random_tensor({in, out}, random, 1 / std::sqrt(static_cast<float>(in)))),
        bias(test::random_tensor({out}, random)) {}
  Projection projection() const { return {weight, bias}; }
};

/** x · W + b in double, (batch, length, out), split into (batch, head, length, d). */
reference::Array4 projected(const Tensor& x, const Weights& weights, int heads) {
  const Shape& s = x.shape();
  const int batch = static_cast<int>(s[0]), length = static_cast<int>(s[1]), in = static_cast<int>(s[2]);
  const int out = static_cast<int>(weights.weight.shape()[1]), d = out / heads;
  reference::Array4 result(batch, heads, length, d);
  for (int b = 0; b < batch; ++b)
    for (int i = 0; i < length; ++i)
      for (int c = 0; c < out; ++c) {
        double sum = weights.bias.data()[c];
        for (int p = 0; p < in; ++p) sum += double(x.view<3>()(b, i, p)) * weights.weight.matrix()(p, c);
        result(b, c / d, i, c % d) = sum;
      }
  return result;
}

struct Layer {
  Weights q, k, v, o;
  MultiHead multi_head;

  Layer(Index model, Index memory, Index heads, Index kv_heads, Index d, Index d_v, Random& random)
      : q(model, heads * d, random),
        k(memory, kv_heads * d, random),
        v(memory, kv_heads * d_v, random),
        o(heads * d_v, model, random),
        multi_head{q.projection(), k.projection(), v.projection(), o.projection(), heads, kv_heads} {}

  /** Largest error of `actual` (batch, length, model) against the formula. */
  double error(const Tensor& x, const Tensor& memory, const reference::Options& options, const Tensor& actual) const {
    const int heads = static_cast<int>(multi_head.heads), kv_heads = static_cast<int>(multi_head.kv_heads);
    const reference::Array4 joined = reference::attend(options, projected(x, q, heads), projected(memory, k, kv_heads),
                                                       projected(memory, v, kv_heads))
                                         .output;
    const int model = static_cast<int>(o.weight.shape()[1]);
    reference::Array4 expected(1, joined.b, joined.r, model);
    for (int b = 0; b < joined.b; ++b)
      for (int i = 0; i < joined.r; ++i)
        for (int c = 0; c < model; ++c) {
          double sum = o.bias.data()[c];
          for (int h = 0; h < heads; ++h)
            for (int d = 0; d < joined.c; ++d) sum += joined(b, h, i, d) * o.weight.matrix()(h * joined.c + d, c);
          expected(0, b, i, c) = sum;
        }
    return test::relative_error(actual, expected);
  }
};

}  // namespace

TEST_CASE("multi-head: self and cross attention against the formula", "[attention][multi-head]") {
  Random random(41);
  for (const auto& [heads, kv_heads] : {std::pair{1, 1}, {4, 4}, {4, 2}, {3, 1}}) {
    const Layer layer(10, 7, heads, kv_heads, 5, 6, random);
    const Layer self(10, 10, heads, kv_heads, 4, 3, random);
    const Tensor x = test::random_tensor({2, 9, 10}, random), memory = test::random_tensor({2, 13, 7}, random);
    AttendResult cross_result, self_result;
    REQUIRE(multi_head(layer.multi_head, x, memory, {}, cross_result).ok());
    CHECK(cross_result.output.shape() == Shape{2, 9, 10});
    CHECK(layer.error(x, memory, {}, cross_result.output) < 1e-5);

    AttendOptions options;
    options.causal = true;
    options.trace = true;
    reference::Options expected;
    expected.hidden = [](int, int, int i, int j) { return j > i; };
    REQUIRE(multi_head(self.multi_head, x, x, options, self_result).ok());
    CHECK(self.error(x, x, expected, self_result.output) < 1e-5);
    CHECK(self_result.trace->stage(Stage::weights).shape() == Shape{2, heads, 9, 9});
  }
}

TEST_CASE("multi-head of a matrix, without output projection", "[attention][multi-head]") {
  Random random(42);
  Layer layer(6, 6, 2, 2, 3, 4, random);
  layer.multi_head.output = {};
  const Tensor x = test::random_tensor({5, 6}, random);
  AttendResult result;
  REQUIRE(multi_head(layer.multi_head, x, x, {}, result).ok());
  CHECK(result.output.shape() == Shape{5, 8});
}

TEST_CASE("multi-head at the articles' size of one batch entry: 512 tokens, 8 heads of 64", "[attention][multi-head]") {
  Random random(43);
  const Layer layer(512, 512, 8, 8, 64, 64, random);
  const Tensor x = test::random_tensor({1, 512, 512}, random);
  AttendOptions options;
  AttendResult fused, traced;
  REQUIRE(multi_head(layer.multi_head, x, x, options, fused).ok());
  options.trace = true;
  REQUIRE(multi_head(layer.multi_head, x, x, options, traced).ok());
  CHECK(fused.output.shape() == Shape{1, 512, 512});
  CHECK(test::relative_error(
            fused.output.count(), [&](Index i) { return fused.output.data()[i]; },
            [&](Index i) { return traced.output.data()[i]; }) < 2e-6);
}

TEST_CASE("multi-head: what can be wrong with weights and inputs", "[attention][multi-head]") {
  Random random(44);
  const Layer good(6, 6, 2, 2, 3, 3, random);
  const Tensor x = test::random_tensor({1, 4, 6}, random), narrow = test::random_tensor({1, 4, 5}, random);
  const auto code = [&](auto change) {
    MultiHead layer = good.multi_head;
    TensorView asks = x, answers = x;
    change(layer, asks, answers);
    AttendResult result;
    return multi_head(layer, asks, answers, {}, result).code;
  };
  using V = TensorView;
  CHECK(code([](MultiHead&, V&, V&) {}) == "");
  CHECK(code([&](MultiHead&, V& asks, V&) { asks = narrow; }) == "shape-mismatch");
  CHECK(code([&](MultiHead&, V&, V& answers) { answers = narrow; }) == "shape-mismatch");
  CHECK(code([&](MultiHead& layer, V&, V&) { layer.heads = 4; }) == "heads-not-divisible");
  CHECK(code([&](MultiHead& layer, V&, V&) { layer.query.bias.shape = {5}; }) == "shape-mismatch");
  CHECK(code([&](MultiHead& layer, V&, V&) { layer.value.weight = {}; }) == "bad-rank");
  CHECK(code([&](MultiHead& layer, V&, V&) { layer.output.weight.shape = {4, 6}; }) == "shape-mismatch");
  CHECK(code([&](MultiHead&, V& asks, V&) { asks = {}; }) == "empty");
  Tensor bad = Tensor::copy_of(x), weight = Tensor::copy_of(good.o.weight);
  bad.data()[7] = NAN;
  weight.data()[3] = INFINITY;
  CHECK(code([&](MultiHead&, V& asks, V&) { asks = bad; }) == "not-finite");
  CHECK(code([&](MultiHead& layer, V&, V&) { layer.output.weight = weight; }) == "not-finite");
}
