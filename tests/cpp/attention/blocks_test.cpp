// Lengths, head sizes and masks around the edges of the blocks in which queries and keys are taken.
#include "calls.hpp"

using namespace attn;
using test::Case;
using test::faults;

namespace {

constexpr Index kEdges[] = {1, 5, 6, 7, 47, 48, 49, 127, 128, 129, 255, 256, 257, 300};
constexpr test::Sizes kSizes{.batch = 2, .heads = 2, .kv_heads = 1, .queries = 100, .keys = 270, .d_q = 3, .d_k = 3};

/** A mask of (query, key) from a rule, and the options it stands for; must outlive the call. */
struct Masks {
  std::vector<std::uint8_t> boolean;
  std::vector<float> additive;
  std::vector<std::int32_t> lengths;

  template <class Hidden>
  void show(Case& test_case, Index queries, Index keys, Hidden hidden) {
    for (Index i = 0; i < queries; ++i)
      for (Index j = 0; j < keys; ++j) boolean.push_back(hidden(i, j) ? 0 : 1);
    test_case.options.mask = {MaskKind::boolean, boolean.data(), nullptr, {queries, keys}};
    test_case.expected.hidden = [hidden](int, int, int i, int j) { return hidden(i, j); };
  }

  template <class Bias>
  void add(Case& test_case, Index queries, Index keys, Bias bias) {
    for (Index i = 0; i < queries; ++i)
      for (Index j = 0; j < keys; ++j) additive.push_back(bias(i, j));
    test_case.options.mask = {MaskKind::additive, nullptr, additive.data(), {queries, keys}};
    const std::vector<float>& all = additive;
    test_case.expected.bias = [all, keys](int, int, int i, int j) { return double(all[i * keys + j]); };
    test_case.expected.hidden = [all, keys](int, int, int i, int j) { return std::isinf(all[i * keys + j]); };
  }
};

/** Blocks of 48 queries and 128 keys: some hidden, some visible, some mixed. */
bool hidden_in_blocks(Index i, Index j) {
  const Index block = i / 48 * 3 + j / 128;
  if (block % 3 == 0) return block != 3;
  return block % 3 == 2 && (i * 7 + j * 5) % 3 == 0;
}

/** Documents one after another, whose ends are and are not ends of blocks. */
Index document(Index position) {
  constexpr Index kEnds[] = {1, 48, 77, 96, 128, 256, 261};
  return std::upper_bound(std::begin(kEnds), std::end(kEnds), position) - std::begin(kEnds);
}

enum Rule { causal, window_left, window_right, window_both, lengths, blocks, documents, slope, kRules };

void apply(Rule rule, Case& test_case, Masks& masks) {
  AttendOptions& options = test_case.options;
  const auto hide = [&](auto hidden) { test_case.expected.hidden = hidden; };
  switch (rule) {
    case causal: options.causal = true; return hide([](int, int, int i, int j) { return j > i; });
    case window_left: options.window_left = 40; return hide([](int, int, int i, int j) { return j < i - 40; });
    case window_right: options.window_right = 131; return hide([](int, int, int i, int j) { return j > i + 131; });
    case window_both:
      options.window_left = 3, options.window_right = 0;
      return hide([](int, int, int i, int j) { return j < i - 3 || j > i; });
    case lengths:
      masks.lengths = {129, 256};
      options.lengths = masks.lengths;
      return hide([](int b, int, int, int j) { return j >= (b == 0 ? 129 : 256); });
    case blocks: return masks.show(test_case, kSizes.queries, kSizes.keys, hidden_in_blocks);
    case documents:
      return masks.show(test_case, kSizes.queries, kSizes.keys,
                        [](Index i, Index j) { return document(i) != document(j); });
    case slope:  // ALiBi (Press et al. 2022) with holes
      return masks.add(test_case, kSizes.queries, kSizes.keys, [](Index i, Index j) {
        return (i + j) % 11 == 0 ? -INFINITY : -0.0625f * static_cast<float>(std::abs(i - j));
      });
    case kRules: break;
  }
}

}  // namespace

TEST_CASE("queries and keys of every length around a block's edge", "[attention][blocks]") {
  std::uint64_t seed = 0;
  for (Index queries : kEdges)
    for (Index keys : kEdges) {
      Case test_case(ScoreKind::scaled_dot, {.queries = queries, .keys = keys, .d_q = 3, .d_k = 3, .d_v = 2}, ++seed);
      if ((test_case.options.causal = seed % 2 == 0))
        test_case.expected.hidden = [](int, int, int i, int j) { return j > i; };
      INFO(queries << " queries, " << keys << " keys");
      CHECK(faults(test_case) == "");
    }
}

TEST_CASE("head sizes that fit no tile, values of another size", "[attention][blocks]") {
  const Index sizes[] = {1, 2, 3, 7, 8, 9, 15, 17, 31, 33, 64, 65, 127, 129, 255, 256, 257, 300};
  const int count = static_cast<int>(std::size(sizes));
  for (int n = 0; n < count; ++n)
    for (Index queries : {1, 7}) {
      const Index d = sizes[n], d_v = sizes[count - 1 - n];
      const Case test_case(ScoreKind::scaled_dot, {.queries = queries, .keys = 50, .d_q = d, .d_k = d, .d_v = d_v});
      INFO("d " << d << ", d_v " << d_v);
      CHECK(faults(test_case) == "");
    }
}

TEST_CASE("every score function under masks of whole and cut blocks", "[attention][blocks]") {
  for (int kind = 0; kind < kScoreKinds; ++kind)
    for (int rule = 0; rule < kRules; ++rule) {
      const auto score = static_cast<ScoreKind>(kind);
      if (!has_query(score)) continue;
      Case test_case(score, kSizes, static_cast<std::uint64_t>(rule));
      Masks masks;
      apply(static_cast<Rule>(rule), test_case, masks);
      INFO(score_name(score) << ", rule " << rule);
      CHECK(faults(test_case) == "");
    }
}

TEST_CASE("grouped heads, softcap and temperature over several blocks", "[attention][blocks]") {
  for (const auto& [heads, kv_heads] : {std::pair{4, 4}, {4, 2}, {6, 1}, {3, 3}}) {
    Case test_case(ScoreKind::scaled_dot,
                   {.batch = 2, .heads = heads, .kv_heads = kv_heads, .queries = 50, .keys = 131, .d_v = 9});
    test_case.options.softcap = 1.5f, test_case.expected.softcap = 1.5;
    test_case.options.temperature = 0.5f, test_case.expected.temperature = 0.5;
    INFO(heads << " heads, " << kv_heads << " of keys");
    CHECK(faults(test_case) == "");
  }
}

TEST_CASE("a negative scale turns the order of the keys round", "[attention][blocks]") {
  for (float scale : {-1.0f, -0.3f, -20.0f}) {
    Case test_case(ScoreKind::dot, {.queries = 49, .keys = 257}, 1, 0.5f);
    test_case.options.scale = scale, test_case.expected.scale = scale;
    INFO("scale " << scale);
    CHECK(faults(test_case) == "");
  }
}

TEST_CASE("rows that see nothing are exactly 0 in whichever block they lie", "[attention][blocks]") {
  Masks masks;
  const auto blind = [](Index i) { return i < 50 || i == 70 || i >= 96; };  // whole blocks, and parts of them
  const auto rows_are_zero = [&](const AttendOptions& options) {
    const Tensor output = test::answered(options).output;
    const ConstView4 all = output.view<4>();
    for (Index i = 0; i < all.shape[2]; ++i) {
      bool zero = true;
      for (Index c = 0; c < all.shape[3]; ++c) zero = zero && all(0, 0, i, c) == 0;
      if (zero != blind(i)) return false;
    }
    return true;
  };
  Case test_case(ScoreKind::scaled_dot, {.queries = 150, .keys = 260, .d_v = 17});
  masks.show(test_case, 150, 260, [&](Index i, Index j) { return blind(i) || (i + j) % 2 == 0; });
  for (bool huge : {false, true}) {
    if (huge)
      for (std::int64_t i = 0; i < test_case.v.count(); ++i) test_case.v.data()[i] *= 3e38f;
    for (bool weights : {false, true}) {
      test_case.options.weights = weights;
      CHECK(rows_are_zero(test_case.options));
    }
  }
}

TEST_CASE("lengths of 0, and windows beyond all keys, give rows of 0", "[attention][blocks]") {
  const std::vector<std::int32_t> none{0, 257};
  Case test_case(ScoreKind::scaled_dot, {.batch = 2, .queries = 130, .keys = 257});
  test_case.options.lengths = none;
  test_case.expected.hidden = [](int b, int, int, int) { return b == 0; };
  CHECK(faults(test_case) == "");
  Case beyond(ScoreKind::scaled_dot, {.queries = 300, .keys = 20});
  beyond.options.window_left = 5;
  beyond.expected.hidden = [](int, int, int i, int j) { return j < i - 5; };
  CHECK(faults(beyond) == "");
}
