// AdamW against the formula in double precision, and the schedules of its rate.
#include "training/adamw.hpp"

#include <catch2/catch_test_macros.hpp>

#include "../doubles.hpp"

using namespace attn;

namespace {

/** Loshchilov and Hutter 2019, algorithm 2, one number. */
struct Expected {
  double w, m = 0, v = 0;

  void step(double g, const TrainingConfig& c, double rate, double t, bool decays) {
    const double beta1 = static_cast<double>(c.beta1), beta2 = static_cast<double>(c.beta2);
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const double mean = m / (1 - std::pow(beta1, t)), square = v / (1 - std::pow(beta2, t));
    w -= rate * (mean / (std::sqrt(square) + 1e-8) + (decays ? static_cast<double>(c.decay) : 0) * w);
  }
};

double rate(Schedule schedule, std::int64_t warmup, std::int64_t steps, std::int64_t step) {
  TrainingConfig config;
  config.rate = 0.5f;
  config.schedule = schedule;
  config.warmup = warmup;
  config.steps = steps;
  return static_cast<double>(rate_of(config, step));
}

bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

}  // namespace

TEST_CASE("AdamW is its formula, with and without decay, for odd sizes", "[training]") {
  TrainingConfig config;
  config.decay = 0.1f;
  config.beta1 = 0.8f;
  config.beta2 = 0.95f;
  for (const Index columns : {1, 3, 17, 33}) {
    Random random(3);
    std::deque<Parameter> parameters;
    for (const bool decays : {true, false}) {
      Parameter& parameter = parameters.emplace_back();
      parameter.value = test::random_tensor({2, columns}, random);
      parameter.decays = decays;
    }
    AdamW adamw;
    REQUIRE(adamw.begin(parameters));
    std::vector<std::vector<Expected>> expected;
    for (const Parameter& parameter : parameters) {
      std::vector<Expected>& each = expected.emplace_back();
      for (Index k = 0; k < 2 * columns; ++k) each.push_back({static_cast<double>(parameter.value.data()[k])});
    }
    for (std::int64_t t = 1; t <= 12; ++t) {
      const float pace = 0.01f * static_cast<float>(t), factor = t % 2 == 0 ? 0.25f : 1.0f;
      for (std::size_t i = 0; i < 2; ++i)
        for (Index k = 0; k < 2 * columns; ++k) {
          const float g = random.uniform(-1, 1) * (k % 3 == 0 ? 1e-4f : 3.0f);
          parameters[i].gradient.data()[k] = g;
          expected[i][static_cast<std::size_t>(k)].step(static_cast<double>(g) * static_cast<double>(factor), config,
                                                        static_cast<double>(pace), static_cast<double>(t),
                                                        parameters[i].decays);
        }
      adamw.step(parameters, config, pace, t, factor);
    }
    INFO(columns << " columns");
    for (std::size_t i = 0; i < 2; ++i) {
      const auto number = [&](Index k) { return parameters[i].value.data()[k]; };
      CHECK(test::relative_error(2 * columns, number,
                                 [&](Index k) { return expected[i][static_cast<std::size_t>(k)].w; }) < 1e-5);
      CHECK(test::relative_error(
                2 * columns, [&](Index k) { return adamw.second()[i].data()[k]; },
                [&](Index k) { return expected[i][static_cast<std::size_t>(k)].v; }) < 1e-5);
      for (Index k = 0; k < 2 * columns; ++k) CHECK(parameters[i].gradient.data()[k] == 0);
    }
  }
}

TEST_CASE("the norm is that of all gradients together", "[training]") {
  std::deque<Parameter> parameters(2);
  parameters[0].value = Tensor({1, 17});
  parameters[1].value = Tensor({3, 3});
  AdamW adamw;
  REQUIRE(adamw.begin(parameters));
  CHECK(adamw.norm(parameters) == 0);
  double sum = 0;
  for (Parameter& parameter : parameters)
    for (Index k = 0; k < parameter.gradient.count(); ++k) {
      parameter.gradient.data()[k] = static_cast<float>(k) - 4.5f;
      sum += std::pow(static_cast<double>(k) - 4.5, 2);
    }
  CHECK(near(adamw.norm(parameters), std::sqrt(sum)));
}

TEST_CASE("schedules at their corners", "[training]") {
  const auto all = {Schedule::constant, Schedule::cosine, Schedule::inverse_root};
  for (const Schedule schedule : all) {
    INFO("schedule " << static_cast<int>(schedule));
    CHECK(near(rate(schedule, 10, 100, 1), 0.05));  // linearly up
    CHECK(near(rate(schedule, 10, 100, 5), 0.25));
    CHECK(near(rate(schedule, 10, 100, 10), 0.5));
    CHECK(near(rate(schedule, 0, 100, 1),
               schedule == Schedule::cosine ? 0.25 * (1 + std::cos(std::acos(-1.0) / 100)) : 0.5));
    for (std::int64_t step = 1; step < 300; ++step)
      CHECK((rate(schedule, 7, 50, step) >= 0 && rate(schedule, 7, 50, step) <= 0.5));
  }
  CHECK(near(rate(Schedule::constant, 10, 100, 5000), 0.5));
  CHECK(near(rate(Schedule::cosine, 10, 110, 60), 0.25));  // half way down
  CHECK(near(rate(Schedule::cosine, 10, 110, 110), 0));
  CHECK(near(rate(Schedule::cosine, 10, 110, 5000), 0));  // and stays there
  CHECK(near(rate(Schedule::cosine, 10, 10, 10), 0.5));   // nothing is left after the warm-up
  CHECK(near(rate(Schedule::cosine, 10, 5, 20), 0));
  CHECK(near(rate(Schedule::inverse_root, 10, 100, 40), 0.25));
  CHECK(near(rate(Schedule::inverse_root, 10, 100, 1000), 0.05));
  CHECK(near(rate(Schedule::inverse_root, 0, 100, 4), 0.25));  // as if after one step of warm-up
}
