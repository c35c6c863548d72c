// Every score function over odd sizes, traced and fused, against the reference.
#include <catch2/catch_test_macros.hpp>

#include "cases.hpp"

using namespace attn;
using test::Case;
using test::faults;
using test::Sizes;

namespace {

const Index kLengths[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 31, 33, 64, 65};
const Index kWidths[] = {1, 2, 3, 5, 8, 16, 17, 64};

template <class F>
void each_kind(F f) {
  for (int kind = 0; kind < kScoreKinds; ++kind) f(static_cast<ScoreKind>(kind));
}

}  // namespace

TEST_CASE("every score function over odd lengths and widths", "[attention]") {
  each_kind([](ScoreKind kind) {
    Index turn = 0;
    for (Index length : kLengths)
      for (Index d : kWidths) {
        const Index other = kLengths[(turn * 5 + 3) % std::size(kLengths)];
        const Index d_v = kWidths[(turn + 3) % std::size(kWidths)];
        const Sizes sizes{.queries = turn % 2 ? length : other,
                          .keys = turn % 2 ? other : length,
                          .d_q = d,
                          .d_k = d,
                          .d_v = d_v,
                          .hidden = turn % 9 + 1};
        INFO(score_name(kind) << ": " << sizes.queries << " queries, " << sizes.keys << " keys, d " << d << ", d_v "
                              << d_v);
        REQUIRE(faults(Case(kind, sizes, static_cast<std::uint64_t>(turn))) == "");
        ++turn;
      }
  });
}

TEST_CASE("every score function with batches and grouped heads", "[attention]") {
  each_kind([](ScoreKind kind) {
    for (const auto& [heads, kv_heads] : {std::pair{1, 1}, {2, 2}, {4, 2}, {6, 1}, {6, 3}}) {
      const Sizes sizes{.batch = 3, .heads = heads, .kv_heads = kv_heads, .queries = 5, .keys = 7};
      INFO(score_name(kind) << ": " << heads << " heads on " << kv_heads);
      CHECK(faults(Case(kind, sizes, 4)) == "");
    }
  });
}

TEST_CASE("additive and bilinear scores with d_q other than d_k", "[attention]") {
  for (ScoreKind kind : {ScoreKind::additive, ScoreKind::bilinear}) {
    CHECK(faults(Case(kind, {.queries = 4, .keys = 6, .d_q = 3, .d_k = 7, .hidden = 9})) == "");
    CHECK(faults(Case(kind, {.queries = 4, .keys = 6, .d_q = 8, .d_k = 1, .hidden = 1})) == "");
  }
}

TEST_CASE("the bias of additive and importance scores may be left out", "[attention]") {
  for (ScoreKind kind : {ScoreKind::additive, ScoreKind::importance, ScoreKind::importance_conv}) {
    Case test_case(kind, {});
    test_case.options.score.b = {};
    test_case.expected.b = {};
    CHECK(faults(test_case) == "");
  }
}

TEST_CASE("scale, softcap and temperature, for every score function", "[attention]") {
  each_kind([](ScoreKind kind) {
    for (float scale : {0.0f, 0.25f, -2.0f, 1.0f})
      for (float softcap : {0.0f, 0.5f, 3.0f})
        for (float temperature : {0.5f, 1.0f, 20.0f}) {
          Case test_case(kind, {.queries = 9, .keys = 5}, 6);
          test_case.options.scale = scale;
          test_case.options.softcap = softcap;
          test_case.options.temperature = temperature;
          test_case.expected.scale = scale;
          test_case.expected.softcap = softcap;
          test_case.expected.temperature = temperature;
          INFO(score_name(kind) << ", scale " << scale << ", softcap " << softcap << ", temperature " << temperature);
          CHECK(faults(test_case) == "");
        }
  });
}

TEST_CASE("many keys and queries: several blocks of the fused path", "[attention]") {
  for (const auto& [queries, keys] : {std::pair{48, 128}, {49, 129}, {97, 300}, {1, 513}, {130, 1}}) {
    INFO(queries << " queries, " << keys << " keys");
    CHECK(faults(Case(ScoreKind::scaled_dot, {.queries = queries, .keys = keys, .d_q = 16, .d_k = 16, .d_v = 17}, 3,
                      4)) == "");
    CHECK(faults(Case(ScoreKind::additive, {.queries = queries, .keys = keys, .d_q = 6, .d_k = 6, .hidden = 5}, 3)) ==
          "");
    CHECK(faults(Case(ScoreKind::cosine, {.queries = queries, .keys = keys}, 3)) == "");
  }
}

TEST_CASE("cosine of a zero vector is 0", "[attention]") {
  Case test_case(ScoreKind::cosine, {.queries = 3, .keys = 3});
  for (Index d = 0; d < 5; ++d) test_case.q.view<4>()(0, 0, 1, d) = test_case.k.view<4>()(0, 0, 2, d) = 0;
  CHECK(faults(test_case) == "");
  test_case.options.trace = true;
  AttendResult result;
  REQUIRE(attend(test_case.options, result).ok());
  const ConstMatrix scores = result.trace->stage(Stage::score, 0, 0);
  for (Index j = 0; j < 3; ++j) CHECK((scores(1, j) == 0 && scores(j, 2) == 0));
  CHECK(result.trace->stage(Stage::weights, 0, 0)(1, 0) == result.trace->stage(Stage::weights, 0, 0)(1, 2));
}

TEST_CASE("distances far from the origin do not cancel", "[attention]") {
  Case test_case(ScoreKind::euclidean, {.queries = 4, .keys = 4});
  for (Tensor* tensor : {&test_case.q, &test_case.k})
    for (std::int64_t i = 0; i < tensor->count(); ++i) tensor->data()[i] += 1000;
  CHECK(faults(test_case) == "");
}

TEST_CASE("names of score functions lead back to them", "[attention]") {
  each_kind([](ScoreKind kind) { CHECK(score_kind(score_name(kind)) == kind); });
  CHECK_FALSE(score_kind("luong"));
  CHECK(score_name(ScoreKind::importance_conv) == "importance-conv");
}
