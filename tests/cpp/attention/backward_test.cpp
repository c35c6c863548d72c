// The gradients of every score function against central differences of the reference.
#include <catch2/catch_test_macros.hpp>

#include "gradients.hpp"

using namespace attn;
using test::BackwardCase;
using test::gradient_faults;
using test::Gradients;
using test::Sizes;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
template <class F>
void each_kind(F f) {
  for (int kind = 0; kind < kScoreKinds; ++kind) {
    INFO(score_name(static_cast<ScoreKind>(kind)));
    f(static_cast<ScoreKind>(kind));
  }
}

/** The rows that the reference hides and the core is told of are the same. */
void hide(BackwardCase& of, std::function<bool(int, int, int, int)> rule) { of.expected.hidden = std::move(rule); }

bool all_equal(const Tensor& tensor, float value) {
  return std::all_of(tensor.data(), tensor.data() + tensor.count(), [value](float x) { return x == value; });
}

reference::Parameter identity(int size) {
  reference::Parameter matrix{size, size, std::vector<double>(static_cast<std::size_t>(size * size))};
  for (int i = 0; i < size; ++i) matrix.data[static_cast<std::size_t>(i * size + i)] = 1;
  return matrix;
}

}  // namespace

TEST_CASE("gradients over odd lengths and widths", "[backward]") {
  const Index lengths[] = {1, 2, 3, 5, 7, 8, 12, 16, 17, 31};
  const Index widths[] = {1, 2, 3, 5, 8, 16, 17};
  each_kind([&](ScoreKind kind) {
    for (Index turn = 0; turn < 30; ++turn) {
      // The cosine of two numbers is ±1: its gradient is what rounding leaves of 0.
      const Index d = kind == ScoreKind::cosine && turn % std::size(widths) == 0 ? 4 : widths[turn % std::size(widths)];
      const Sizes sizes{.queries = lengths[turn % std::size(lengths)],
                        .keys = lengths[(turn * 7 + 3) % std::size(lengths)],
                        .d_q = d,
                        .d_k = d,
                        .d_v = widths[(turn + 3) % std::size(widths)],
                        .hidden = turn % 19 + 1};
      INFO(sizes.queries << " queries, " << sizes.keys << " keys, d " << d << ", d_v " << sizes.d_v << ", hidden "
                         << sizes.hidden);
      REQUIRE(gradient_faults(BackwardCase(kind, sizes, static_cast<std::uint64_t>(turn))) == "");
    }
  });
}

TEST_CASE("gradients of batches and grouped heads", "[backward]") {
  each_kind([](ScoreKind kind) {
    for (const auto& [heads, kv_heads] : {std::pair{1, 1}, {3, 3}, {4, 2}, {3, 1}}) {
      INFO(heads << " heads on " << kv_heads);
      CHECK(gradient_faults(BackwardCase(kind, {.batch = 2, .heads = heads, .kv_heads = kv_heads}, 4)) == "");
    }
  });
}

TEST_CASE("gradients of several blocks of queries and panels of keys", "[backward]") {
  each_kind([](ScoreKind kind) {
    for (const auto& [queries, keys] : {std::pair{50, 40}, {97, 9}, {3, 140}}) {
      BackwardCase of(kind, {.queries = queries, .keys = keys, .d_q = 4, .d_k = 4}, 5);
      CHECK(gradient_faults(of) == "");
      if (!has_query(kind)) continue;
      of.options.causal = true;
      of.options.window_left = 30;
      hide(of, [](int, int, int i, int j) { return j > i || j < i - 30; });
      INFO("causal, a window of 30");
      CHECK(gradient_faults(of) == "");
    }
  });
}

TEST_CASE("gradients with scale, softcap and temperature", "[backward]") {
  each_kind([](ScoreKind kind) {
    for (float scale : {0.0f, -2.0f, 1.0f})
      for (float softcap : {0.0f, 0.5f, 3.0f})
        for (float temperature : {0.5f, 1.0f, 20.0f}) {
          BackwardCase of(kind, {.queries = 4, .keys = 5}, 6);
          of.expected.scale = *(of.options.scale = scale);
          of.expected.softcap = of.options.softcap = softcap;
          of.expected.temperature = of.options.temperature = temperature;
          INFO("scale " << scale << ", softcap " << softcap << ", temperature " << temperature);
          CHECK(gradient_faults(of) == "");
        }
  });
}

TEST_CASE("gradients behind masks", "[backward]") {
  each_kind([](ScoreKind kind) {
    BackwardCase of(kind, {.batch = 2, .heads = 2, .kv_heads = 2, .queries = 6, .keys = 6}, 7);
    const int rows = has_query(kind) ? 6 : 1;

    SECTION("causal") {
      of.options.causal = true;
      hide(of, [](int, int, int i, int j) { return j > i; });
    }
    SECTION("window") {
      of.options.window_left = 1;
      of.options.window_right = 2;
      hide(of, [](int, int, int i, int j) { return j < i - 1 || j > i + 2; });
    }
    const std::int32_t lengths[] = {4, 0};
    SECTION("lengths, one of them 0") {
      of.options.lengths = lengths;
      hide(of, [&](int b, int, int, int j) { return j >= lengths[b]; });
    }
    std::vector<std::uint8_t> boolean(static_cast<std::size_t>(2 * rows * 6), 1);
    SECTION("boolean, a row of it hidden, shorter than the keys") {
      for (std::size_t i = 0; i < boolean.size(); ++i) boolean[i] = i % 3 != 1 && i >= 5;
      of.options.mask = {MaskKind::boolean, boolean.data(), nullptr, {2, 1, rows, 5}};
      hide(of, [&](int b, int, int i, int j) {
        return j >= 5 || !boolean[static_cast<std::size_t>((b * rows + i) * 5 + j)];
      });
    }
    std::vector<float> additive(static_cast<std::size_t>(rows * 6));
    SECTION("additive, together with causal") {
      for (std::size_t i = 0; i < additive.size(); ++i)
        additive[i] = i % 4 == 1 ? -kInfinity : 0.3f * static_cast<float>(i % 5);
      of.options.mask = {MaskKind::additive, nullptr, additive.data(), {rows, 6}};
      of.options.causal = true;
      const auto at = [&](int i, int j) { return static_cast<double>(additive[static_cast<std::size_t>(i * 6 + j)]); };
      hide(of, [=](int, int, int i, int j) { return j > i || std::isinf(at(i, j)); });
      of.expected.bias = [=](int, int, int i, int j) { return at(i, j); };
    }
    CHECK(gradient_faults(of) == "");
  });
}

TEST_CASE("gradients of an additive score without W, U or b, and with d_q other than d_k", "[backward]") {
  const Sizes sizes{.batch = 2, .queries = 4, .keys = 6, .d_q = 5, .d_k = 5, .hidden = 5};
  for (const auto& [project_q, project_k] : {std::pair{false, false}, {true, false}, {false, true}}) {
    INFO("W " << project_q << ", U " << project_k);
    BackwardCase of(ScoreKind::additive, sizes, 8);
    of.project_q = project_q, of.project_k = project_k;
    if (!project_q) of.expected.W = identity(5);
    if (!project_k) of.expected.U = identity(5);
    CHECK(gradient_faults(of) == "");
    of.options.score.b = {};
    of.expected.b = {};
    CHECK(gradient_faults(of) == "");
  }
  CHECK(gradient_faults(
            BackwardCase(ScoreKind::additive, {.queries = 4, .keys = 6, .d_q = 3, .d_k = 7, .hidden = 9})) == "");
}

TEST_CASE("the forward of an additive score without W and U", "[backward]") {
  BackwardCase of(ScoreKind::additive, {.queries = 50, .keys = 6, .d_q = 5, .d_k = 5, .hidden = 5}, 9);
  of.expected.W = of.expected.U = identity(5);
  AttendOptions options = of.options;
  options.trace = true;
  const AttendResult traced = test::answered(options);
  of.project_q = of.project_k = false;
  const Problem problem = of.problem(traced);
  Tensor output({1, 1, 50, 3});
  Arena memory(static_cast<Index>(Work::floats(problem)));
  Work work(problem, output.view<4>(), {}, memory);
  while (!work.done()) REQUIRE(work.step().ok());
  CHECK(test::relative_error(output, of.reference().output) < 1e-5);
}

TEST_CASE("rows that see nothing hand nothing back, and nothing is NaN", "[backward]") {
  each_kind([](ScoreKind kind) {
    BackwardCase of(kind, {.queries = 3, .keys = 4}, 10);
    const std::int32_t none[] = {0};
    of.options.lengths = none;
    Gradients gradients = of.gradients();
    for (const Tensor* tensor :
         {&gradients.q, &gradients.k, &gradients.v, &gradients.W, &gradients.U, &gradients.b, &gradients.sv})
      if (tensor->allocated()) CHECK(all_equal(*tensor, Gradients::kStart));

    const std::uint8_t hidden[] = {0, 0, 0, 0};
    of.options.lengths = {};
    of.options.mask = {MaskKind::boolean, hidden, nullptr, {4}};
    gradients = of.gradients();
    for (const Tensor* tensor :
         {&gradients.q, &gradients.k, &gradients.v, &gradients.W, &gradients.U, &gradients.b, &gradients.sv})
      if (tensor->allocated()) CHECK(all_equal(*tensor, Gradients::kStart));
  });
}

TEST_CASE("gradients that are not wanted are not written, and the others are the same", "[backward]") {
  each_kind([](ScoreKind kind) {
    const BackwardCase of(kind, {.batch = 2, .heads = 2, .kv_heads = 1}, 11);
    AttendOptions options = of.options;
    options.trace = true;
    const AttendResult traced = test::answered(options);
    const Problem problem = of.problem(traced);
    Arena memory(static_cast<Index>(backward_floats(problem)));
    const Gradients all = of.gradients();
    for (int wanted = 0; wanted < 3; ++wanted) {
      Gradients some(of);
      AttentionGradients views;
      if (wanted == 0) views.q = some.q.view<4>();
      if (wanted == 1) views.k = some.k.view<4>();
      if (wanted == 2) views.v = some.v.view<4>();
      attend_backward(problem, of.d_output.view<4>(), views, memory);
      if (wanted == 0 && has_query(kind)) CHECK(test::equal_bits(some.q, all.q));
      if (wanted == 1) CHECK(test::equal_bits(some.k, all.k));
      if (wanted == 2) CHECK(test::equal_bits(some.v, all.v));
    }
  });
}

TEST_CASE("the gradient of a bilinear score with d_q other than d_k", "[backward]") {
  CHECK(gradient_faults(BackwardCase(ScoreKind::bilinear, {.queries = 4, .keys = 6, .d_q = 3, .d_k = 7})) == "");
}

TEST_CASE("a distance has the derivative 0 where q = k", "[backward]") {
  BackwardCase of(ScoreKind::euclidean, {.queries = 3, .keys = 4}, 12);
  for (Index d = 0; d < 5; ++d) of.k.view<4>()(0, 0, 2, d) = of.q.view<4>()(0, 0, 1, d);
  CHECK(gradient_faults(of) == "");  // a central difference across the kink is 0, too
  const Tensor one = Tensor::copy_of({of.q.data(), {1, 1, 1, 5}});
  BackwardCase alone(ScoreKind::euclidean, {.queries = 1, .keys = 2}, 12);
  std::copy_n(one.data(), 5, alone.q.data());
  std::copy_n(one.data(), 5, alone.k.data());
  std::copy_n(one.data(), 5, alone.k.data() + 5);
  const Gradients gradients = alone.gradients();
  CHECK(all_equal(gradients.q, Gradients::kStart));
  CHECK(all_equal(gradients.k, Gradients::kStart));
}

TEST_CASE("gradients of distances far from the origin do not cancel", "[backward]") {
  for (const ScoreKind kind : {ScoreKind::euclidean, ScoreKind::squared_euclidean}) {
    BackwardCase of(kind, {.queries = 4, .keys = 4}, 13);
    for (Tensor* tensor : {&of.q, &of.k})
      for (std::int64_t i = 0; i < tensor->count(); ++i) tensor->data()[i] += 1000;
    CHECK(gradient_faults(of) == "");
  }
}

TEST_CASE("a zero vector has no cosine to change", "[backward]") {
  BackwardCase of(ScoreKind::cosine, {.queries = 3, .keys = 3}, 14);
  for (Index d = 0; d < 5; ++d) of.q.view<4>()(0, 0, 1, d) = of.k.view<4>()(0, 0, 2, d) = 0;
  const Gradients gradients = of.gradients();
  reference::Array4 q = test::widened(of.q), k = test::widened(of.k);
  const reference::Array4 v = test::widened(of.v);
  const auto slope = [&](double& x) {
    constexpr double kStep = 1e-5;
    const double at = x;
    x = at + kStep;
    const double more = test::loss(of, of.expected, q, k, v);
    x = at - kStep;
    const double less = test::loss(of, of.expected, q, k, v);
    x = at;
    return (more - less) / (2 * kStep);
  };
  for (int i = 0; i < 3; ++i)
    for (int d = 0; d < 5; ++d) {
      const double d_q = static_cast<double>(gradients.q.view<4>()(0, 0, i, d)) - Gradients::kStart;
      const double d_k = static_cast<double>(gradients.k.view<4>()(0, 0, i, d)) - Gradients::kStart;
      CHECK(std::abs(d_q - (i == 1 ? 0 : slope(q(0, 0, i, d)))) < 1e-6);
      CHECK(std::abs(d_k - (i == 2 ? 0 : slope(k(0, 0, i, d)))) < 1e-6);
    }
}
