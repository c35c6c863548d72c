// Losses: values, gradients, and what they count.
#include "autograd/loss.hpp"

#include <catch2/catch_test_macros.hpp>

#include "operation_case.hpp"

using namespace attn;
using test::faults;
using test::Grid;
using test::OperationCase;

namespace {

using Vars = std::span<const Var>;
using Grids = std::span<const Grid>;

}  // namespace

TEST_CASE("cross-entropy: the mean over rows that count, with and without smoothing", "[autograd][loss]") {
  for (const Index n : {1, 3, 17, 33})
    for (const float smoothing : {0.0f, 0.1f}) {
      const std::vector<std::int32_t> targets{0, -1, static_cast<std::int32_t>(n - 1),
                                              0, -1, static_cast<std::int32_t>(n / 2)};
      const OperationCase of{
          .inputs = {{6, n}},
          .run = [&](Tape& tape, Vars x) { return cross_entropy(tape, x[0], targets, smoothing).loss; },
          .expected =
              [&](Grids x) {
                Grid loss(1, 1);
                for (Index i = 0; i < 6; ++i)
                  if (targets[static_cast<std::size_t>(i)] >= 0)
                    loss(0, 0) +=
                        test::cross_entropy_of(x[0], i, targets[static_cast<std::size_t>(i)], double{smoothing}) / 4;
                return loss;
              },
          .size = 4};
      INFO(n << " classes, smoothing " << smoothing);
      CHECK(faults(of) == "");
    }
}

TEST_CASE("cross-entropy counts surprise and hits", "[autograd][loss]") {
  Tensor logits = test::tensor_of({4, 3}, {1, 5, 2, 0, 0, 3, 7, 1, 1, 2, 2, 9});
  const std::vector<std::int32_t> targets{1, 0, -1, 2};
  Tape tape(false);
  const LossCount count = cross_entropy(tape, tape.constant(logits.matrix()), targets, 0.2f);
  CHECK(count.counted == 3);
  CHECK(count.correct == 2);
  const Grid x = test::grid_of(std::as_const(logits).matrix());
  double surprise = 0;
  for (const Index i : {0, 1, 3}) surprise += test::cross_entropy_of(x, i, targets[static_cast<std::size_t>(i)], 0);
  CHECK(std::abs(count.surprise - surprise) < 1e-6);
}

TEST_CASE("cross-entropy of logits far apart, and where nothing counts", "[autograd][loss]") {
  Tensor values = test::tensor_of({2, 3}, {500, -500, 0, -3e4f, 3e4f, 0});
  Parameter logits{"", std::move(values), Tensor({2, 3})};
  const std::vector<std::int32_t> targets{1, 1}, none{-1, -1};
  Tape tape(true);
  const LossCount far = cross_entropy(tape, tape.parameter(logits), targets, 0);
  CHECK(far.loss->value(0, 0) == 500);
  tape.backward(far.loss);
  const std::vector<float> gradient(logits.gradient.data(), logits.gradient.data() + 6);
  CHECK(gradient == std::vector<float>{0.5f, -0.5f, 0, 0, 0, 0});

  Tape empty(true);
  const LossCount nothing = cross_entropy(empty, empty.parameter(logits), none, 0.1f);
  CHECK(nothing.loss->value(0, 0) == 0);
  CHECK(nothing.counted == 0);
  empty.backward(nothing.loss);
  CHECK(std::equal(gradient.begin(), gradient.end(), logits.gradient.data()));
}

TEST_CASE("squared error: the mean, and hits of the sign", "[autograd][loss]") {
  const std::vector<float> targets{0.5f, -0.25f, 1, -1, 0.1f};
  const OperationCase of{.inputs = {{5, 1}},
                         .run = [&](Tape& tape, Vars x) { return squared_error(tape, x[0], targets).loss; },
                         .expected =
                             [&](Grids x) {
                               Grid loss(1, 1);
                               for (Index i = 0; i < 5; ++i)
                                 loss(0, 0) +=
                                     std::pow(x[0](i, 0) - double{targets[static_cast<std::size_t>(i)]}, 2) / 5;
                               return loss;
                             }};
  CHECK(faults(of) == "");
  Tensor scores = test::tensor_of({5, 1}, {0.1f, 0.2f, 0.3f, -0.4f, -0.5f});
  Tape tape(false);
  const LossCount count = squared_error(tape, tape.constant(scores.matrix()), targets);
  CHECK(count.correct == 3);
  CHECK(count.counted == 5);
  CHECK(std::abs(count.surprise - (0.16 + 0.2025 + 0.49 + 0.36 + 0.36)) < 1e-6);
}
