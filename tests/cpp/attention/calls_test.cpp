// Weights on request, one call for many, and inputs that lie in memory in other ways.
#include "calls.hpp"

using namespace attn;
using test::answered;
using test::Case;
using test::equal_bits;

namespace {

AttendResult stepped(AttendCall& call, const AttendOptions& options) {
  AttendResult result;
  REQUIRE(call.begin(options, result).ok());
  while (!call.done()) REQUIRE(call.step().ok());
  return result;
}

/** A call with all that can be set. */
struct Rich {
  std::vector<std::uint8_t> mask;
  std::vector<std::int32_t> lengths;
  Case test_case;

  Rich(ScoreKind kind, Index queries, Index keys, std::uint64_t seed = 1)
      : lengths{static_cast<std::int32_t>(keys), static_cast<std::int32_t>(keys / 2)},
        test_case(kind, {.batch = 2, .heads = 4, .kv_heads = 2, .queries = queries, .keys = keys, .d_v = 9}, seed) {
    AttendOptions& options = test_case.options;
    for (Index j = 0; j < keys; ++j) mask.push_back(j % 5 != 2);
    options.mask = {MaskKind::boolean, mask.data(), nullptr, {keys}};
    options.lengths = lengths;
    options.window_left = 60;
    options.softcap = 3;
    options.temperature = 0.7f;
    options.scale = 0.6f;
  }
  Rich(const Rich&) = delete;
};

}  // namespace

TEST_CASE("weights on request have the bits of a trace, and so has the output", "[attention][weights]") {
  for (int kind = 0; kind < kScoreKinds; ++kind)
    for (bool rich : {false, true}) {
      Rich call(static_cast<ScoreKind>(kind), 60, 140);
      const Case plain(static_cast<ScoreKind>(kind),
                       {.batch = 2, .heads = 2, .kv_heads = 2, .queries = 60, .keys = 140});
      AttendOptions options = rich ? call.test_case.options : plain.options;
      options.weights = true;
      const AttendResult asked = answered(options);
      options.weights = false;
      options.trace = true;
      const AttendResult traced = answered(options);
      INFO(score_name(static_cast<ScoreKind>(kind)) << (rich ? ", with all settings" : ""));
      CHECK(asked.weights.shape() == traced.trace->weights.shape());
      CHECK(equal_bits(asked.weights, traced.trace->weights));
      CHECK(equal_bits(asked.output, traced.output));
      CHECK_FALSE(asked.trace);
      CHECK_FALSE(traced.weights.allocated());
    }
}

TEST_CASE("weights beside a trace, and with a past", "[attention][weights]") {
  Case test_case(ScoreKind::scaled_dot, {.heads = 2, .kv_heads = 2});
  AttendOptions& options = test_case.options;
  options.weights = options.trace = true;
  const AttendResult both = answered(options);
  CHECK(equal_bits(both.weights, both.trace->weights));
  options.past_k = test_case.k;
  options.past_v = test_case.v;
  options.trace = false;
  CHECK(answered(options).weights.shape() == Shape{1, 2, 3, 8});
}

TEST_CASE("one call used again and again has the bits of a new one", "[attention][calls]") {
  AttendCall call;
  const std::pair<Index, Index> sizes[] = {{1, 1}, {100, 300}, {7, 5}, {300, 20}, {1, 600}, {48, 128}, {2, 2}};
  for (int round = 0; round < 2; ++round)
    for (ScoreKind kind : {ScoreKind::scaled_dot, ScoreKind::cosine, ScoreKind::additive, ScoreKind::bilinear})
      for (const auto& [queries, keys] : sizes) {
        const Rich rich(kind, queries, keys, static_cast<std::uint64_t>(queries + keys));
        AttendOptions options = rich.test_case.options;
        options.weights = round == 1;
        CHECK(equal_bits(stepped(call, options).output, answered(options).output));
        if (keys == 20) call.trim();
      }
}

TEST_CASE("a call left half way, or that failed, is no trouble for the next", "[attention][calls]") {
  const Rich large(ScoreKind::scaled_dot, 100, 300), small(ScoreKind::additive, 3, 40);
  Case spoilt(ScoreKind::dot, {.queries = 100, .keys = 100});
  spoilt.q.data()[5 * 99] = 1e30f;
  spoilt.k.data()[0] = 1e30f;
  AttendCall call;
  AttendResult left;
  REQUIRE(call.begin(large.test_case.options, left).ok());
  REQUIRE(call.step().ok());
  CHECK_FALSE(call.done());
  CHECK(equal_bits(stepped(call, small.test_case.options).output, answered(small.test_case.options).output));
  AttendResult result;
  Status status = call.begin(spoilt.options, result);
  while (status.ok() && !call.done()) status = call.step();
  CHECK(status.code == "overflow");
  CHECK(call.done());
  CHECK(equal_bits(stepped(call, large.test_case.options).output, answered(large.test_case.options).output));
}

TEST_CASE("two calls in turns do not disturb each other", "[attention][calls]") {
  const Rich first(ScoreKind::scaled_dot, 100, 300), second(ScoreKind::euclidean, 70, 200);
  AttendCall one, other;
  AttendResult a, b;
  REQUIRE(one.begin(first.test_case.options, a).ok());
  REQUIRE(other.begin(second.test_case.options, b).ok());
  while (!one.done() || !other.done()) {
    if (!one.done()) REQUIRE(one.step().ok());
    if (!other.done()) REQUIRE(other.step().ok());
  }
  CHECK(equal_bits(a.output, answered(first.test_case.options).output));
  CHECK(equal_bits(b.output, answered(second.test_case.options).output));
}

TEST_CASE("heads side by side or one after another: the same bits over several blocks", "[attention][calls]") {
  for (ScoreKind kind : {ScoreKind::scaled_dot, ScoreKind::squared_euclidean, ScoreKind::cosine, ScoreKind::tanh_dot})
    for (bool weights : {false, true}) {
      const Rich rich(kind, 60, 140);
      const Tensor &q = rich.test_case.q, &k = rich.test_case.k, &v = rich.test_case.v;
      AttendOptions options = rich.test_case.options;
      options.weights = weights;
      const Tensor four = answered(options).output;
      const Tensor wide_q = test::joined_heads(q), wide_k = test::joined_heads(k), wide_v = test::joined_heads(v);
      options.q = wide_q;
      options.k = wide_k;
      options.v = wide_v;
      options.heads = 4;
      options.kv_heads = 2;
      CHECK(equal_bits(answered(options).output, test::joined_heads(four)));
    }
}

TEST_CASE("inputs at any address give the same bits", "[attention][calls]") {
  const Case test_case(ScoreKind::scaled_dot, {.queries = 50, .keys = 131});
  const Tensor expected = answered(test_case.options).output;
  for (Index shift : {1, 2, 3, 5}) {
    std::vector<std::vector<float>> moved;
    AttendOptions options = test_case.options;
    for (TensorView* view : {&options.q, &options.k, &options.v}) {
      std::vector<float>& numbers = moved.emplace_back(static_cast<std::size_t>(shift + view->shape.count()));
      std::copy_n(view->data, view->shape.count(), numbers.data() + shift);
      view->data = numbers.data() + shift;
    }
    CHECK(equal_bits(answered(options).output, expected));
  }
}
