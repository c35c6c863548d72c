// Shapes in and out, past and present, and what must hold whatever the numbers.
#include "attention/attend.hpp"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "cases.hpp"

using namespace attn;
using test::Case;

namespace {

Tensor attended(const AttendOptions& options) {
  AttendResult result;
  const Status status = attend(options, result);
  INFO(status.message);
  REQUIRE(status.ok());
  return std::move(result.output);
}

/** (batch, head, length, d) as (batch, length, head·d) */
Tensor joined(const Tensor& tensor) {
  const ConstView4 from = tensor.view<4>();
  const auto [batch, heads, length, d] = from.shape;
  Tensor out({batch, length, heads * d});
  for (Index b = 0; b < batch; ++b)
    for (Index h = 0; h < heads; ++h)
      for (Index i = 0; i < length; ++i)
        for (Index c = 0; c < d; ++c) out.view<3>()(b, i, h * d + c) = from(b, h, i, c);
  return out;
}

/** Rows first … first + count − 1 of (batch, head, length, d). */
Tensor rows(const Tensor& tensor, Index first, Index count) {
  const ConstView4 from = tensor.view<4>();
  Tensor out({from.shape[0], from.shape[1], count, from.shape[3]});
  for (Index b = 0; b < from.shape[0]; ++b)
    for (Index h = 0; h < from.shape[1]; ++h)
      for (Index i = 0; i < count; ++i)
        for (Index c = 0; c < from.shape[3]; ++c) out.view<4>()(b, h, i, c) = from(b, h, first + i, c);
  return out;
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.count() == b.count() && std::equal(a.data(), a.data() + a.count(), b.data());
}

double difference(const Tensor& a, const Tensor& b) {
  REQUIRE(a.count() == b.count());
  return test::relative_error(
      a.count(), [&](std::int64_t i) { return a.data()[i]; }, [&](std::int64_t i) { return b.data()[i]; });
}

}  // namespace

TEST_CASE("2-D, 3-D and 4-D inputs are the same attention", "[attention]") {
  Case test_case(ScoreKind::scaled_dot, {.batch = 2, .heads = 6, .kv_heads = 3, .queries = 5, .keys = 7});
  for (bool trace : {false, true}) {
    AttendOptions options = test_case.options;
    options.trace = trace;
    const Tensor four = attended(options);
    CHECK(four.shape() == Shape{2, 6, 5, 3});
    const Tensor q = joined(test_case.q), k = joined(test_case.k), v = joined(test_case.v);
    options.q = q;
    options.k = k;
    options.v = v;
    options.kv_heads = 3;
    const Tensor three = attended(options);
    CHECK(three.shape() == Shape{2, 5, 18});
    CHECK(same_bits(three, joined(four)));

    options.q = {q.data(), {5, 30}};  // the first batch entry as matrices
    options.k = {k.data(), {7, 15}};
    options.v = {v.data(), {7, 9}};
    const Tensor two = attended(options);
    CHECK(two.shape() == Shape{5, 18});
    CHECK(std::equal(two.data(), two.data() + two.count(), three.data()));
  }
}

TEST_CASE("importance pooling has one row, in the rank of its keys", "[attention]") {
  Case test_case(ScoreKind::importance, {.batch = 2, .heads = 2, .kv_heads = 2, .keys = 6});
  CHECK(attended(test_case.options).shape() == Shape{2, 2, 1, 3});
  const Tensor k = joined(test_case.k), v = joined(test_case.v);
  test_case.options.k = k;
  test_case.options.v = v;
  CHECK(attended(test_case.options).shape() == Shape{2, 1, 6});
  test_case.options.k = {k.data(), {6, 10}};
  test_case.options.v = {v.data(), {6, 6}};
  CHECK(attended(test_case.options).shape() == Shape{1, 6});
}

TEST_CASE("one token after another with past and present equals all at once, causal", "[attention]") {
  for (ScoreKind kind : {ScoreKind::scaled_dot, ScoreKind::euclidean, ScoreKind::additive}) {
    Case test_case(kind, {.batch = 2, .heads = 4, .kv_heads = 2, .queries = 9, .keys = 9});
    AttendOptions options = test_case.options;
    options.causal = true;
    const Tensor whole = attended(options);
    Tensor past_k, past_v;
    for (Index from = 0, count = 1; from < 9; from += count, count = from < 4 ? 1 : 5) {
      const Tensor q = rows(test_case.q, from, count), k = rows(test_case.k, from, count),
                   v = rows(test_case.v, from, count);
      options.q = q;
      options.k = k;
      options.v = v;
      options.past_k = past_k.allocated() ? TensorView(past_k) : TensorView{};
      options.past_v = past_v.allocated() ? TensorView(past_v) : TensorView{};
      AttendResult result;
      REQUIRE(attend(options, result).ok());
      CHECK(difference(result.output, rows(whole, from, count)) < 1e-6);
      if (from == 0) {
        past_k = Tensor::copy_of(k);
        past_v = Tensor::copy_of(v);
      } else {
        CHECK(same_bits(result.present_k, rows(test_case.k, 0, from + count)));
        CHECK(same_bits(result.present_v, rows(test_case.v, 0, from + count)));
        past_k = std::move(result.present_k);
        past_v = std::move(result.present_v);
      }
    }
  }
}

TEST_CASE("an empty past is a past of length 0", "[attention]") {
  Case test_case(ScoreKind::dot, {});
  const float nothing = 0;
  test_case.options.past_k = {&nothing, {1, 1, 0, 5}};
  test_case.options.past_v = {&nothing, {1, 1, 0, 3}};
  AttendResult result;
  REQUIRE(attend(test_case.options, result).ok());
  CHECK(same_bits(result.present_k, test_case.k));
  test_case.options.past_k = test_case.options.past_v = {};
  CHECK(same_bits(result.output, attended(test_case.options)));
}

TEST_CASE("present is empty without a past; a result may be used again", "[attention]") {
  Case test_case(ScoreKind::dot, {});
  test_case.options.trace = true;
  AttendResult result;
  REQUIRE(attend(test_case.options, result).ok());
  CHECK(result.trace);
  CHECK_FALSE(result.present_k.allocated());
  test_case.options.trace = false;
  REQUIRE(attend(test_case.options, result).ok());
  CHECK_FALSE(result.trace);
}

TEST_CASE("inputs are not changed", "[attention]") {
  Case test_case(ScoreKind::bilinear, {.batch = 2});
  const Tensor q = Tensor::copy_of(test_case.q), k = Tensor::copy_of(test_case.k), v = Tensor::copy_of(test_case.v);
  for (bool trace : {false, true}) {
    test_case.options.trace = trace;
    attended(test_case.options);
  }
  CHECK((same_bits(q, test_case.q) && same_bits(k, test_case.k) && same_bits(v, test_case.v)));
}

TEST_CASE("each row of weights sums to 1, for random settings", "[attention][property]") {
  Random random(31);
  for (int round = 0; round < 200; ++round) {
    const auto kind = static_cast<ScoreKind>(random.below(kScoreKinds));
    const test::Sizes sizes{.batch = Index(1 + random.below(2)),
                            .queries = Index(1 + random.below(20)),
                            .keys = Index(1 + random.below(40)),
                            .d_q = 6,
                            .d_k = 6};
    Case test_case(kind, sizes, static_cast<std::uint64_t>(round), random.uniform(0.1f, 6));
    test_case.options.temperature = random.uniform(0.2f, 5);
    test_case.options.softcap = random.below(2) ? random.uniform(0.5f, 4) : 0;
    test_case.options.causal = random.below(2) == 1;
    test_case.options.trace = true;
    AttendResult result;
    REQUIRE(attend(test_case.options, result).ok());
    const Tensor& weights = result.trace->weights;
    const Index keys = sizes.keys;
    for (Index row = 0; row < weights.count() / keys; ++row) {
      const float* w = weights.data() + row * keys;
      CHECK(std::abs(std::accumulate(w, w + keys, 0.0) - 1) < 1e-6);
      CHECK(*std::min_element(w, w + keys) >= 0);
    }
  }
}

TEST_CASE("swapped queries swap rows of the output, bit for bit", "[attention][property]") {
  Random random(32);
  for (int round = 0; round < 60; ++round) {
    const auto kind = static_cast<ScoreKind>(round % 8);
    const Index queries = 2 + random.below(60), a = random.below(queries - 1),
                b = a + 1 + random.below(queries - a - 1);
    Case test_case(kind, {.queries = queries, .keys = 1 + random.below(30)}, static_cast<std::uint64_t>(round));
    REQUIRE(has_query(kind));
    test_case.options.trace = round % 2 == 0;
    const Tensor before = attended(test_case.options);
    const Matrix q = test_case.q.view<4>()[0][0];
    std::swap_ranges(&q(a, 0), &q(a, 0) + q.columns(), &q(b, 0));
    const Tensor after = attended(test_case.options);
    for (Index c = 0; c < 3; ++c) {
      CHECK(after.view<4>()(0, 0, a, c) == before.view<4>()(0, 0, b, c));
      CHECK(after.view<4>()(0, 0, b, c) == before.view<4>()(0, 0, a, c));
    }
  }
}

TEST_CASE("permuted keys with their values leave the output, for every score function", "[attention][property]") {
  for (int kind = 0; kind < kScoreKinds - 1; ++kind) {  // the last, a convolution, looks at neighbours
    Case test_case(static_cast<ScoreKind>(kind), {.queries = 7, .keys = 19}, 5);
    const Tensor before = attended(test_case.options);
    for (Tensor* tensor : {&test_case.k, &test_case.v}) {
      const Index d = tensor->shape()[3];
      for (Index j = 0; j < 9; ++j)
        std::swap_ranges(tensor->data() + j * d, tensor->data() + (j + 1) * d, tensor->data() + (18 - j) * d);
    }
    CHECK(difference(attended(test_case.options), before) < 2e-6);
  }
}

TEST_CASE("an output lies among the values: equal values come back as they are", "[attention][property]") {
  Case test_case(ScoreKind::scaled_dot, {.queries = 5, .keys = 33}, 3, 5);
  for (std::int64_t i = 0; i < test_case.v.count(); ++i) test_case.v.data()[i] = 2.5f;
  const Tensor output = attended(test_case.options);
  for (std::int64_t i = 0; i < output.count(); ++i) CHECK(std::abs(output.data()[i] - 2.5f) < 2e-6f);
}
