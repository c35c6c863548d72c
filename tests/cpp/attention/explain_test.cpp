#include "attention/explain.hpp"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "cases.hpp"
#include "simd/batch.hpp"

using namespace attn;
using test::Case;

namespace {

constexpr Stage kStages[] = {Stage::score, Stage::capped, Stage::masked, Stage::weights, Stage::output};

Trace traced(Case& test_case) {
  test_case.options.trace = true;
  AttendResult result;
  const Status status = attend(test_case.options, result);
  INFO(status.message);
  REQUIRE(status.ok());
  return std::move(*result.trace);
}

Explanation explained(const Trace& trace, Stage stage, const Cell& cell) {
  Explanation explanation;
  REQUIRE(explain(trace, stage, cell, explanation).ok());
  return explanation;
}

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

std::vector<std::string> step_names(const Explanation& explanation) {
  std::vector<std::string> names;
  for (const ExplainStep& step : explanation.steps) names.emplace_back(step_name(step.step));
  return names;
}

using Names = std::vector<std::string>;

/** A step's result from its own terms or operands, as web/core/types.ts defines it, in double precision. */
double redone(const ExplainStep& step) {
  const double l = step.left.empty() ? 0 : step.left[0], r = step.right.empty() ? 0 : step.right[0];
  const double sum = std::accumulate(step.terms.begin(), step.terms.end(), 0.0);
  switch (step.step) {
    case StepName::dot:
    case StepName::squares:
    case StepName::exp: return sum;
    case StepName::root: return std::sqrt(l);
    case StepName::negate: return -l;
    case StepName::scale:
    case StepName::product: return l * r;
    case StepName::quotient:
    case StepName::temperature: return l / r;
    case StepName::tanh: return std::tanh(l);
    case StepName::add:
    case StepName::mask: return l + r;
    case StepName::softcap: return r * std::tanh(l / r);
    case StepName::max: return *std::max_element(step.left.begin(), step.left.end());
    case StepName::zero: return 0;
  }
  return NAN;
}

double term(const ExplainStep& step, std::size_t i) {
  const double l = step.left[i], r = step.right.empty() ? 0 : step.right[step.right.size() == 1 ? 0 : i];
  switch (step.step) {
    case StepName::dot: return l * r;
    case StepName::squares: return step.right.empty() ? l * l : (l - r) * (l - r);
    case StepName::tanh: return std::tanh(l);
    case StepName::add: return l + r;
    case StepName::exp: return std::exp(l - r);
    default: return NAN;
  }
}

/** Every term and result of every step is what its own operands say. */
void check_steps(const Explanation& explanation) {
  for (const ExplainStep& step : explanation.steps) {
    INFO(step_name(step.step) << " of " << step.left_name << " and " << step.right_name);
    double size = std::abs(static_cast<double>(step.result));
    for (float t : step.terms) size = std::max(size, std::abs(static_cast<double>(t)));
    const double expected = redone(step);
    if (std::isinf(expected))
      CHECK(step.result == expected);
    else
      CHECK(std::abs(step.result - expected) <= 2e-6 * size);
    for (std::size_t i = 0; i < step.terms.size(); ++i)
      CHECK(std::abs(step.terms[i] - term(step, i)) <= 1e-6 * std::max(std::abs(term(step, i)), 1e-30));
    if (step.step == StepName::dot && !simd::kFused)
      CHECK(same_bits(std::accumulate(step.terms.begin(), step.terms.end(), 0.0f), step.result));
  }
}

/** All cells of all stages: the last result is the cell, bit for bit, and the reference is near. */
void check_all_cells(const Trace& trace, const reference::Result& expected) {
  const reference::Array4* references[] = {&expected.score, &expected.capped, &expected.masked, &expected.weights,
                                           &expected.output};
  for (Stage stage : kStages) {
    const View<const float, 4> cells = trace.stage(stage).view<4>();
    const reference::Array4& wanted_cells = *references[static_cast<int>(stage)];
    REQUIRE(cells.shape == std::array<Index, 4>{wanted_cells.b, wanted_cells.h, wanted_cells.r, wanted_cells.c});
    for (int b = 0; b < wanted_cells.b; ++b)
      for (int h = 0; h < wanted_cells.h; ++h)
        for (int i = 0; i < wanted_cells.r; ++i)
          for (int j = 0; j < wanted_cells.c; ++j) {
            const Explanation explanation = explained(trace, stage, {b, h, i, j});
            INFO(stage_name(stage) << " " << b << " " << h << " " << i << " " << j);
            CHECK(same_bits(explanation.value, cells(b, h, i, j)));
            REQUIRE_FALSE(explanation.steps.empty());
            CHECK(same_bits(explanation.steps.back().result, explanation.value));
            check_steps(explanation);
            const double wanted = wanted_cells(b, h, i, j);
            if (std::isinf(wanted))
              CHECK(explanation.reference == wanted);
            else
              CHECK(std::abs(explanation.reference - wanted) <= 1e-12 * std::max(1.0, std::abs(wanted)));
          }
  }
}

}  // namespace

TEST_CASE("every cell of every stage of every score function is explained, bit for bit", "[attention][explain]") {
  for (int kind = 0; kind < kScoreKinds; ++kind)
    for (Index d : {1, 3, 8, 17}) {
      Case test_case(static_cast<ScoreKind>(kind), {.queries = 7, .keys = 5, .d_q = d, .d_k = d}, 2);
      INFO(score_name(static_cast<ScoreKind>(kind)) << ", d " << d);
      check_all_cells(traced(test_case), test_case.reference());
    }
}

TEST_CASE("explained with grouped heads, batch, mask, softcap, temperature and scale", "[attention][explain]") {
  for (ScoreKind kind : {ScoreKind::scaled_dot, ScoreKind::cosine, ScoreKind::additive, ScoreKind::importance_conv}) {
    Case test_case(kind, {.batch = 2, .heads = 4, .kv_heads = 2, .queries = 3, .keys = 4});
    const std::vector<float> mask{0.5f, -INFINITY, 0, 1, -INFINITY, -INFINITY, -INFINITY, -INFINITY};
    test_case.options.mask = {MaskKind::additive, nullptr, mask.data(), {2, 1, 1, 4}};
    test_case.expected.bias = [mask](int b, int, int, int j) { return double(mask[b * 4 + j]); };
    test_case.options.softcap = 1.5f;
    test_case.expected.softcap = 1.5;
    test_case.options.temperature = 0.5f;
    test_case.expected.temperature = 0.5;
    test_case.options.scale = 0.75f;
    test_case.expected.scale = 0.75;
    check_all_cells(traced(test_case), test_case.reference());
  }
}

TEST_CASE("the steps are those of the contract", "[attention][explain]") {
  const auto steps = [](ScoreKind kind, Stage stage, auto change) {
    Case test_case(kind, {.queries = 2, .keys = 3, .d_q = 2, .d_k = 2, .hidden = 2});
    change(test_case);
    return step_names(explained(traced(test_case), stage, {0, 0, 0, 1}));
  };
  const auto as_is = [](Case&) {};
  using enum ScoreKind;
  CHECK(steps(dot, Stage::score, as_is) == Names{"dot"});
  CHECK(steps(scaled_dot, Stage::score, as_is) == Names{"dot", "scale"});
  CHECK(steps(euclidean, Stage::score, as_is) == Names{"squares", "root", "negate"});
  CHECK(steps(squared_euclidean, Stage::score, as_is) == Names{"squares", "negate"});
  CHECK(steps(cosine, Stage::score, as_is) ==
        Names{"dot", "squares", "root", "squares", "root", "product", "quotient", "scale"});
  CHECK(steps(cosine, Stage::score, [](Case& c) { c.options.score.gain.reset(); }).back() == "quotient");
  CHECK(steps(tanh_dot, Stage::score, as_is) == Names{"dot", "tanh"});
  CHECK(steps(bilinear, Stage::score, as_is) == Names{"dot", "dot", "dot"});
  CHECK(steps(additive, Stage::score, as_is) == Names{"dot", "dot", "dot", "dot", "add", "tanh", "dot"});
  CHECK(steps(importance, Stage::score, as_is) == Names{"dot", "dot", "tanh", "dot"});
  CHECK(steps(importance_conv, Stage::score, as_is) == Names{"dot", "dot", "tanh", "dot"});
  CHECK(steps(dot, Stage::capped, [](Case& c) { c.options.softcap = 2; }) == Names{"softcap"});
  CHECK(steps(dot, Stage::capped, as_is) == Names{"dot"});
  CHECK(steps(dot, Stage::masked, as_is) == Names{"mask"});
  CHECK(steps(dot, Stage::masked, [](Case& c) { c.options.temperature = 2; }) == Names{"temperature", "mask"});
  CHECK(steps(dot, Stage::weights, as_is) == Names{"max", "exp", "quotient"});
  CHECK(steps(dot, Stage::output, as_is) == Names{"dot"});
  const auto hide_all = [](Case& c) {
    static const std::uint8_t none[3] = {};
    c.options.mask = {MaskKind::boolean, none, nullptr, {3}};
  };
  CHECK(steps(dot, Stage::weights, hide_all) == Names{"max", "zero"});
  CHECK(steps(dot, Stage::output, hide_all) == Names{"dot", "zero"});
  const auto zero_query = [](Case& c) { std::fill_n(c.q.data(), c.q.count(), 0.0f); };
  CHECK(steps(cosine, Stage::score, zero_query).back() == "zero");
}

TEST_CASE("the operands of an additive score: rows of W and U, the bias as last term", "[attention][explain]") {
  Case test_case(ScoreKind::additive, {.queries = 2, .keys = 3, .d_q = 2, .d_k = 3, .hidden = 2});
  const Explanation explanation = explained(traced(test_case), Stage::score, {0, 0, 1, 2});
  const ExplainStep& second = explanation.steps[1];
  CHECK((second.left_name == "W" && second.right_name == "q"));
  CHECK(second.left == std::vector<float>{test_case.W.data()[2], test_case.W.data()[3], test_case.b.data()[1]});
  CHECK(second.right == std::vector<float>{test_case.q.data()[2], test_case.q.data()[3], 1});
  const ExplainStep& third = explanation.steps[2];
  CHECK((third.left_name == "U" && third.right_name == "k" && third.left.size() == 3));
  CHECK(explanation.steps[4].left == std::vector<float>{explanation.steps[0].result, second.result});
  CHECK(explanation.steps[6].left == std::vector<float>{test_case.sv.data()[0], test_case.sv.data()[1]});
}

TEST_CASE("a convolution's operands are zero beyond the ends", "[attention][explain]") {
  Case test_case(ScoreKind::importance_conv, {.keys = 3, .d_k = 2, .hidden = 1});
  const float* x = test_case.k.data();
  const Trace trace = traced(test_case);
  CHECK(explained(trace, Stage::score, {0, 0, 0, 0}).steps[0].right ==
        std::vector<float>{0, 0, x[0], x[1], x[2], x[3], 1});
  CHECK(explained(trace, Stage::score, {0, 0, 0, 2}).steps[0].right ==
        std::vector<float>{x[2], x[3], x[4], x[5], 0, 0, 1});
}

TEST_CASE("a trace outlives its inputs and may be moved", "[attention][explain]") {
  for (int kind = 0; kind < kScoreKinds; ++kind) {
    Trace kept;
    reference::Result expected;
    {
      Case test_case(static_cast<ScoreKind>(kind), {.batch = 2, .queries = 3, .keys = 4});
      const std::vector<std::int32_t> lengths{3, 4};
      const std::vector<float> mask{0, 0.5f, 0, -0.5f};
      test_case.options.lengths = lengths;
      test_case.options.mask = {MaskKind::additive, nullptr, mask.data(), {4}};
      test_case.expected.hidden = [lengths](int b, int, int, int j) { return j >= lengths[b]; };
      test_case.expected.bias = [mask](int, int, int, int j) { return double(mask[j]); };
      Trace first = traced(test_case);
      kept = std::move(first);
      expected = test_case.reference();
      for (Tensor* tensor : {&test_case.q, &test_case.k, &test_case.v, &test_case.W, &test_case.U, &test_case.b})
        std::fill_n(tensor->data(), tensor->count(), 1e9f);
    }
    std::vector<Trace> store;
    store.push_back(std::move(kept));
    store.emplace_back();  // moves the first
    check_all_cells(store[0], expected);
  }
}

TEST_CASE("with a past, explanations count its keys", "[attention][explain]") {
  Case test_case(ScoreKind::scaled_dot, {.queries = 2, .keys = 3});
  Random random(8);
  const Tensor past_k = test::random_tensor({1, 1, 2, 5}, random), past_v = test::random_tensor({1, 1, 2, 3}, random);
  test_case.options.past_k = past_k;
  test_case.options.past_v = past_v;
  const Trace trace = traced(test_case);
  CHECK(trace.stage(Stage::weights).shape() == Shape{1, 1, 2, 5});
  const Explanation old_key = explained(trace, Stage::score, {0, 0, 0, 1});
  CHECK(old_key.steps[0].right == std::vector<float>(past_k.data() + 5, past_k.data() + 10));
  CHECK(same_bits(old_key.steps.back().result, old_key.value));
}

TEST_CASE("a cell that is not there", "[attention][explain]") {
  Case test_case(ScoreKind::dot, {.queries = 2, .keys = 3, .d_v = 4});
  const Trace trace = traced(test_case);
  Explanation explanation;
  CHECK(explain(trace, Stage::score, {1, 0, 0, 0}, explanation).values[1].text == "batch");
  CHECK(explain(trace, Stage::score, {0, 1, 0, 0}, explanation).values[1].text == "head");
  CHECK(explain(trace, Stage::score, {0, 0, 2, 0}, explanation).values[1].text == "row");
  CHECK(explain(trace, Stage::score, {0, 0, 0, -1}, explanation).values[1].text == "column");
  CHECK(explain(trace, Stage::weights, {0, 0, 0, 3}, explanation).code == "out-of-range");
  CHECK(explain(trace, Stage::output, {0, 0, 0, 3}, explanation).ok());
}

TEST_CASE("names of stages lead back to them", "[attention][explain]") {
  for (Stage stage : kStages) CHECK(stage_from(stage_name(stage)) == stage);
  CHECK_FALSE(stage_from("weight"));
}
