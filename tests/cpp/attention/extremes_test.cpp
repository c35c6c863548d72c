// Settings and numbers near the ends of float32: the fused path says what the traced path says.
#include <limits>

#include "calls.hpp"

using namespace attn;
using test::Case;
using test::disagreement;
using test::faults;

namespace {

constexpr float kMost = std::numeric_limits<float>::max();

/** One query of 1 and keys of one number each: the scores are the keys themselves. */
struct Scores {
  Tensor q, k, v;
  AttendOptions options;

  Scores(const std::vector<float>& scores, Index d_v = 3) {
    const Index keys = static_cast<Index>(scores.size());
    Random random(5);
    q = test::tensor_of({1, 1, 1, 1}, {1});
    k = test::tensor_of({1, 1, keys, 1}, scores);
    v = test::random_tensor({1, 1, keys, d_v}, random);
    options.q = q;
    options.k = k;
    options.v = v;
    options.score.kind = ScoreKind::dot;
  }

  double error() const {
    reference::Options expected;
    expected.score = "dot";
    const auto wanted = reference::attend(expected, test::widened(q), test::widened(k), test::widened(v));
    return test::relative_error(test::answered(options).output, wanted.output);
  }
};

}  // namespace

TEST_CASE("scores of 1e4 whose maximum rises and falls from block to block", "[attention][extremes]") {
  Random random(6);
  for (const std::vector<float>& levels : {std::vector<float>{-1e4f, -5e3f, 0, 5e3f, 1e4f},
                                           {1e4f, 5e3f, 0, -5e3f, -1e4f},
                                           {-1e4f, 1e4f, -1e4f, 1e4f, 0}}) {
    std::vector<float> scores;
    for (Index j = 0; j < 600; ++j) scores.push_back(levels[static_cast<std::size_t>(j / 128)] + random.uniform(-2, 2));
    CHECK(Scores(scores).error() < 2e-3);  // float32 has scores of 1e4 in steps of 1e-3
  }
}

TEST_CASE("the maximum in each place of each block", "[attention][extremes]") {
  for (Index top = 0; top < 300; top += 13) {
    std::vector<float> scores(300, 0.0f);
    scores[static_cast<std::size_t>(top)] = 200;
    Scores call(scores);
    const Tensor output = test::answered(call.options).output;
    for (Index c = 0; c < 3; ++c) CHECK(output.view<4>()(0, 0, 0, c) == call.v.view<4>()(0, 0, top, c));
  }
}

TEST_CASE("temperatures, tiny and large", "[attention][extremes]") {
  for (float temperature : {1e-40f, 1e-36f, 1e-30f, 1e-10f, 1e-3f, 1e-2f, 50.0f, 1e10f, 1e30f, kMost}) {
    Case test_case(ScoreKind::scaled_dot, {.queries = 50, .keys = 131});
    test_case.options.temperature = temperature;
    INFO("temperature " << temperature);
    CHECK(disagreement(test_case.options) == "");
    test_case.expected.temperature = temperature;
    if (temperature >= 1) CHECK(faults(test_case) == "");
  }
}

TEST_CASE("softcaps, tiny and large", "[attention][extremes]") {
  for (float softcap : {1e-45f, 1e-40f, 1e-36f, 1e-20f, 1e-3f, 0.5f, 30.0f, 1e10f, 1e30f, 1e36f, kMost})
    for (float temperature : {1.0f, 0.01f}) {
      Case test_case(ScoreKind::scaled_dot, {.queries = 50, .keys = 131});
      test_case.options.softcap = softcap;
      test_case.options.temperature = temperature;
      INFO("softcap " << softcap << ", temperature " << temperature);
      CHECK(disagreement(test_case.options) == "");
    }
}

TEST_CASE("a scale that brings numbers back that are far from 1", "[attention][extremes]") {
  struct Far {
    float q, k, scale, temperature;
  };
  for (const Far& far : {Far{1e-25f, 1e15f, 1e12f, 1},
                         {1e15f, 1e-25f, 1e12f, 1},
                         {1e-25f, 1e15f, 1, 1e-12f},
                         {1e15f, 1e-25f, 1e25f, 1},
                         {1e-15f, 1e-15f, 3e30f, 1},
                         {1e-19f, 1e-19f, 3e38f, 1},
                         {1e18f, 1e18f, 1e-36f, 1},
                         {1e25f, 1e-25f, 1, 1},
                         {1e19f, 1e10f, 1e-29f, 1},
                         {1e-30f, 1e30f, 5, 1},
                         {1e-10f, 1e5f, 1e20f, 1e15f}}) {
    Case test_case(ScoreKind::dot, {.queries = 50, .keys = 131});
    for (std::int64_t i = 0; i < test_case.q.count(); ++i) test_case.q.data()[i] *= far.q;
    for (std::int64_t i = 0; i < test_case.k.count(); ++i) test_case.k.data()[i] *= far.k;
    test_case.options.scale = far.scale;
    test_case.options.temperature = far.temperature;
    INFO("q " << far.q << ", k " << far.k << ", scale " << far.scale << ", temperature " << far.temperature);
    CHECK(disagreement(test_case.options) == "");
  }
}

TEST_CASE("huge finite numbers in an additive mask", "[attention][extremes]") {
  Random random(8);
  for (const std::vector<float>& numbers : {std::vector<float>{-3e38f, 0},
                                            {3e38f, 0},
                                            {-3e38f, 3e38f},
                                            {-kMost, kMost, 1, 0},
                                            {-INFINITY, -kMost, kMost},
                                            {-1e30f, 1e30f, -INFINITY, 2},
                                            {-1e9f, 0},
                                            {-INFINITY, 0, 64, -64},
                                            {-kMost},
                                            {kMost}})
    for (float size : {1.0f, 1e4f}) {
      Case test_case(ScoreKind::scaled_dot, {.queries = 50, .keys = 260}, 1, size);
      std::vector<float> mask;
      for (Index cell = 0; cell < 50 * 260; ++cell)
        mask.push_back(numbers[static_cast<std::size_t>(random.below(static_cast<Index>(numbers.size())))]);
      test_case.options.mask = {MaskKind::additive, nullptr, mask.data(), {50, 260}};
      INFO("first " << numbers[0] << " of " << numbers.size() << ", size " << size);
      CHECK(disagreement(test_case.options) == "");
    }
}

TEST_CASE("huge values in one block, their mean in range", "[attention][extremes]") {
  for (Index block : {0, 1, 2})
    for (float sign : {1.0f, -1.0f}) {
      Case test_case(ScoreKind::scaled_dot, {.queries = 49, .keys = 300, .d_v = 9});
      for (Index j = block * 128; j < std::min<Index>(300, block * 128 + 128); ++j)
        for (Index c = 0; c < 9; ++c) test_case.v.view<4>()(0, 0, j, c) = sign * 1e38f;
      CHECK(faults(test_case) == "");
    }
}

TEST_CASE("values near the small end, whatever the scores", "[attention][extremes]") {
  for (float score : {-20.0f, -1.0f, 0.0f, 20.0f}) {
    Scores call(std::vector<float>(200, score));
    for (std::int64_t i = 0; i < call.v.count(); ++i) call.v.data()[i] = 1e-33f * (1 + call.v.data()[i]);
    INFO("score " << score);
    CHECK(call.error() < 1e-5);
  }
}

TEST_CASE("a score that leaves float32 is named with the same place by both paths", "[attention][extremes]") {
  const test::Sizes sizes{.batch = 2, .heads = 2, .kv_heads = 1, .queries = 100, .keys = 270};
  for (ScoreKind kind : {ScoreKind::scaled_dot, ScoreKind::dot, ScoreKind::squared_euclidean})
    for (const auto& [row, column] : {std::pair{0, 0}, {47, 127}, {48, 128}, {99, 269}, {50, 3}}) {
      Case test_case(kind, sizes);
      test_case.q.view<4>()(1, 1, row, 2) = kind == ScoreKind::squared_euclidean ? 1e19f : 1e25f;
      test_case.k.view<4>()(1, 0, column, 2) = kind == ScoreKind::squared_euclidean ? -1e19f : 1e25f;
      AttendResult result;
      const Status status = attend(test_case.options, result);
      INFO(score_name(kind) << ", row " << row << ", column " << column << ": " << status.message);
      CHECK(test::text_of(status) == "overflow operation=attend stage=score batch=1 head=1 row=" + std::to_string(row) +
                                         " column=" + std::to_string(column));
      CHECK(disagreement(test_case.options) == "");
    }
}

TEST_CASE("scratch memory of 4 GB for small inputs is refused, whatever 32 bits make of it", "[attention][extremes]") {
  for (ScoreKind kind : {ScoreKind::additive, ScoreKind::importance}) {
    Case test_case(kind, {.queries = 1, .keys = 1 << 19, .d_q = 1, .d_k = 1, .d_v = 1, .hidden = 1024});
    AttendResult result;
    CHECK(attend(test_case.options, result).code == "too-large");
    CHECK_FALSE(result.output.allocated());
  }
}
