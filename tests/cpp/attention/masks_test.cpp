// Masks of every kind, alone and together, against their definition.
#include <catch2/catch_test_macros.hpp>

#include "cases.hpp"

using namespace attn;
using test::Case;
using test::faults;
using test::Sizes;

namespace {

constexpr Sizes kSizes{.batch = 2, .heads = 3, .kv_heads = 3, .queries = 5, .keys = 7};

struct MaskData {
  Shape shape;
  std::vector<std::uint8_t> boolean;
  std::vector<float> additive;

  MaskData(const Shape& mask_shape, std::uint64_t seed) : shape(mask_shape) {
    Random random(seed);
    for (std::int64_t i = 0; i < shape.count(); ++i) {
      const bool shown = random.uniform() < 0.6f;
      boolean.push_back(shown ? static_cast<std::uint8_t>(random.below(2) == 0 ? 1 : 255) : 0);
      additive.push_back(shown ? random.uniform(-2, 2) : -INFINITY);
    }
  }

  /** Position of (b, h, i, j); −1 beyond the mask's end. */
  Index at(Index b, Index h, Index i, Index j) const {
    if (j >= shape.back()) return -1;
    const Index index[] = {b, h, i, j};
    Index place = 0;
    for (int axis = 0; axis < shape.rank; ++axis) {
      const Index wanted = index[4 - shape.rank + axis];
      place = place * shape[axis] + (shape[axis] == 1 && axis + 1 < shape.rank ? 0 : wanted);
    }
    return place;
  }

  void apply(MaskKind kind, Case& test_case) const {
    test_case.options.mask = {kind, boolean.data(), additive.data(), shape};
    const MaskData copy = *this;
    test_case.expected.hidden = [copy, kind](int b, int h, int i, int j) {
      const Index at = copy.at(b, h, i, j);
      return at < 0 || (kind == MaskKind::boolean ? copy.boolean[at] == 0 : std::isinf(copy.additive[at]));
    };
    if (kind == MaskKind::additive)
      test_case.expected.bias = [copy](int b, int h, int i, int j) {
        return double(copy.additive[copy.at(b, h, i, j)]);
      };
  }
};

/** Hides where `rule(b, i, j)` says so, on top of what is hidden already. */
template <class Rule>
void hide(Case& test_case, Rule rule) {
  test_case.expected.hidden = [before = test_case.expected.hidden, rule](int b, int h, int i, int j) {
    return before(b, h, i, j) || rule(b, i, j);
  };
}

}  // namespace

TEST_CASE("boolean and additive masks, broadcast from every shape", "[attention][mask]") {
  std::uint64_t seed = 0;
  for (MaskKind kind : {MaskKind::boolean, MaskKind::additive})
    for (Index keys : {7, 6, 3, 1})  // shorter: hidden beyond the end
      for (const Shape& shape : {Shape{keys}, Shape{5, keys}, Shape{1, keys}, Shape{3, 5, keys}, Shape{1, 5, keys},
                                 Shape{3, 1, keys}, Shape{2, 3, 5, keys}, Shape{1, 1, 1, keys}, Shape{2, 1, 5, keys},
                                 Shape{2, 3, 1, keys}, Shape{1, 3, 5, keys}, Shape{2, 1, 1, keys}}) {
        Case test_case(ScoreKind::scaled_dot, kSizes, ++seed);
        const MaskData mask(shape, seed);
        mask.apply(kind, test_case);
        INFO("rank " << shape.rank << ", " << shape.count() << " cells, " << keys << " keys");
        CHECK(faults(test_case) == "");
      }
}

TEST_CASE("masks with every score function", "[attention][mask]") {
  for (int kind = 0; kind < kScoreKinds; ++kind) {
    Case test_case(static_cast<ScoreKind>(kind), kSizes, 9);
    const MaskData mask({2, 1, 1, 7}, 4);
    mask.apply(MaskKind::boolean, test_case);
    INFO(score_name(static_cast<ScoreKind>(kind)));
    CHECK(faults(test_case) == "");
  }
}

TEST_CASE("causal: query i sees key j iff j <= i", "[attention][mask]") {
  for (const auto& [queries, keys] : {std::pair{5, 5}, {3, 8}, {8, 3}, {1, 1}, {60, 150}, {300, 520}}) {
    Case test_case(ScoreKind::scaled_dot, {.queries = queries, .keys = keys});
    test_case.options.causal = true;
    hide(test_case, [](int, int i, int j) { return j > i; });
    CHECK(faults(test_case) == "");
  }
}

TEST_CASE("windows, with and without a bound on each side", "[attention][mask]") {
  for (Index left : {-1, 0, 1, 3, 100})
    for (Index right : {-1, 0, 2, 100})
      for (bool causal : {false, true}) {
        Case test_case(ScoreKind::dot, {.queries = 6, .keys = 9});
        test_case.options.window_left = left;
        test_case.options.window_right = right;
        test_case.options.causal = causal;
        hide(test_case, [=](int, int i, int j) {
          return (left >= 0 && j < i - left) || (right >= 0 && j > i + right) || (causal && j > i);
        });
        INFO("left " << left << ", right " << right << ", causal " << causal);
        CHECK(faults(test_case) == "");
      }
  Case unbounded(ScoreKind::dot, {});
  unbounded.options.window_left = unbounded.options.window_right = std::numeric_limits<Index>::max();
  CHECK(faults(unbounded) == "");
}

TEST_CASE("valid lengths hide keys; causal starts at length - queries, not clamped", "[attention][mask]") {
  for (bool causal : {false, true})
    for (const auto& [first, second] : {std::pair{7, 7}, {5, 6}, {3, 1}, {0, 7}, {2, 0}}) {
      const std::vector<std::int32_t> lengths{first, second};
      Case test_case(ScoreKind::scaled_dot, kSizes);
      test_case.options.lengths = lengths;
      test_case.options.causal = causal;
      hide(test_case, [=](int b, int i, int j) { return j >= lengths[b] || (causal && j > i + lengths[b] - 5); });
      INFO(first << ", " << second << ", causal " << causal);
      CHECK(faults(test_case) == "");
    }
}

TEST_CASE("a past, even an empty one, is what causal starts at, whatever the valid lengths", "[attention][mask]") {
  const float nothing = 0;
  const std::vector<std::int32_t> lengths{6, 7};
  Case test_case(ScoreKind::scaled_dot, kSizes);
  test_case.options.past_k = {&nothing, {2, 3, 0, 5}};
  test_case.options.past_v = {&nothing, {2, 3, 0, 3}};
  test_case.options.lengths = lengths;
  test_case.options.causal = true;
  hide(test_case, [=](int b, int i, int j) { return j >= lengths[b] || j > i; });
  CHECK(faults(test_case) == "");
}

TEST_CASE("all rules together", "[attention][mask]") {
  const std::vector<std::int32_t> lengths{6, 7};
  Case test_case(ScoreKind::scaled_dot, kSizes);
  const MaskData mask({3, 5, 6}, 5);
  mask.apply(MaskKind::additive, test_case);
  test_case.options.lengths = lengths;
  test_case.options.causal = true;
  test_case.options.window_left = 3;
  test_case.options.softcap = 2;
  test_case.options.temperature = 0.7f;
  test_case.expected.softcap = 2;
  test_case.expected.temperature = 0.7f;
  hide(test_case, [=](int b, int i, int j) {
    const int position = i + lengths[b] - 5;
    return j >= lengths[b] || j > position || j < position - 3;
  });
  CHECK(faults(test_case) == "");
}

TEST_CASE("a row that sees nothing has weights and output 0, other rows are as ever", "[attention][mask]") {
  Case test_case(ScoreKind::dot, {.queries = 3, .keys = 3});
  const std::uint8_t mask[] = {1, 1, 1, 0, 0, 0, 1, 0, 1};
  test_case.options.mask = {MaskKind::boolean, mask, nullptr, {3, 3}};
  test_case.options.trace = true;
  AttendResult traced, fused;
  REQUIRE(attend(test_case.options, traced).ok());
  test_case.options.trace = false;
  REQUIRE(attend(test_case.options, fused).ok());
  for (Index c = 0; c < 3; ++c) {
    CHECK(traced.trace->stage(Stage::weights, 0, 0)(1, c) == 0);
    CHECK(traced.output.view<4>()(0, 0, 1, c) == 0);
    CHECK(fused.output.view<4>()(0, 0, 1, c) == 0);
    CHECK(fused.output.view<4>()(0, 0, 0, c) != 0);
  }
}

TEST_CASE("an additive mask may be as low as float32 goes: the key is hidden", "[attention][mask]") {
  Case test_case(ScoreKind::dot, {.queries = 1, .keys = 2});
  const float mask[] = {0, -3.4e38f};
  test_case.options.mask = {MaskKind::additive, nullptr, mask, {1, 2}};
  test_case.options.trace = true;
  AttendResult result;
  REQUIRE(attend(test_case.options, result).ok());
  CHECK(result.trace->stage(Stage::weights, 0, 0)(0, 1) == 0);
  CHECK(result.trace->stage(Stage::weights, 0, 0)(0, 0) == 1);
}
