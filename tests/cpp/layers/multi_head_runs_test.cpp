// A layer run again and again: the same bits, and token by token with a cache.
#include "../attention/calls.hpp"
#include "layers/multi_head.hpp"

using namespace attn;
using test::equal_bits;

TEST_CASE("a layer run twice gives the same bits, also after its weights are gone", "[attention][multi-head]") {
  Random random(9);
  MultiHeadLayer layer;
  const Tensor x = test::random_tensor({2, 60, 19}, random), memory = test::random_tensor({2, 131, 11}, random);
  {
    const Tensor q = test::random_tensor({19, 20}, random), k = test::random_tensor({11, 10}, random),
                 v = test::random_tensor({11, 6}, random), o = test::random_tensor({12, 7}, random),
                 bias = test::random_tensor({7}, random);
    REQUIRE(MultiHeadLayer::make({{q, {}}, {k, {}}, {v, {}}, {o, bias}, 4, 2}, layer).ok());
  }
  AttendResult first, other, again;
  REQUIRE(layer.run(x, memory, {}, first).ok());
  const TensorView one{x.data(), {1, 19}};
  REQUIRE(layer.run(one, {memory.data(), {131, 11}}, {}, other).ok());
  REQUIRE(layer.run(x, memory, {}, again).ok());
  CHECK(first.output.shape() == Shape{2, 60, 7});
  CHECK(other.output.shape() == Shape{1, 7});
  CHECK(equal_bits(first.output, again.output));
  CHECK(std::equal(other.output.data(), other.output.data() + 7, first.output.data()));
}

TEST_CASE("a layer that decodes with a cache is the layer run causally", "[attention][multi-head]") {
  Random random(7);
  const Tensor wq = test::random_tensor({6, 8}, random), wk = test::random_tensor({6, 4}, random),
               wv = test::random_tensor({6, 6}, random), wo = test::random_tensor({12, 6}, random),
               x = test::random_tensor({1, 40, 6}, random);
  MultiHeadLayer layer;
  REQUIRE(MultiHeadLayer::make({{wq, {}}, {wk, {}}, {wv, {}}, {wo, {}}, 4, 2}, layer).ok());
  AttendOptions options;
  options.causal = true;
  AttendResult whole;
  REQUIRE(layer.run(x, x, options, whole).ok());
  KeyValueCache cache;
  REQUIRE(KeyValueCache::make(1, 2, 2, 3, 40, cache).ok());
  options.cache = &cache;
  for (Index i = 0; i < 40; i += 5) {
    const TensorView token{x.data() + i * 6, {1, 5, 6}};
    AttendResult result;
    REQUIRE(layer.run(token, token, options, result).ok());
    CHECK(test::relative_error(
              30, [&](Index c) { return result.output.data()[c]; },
              [&](Index c) { return whole.output.data()[i * 6 + c]; }) < 5e-6);
  }
}
