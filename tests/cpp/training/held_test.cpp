// What holds during training: pruned weights, heads that are off, clipping, the average; and a model that learns.
#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "models/decoding.hpp"
#include "trainer_case.hpp"

using namespace attn;
using test::same_bits;
using test::train;
using test::trainer_of;
using test::weights_of;

namespace {

/** Numbers of the matrices that are 0. */
Index zeros(Trainer& trainer) {
  Index count = 0;
  for (const Parameter& parameter : trainer.model().parameters().all())
    for (std::int64_t k = 0; parameter.decays && k < parameter.value.count(); ++k)
      count += parameter.value.data()[k] == 0;
  return count;
}

Index matrix_numbers(Trainer& trainer) {
  Index count = 0;
  for (const Parameter& parameter : trainer.model().parameters().all())
    if (parameter.decays) count += static_cast<Index>(parameter.value.count());
  return count;
}

TrainingConfig plain(float rate) {
  TrainingConfig config;
  config.rate = rate;
  return config;
}

}  // namespace

TEST_CASE("pruning sets the smallest weights to 0 and holds them there", "[training]") {
  for (const ModelConfig& config : test::all_kinds()) {
    TrainingConfig training = plain(0.01f);
    training.average = 0.9f;
    const auto trainer = trainer_of(config, training);
    REQUIRE(trainer);
    REQUIRE(train(*trainer, 2) == "");
    REQUIRE(zeros(*trainer) == 0);
    float largest_gone = 0, smallest_kept = INFINITY;
    const std::vector<float> before = weights_of(*trainer);
    trainer->prune(0.3f);
    const std::vector<float> after = weights_of(*trainer);
    std::size_t at = 0;
    for (const Parameter& parameter : trainer->model().parameters().all())
      for (std::int64_t k = 0; k < parameter.value.count(); ++k, ++at) {
        if (!parameter.decays)
          CHECK(after[at] == before[at]);
        else if (after[at] == 0)
          largest_gone = std::max(largest_gone, std::abs(before[at]));
        else
          smallest_kept = std::min(smallest_kept, std::abs(after[at]));
      }
    CHECK(largest_gone < smallest_kept);
    const Index n = matrix_numbers(*trainer), gone = zeros(*trainer);
    CHECK(std::abs(static_cast<double>(gone) - 0.3 * static_cast<double>(n)) <= 1.5);
    CHECK(train(*trainer, 5) == "");
    CHECK(zeros(*trainer) == gone);
    trainer->swap_average();
    CHECK(zeros(*trainer) == gone);
    trainer->swap_average();
    trainer->prune(0.6f);
    CHECK(std::abs(static_cast<double>(zeros(*trainer)) - 0.6 * static_cast<double>(n)) <= 1.5);
    trainer->prune(0);
    CHECK(train(*trainer, 2) == "");
    CHECK(zeros(*trainer) == 0);
    trainer->prune(1);
    CHECK(zeros(*trainer) == n);
    trainer->prune(7);
    CHECK(zeros(*trainer) == n);
    trainer->prune(NAN);
    CHECK(train(*trainer, 1) == "");
  }
}

TEST_CASE("heads that are off learn nothing", "[training]") {
  ModelConfig config = test::small_transformer(Architecture::encoder_decoder);
  const auto trainer = trainer_of(config, plain(0.01f));
  REQUIRE(trainer);
  trainer->set_heads_off({{Part::encoder, 0, 0}, {Part::encoder, 0, 1}});
  const auto part = [&](const char* name) {
    for (const Parameter& parameter : trainer->model().parameters().all())
      if (parameter.name == name)
        return std::vector<float>(parameter.value.data(), parameter.value.data() + parameter.value.count());
    return std::vector<float>{};
  };
  const std::vector<float> value = part("encoder.0.attention.value.weight"),
                           other = part("decoder.0.cross.value.weight");
  REQUIRE(value.size() == 36);
  CHECK(train(*trainer, 3) == "");
  CHECK(same_bits(value, part("encoder.0.attention.value.weight")));
  CHECK_FALSE(same_bits(other, part("decoder.0.cross.value.weight")));
  trainer->set_heads_off({});
  CHECK(train(*trainer, 1) == "");
  CHECK_FALSE(same_bits(value, part("encoder.0.attention.value.weight")));
}

TEST_CASE("clipping makes a long gradient as long as the limit", "[training]") {
  // With beta1 = 0, beta2 near 1 and a first step, w moves by rate · g / (|g| + ε): clipped or not, unless ε counts.
  const ModelConfig config = test::small_classifier(1);
  const auto free = trainer_of(config, plain(0.01f)), clipped = trainer_of(config, plain(0.01f));
  REQUIRE((free && clipped));
  free->config().clip = 0;
  clipped->config().clip = 1e-12f;  // all gradients far below ε = 1e-8: hardly a move
  const std::vector<float> start = weights_of(*free);
  CHECK(train(*free, 1) == "");
  CHECK(train(*clipped, 1) == "");
  double moved_free = 0, moved_clipped = 0;
  const std::vector<float> a = weights_of(*free), b = weights_of(*clipped);
  for (std::size_t i = 0; i < start.size(); ++i) {
    moved_free = std::max(moved_free, std::abs(static_cast<double>(a[i] - start[i])));
    moved_clipped = std::max(moved_clipped, std::abs(static_cast<double>(b[i] - start[i])));
  }
  CHECK(moved_free > 0.009);
  CHECK(moved_clipped < 1e-5);
}

TEST_CASE("the average of the weights is swapped in and out", "[training]") {
  const ModelConfig config = test::small_gru(true);
  TrainingConfig training = plain(0.01f);
  training.average = 0.5f;
  const auto trainer = trainer_of(config, training), without = trainer_of(config, plain(0.01f));
  REQUIRE((trainer && without));
  std::vector<float> expected = weights_of(*trainer);
  for (int t = 1; t <= 12; ++t) {
    CHECK(train(*trainer, 1) == "");
    const std::vector<float> weights = weights_of(*trainer);
    const float slow = std::min(0.5f, static_cast<float>(t) / static_cast<float>(t + 9));
    for (std::size_t i = 0; i < weights.size(); ++i) expected[i] += (1 - slow) * (weights[i] - expected[i]);
  }
  const std::vector<float> weights = weights_of(*trainer);
  trainer->swap_average();
  const std::vector<float> averaged = weights_of(*trainer);
  for (std::size_t i = 0; i < averaged.size(); ++i) CHECK(std::abs(averaged[i] - expected[i]) < 1e-6f);
  trainer->swap_average();
  CHECK(same_bits(weights, weights_of(*trainer)));
  CHECK(train(*without, 12) == "");
  CHECK(same_bits(weights, weights_of(*without)));  // an average changes nothing
  without->swap_average();
  CHECK(same_bits(weights, weights_of(*without)));
}

TEST_CASE("measuring adds up, without dropout, and changes nothing", "[training]") {
  for (const ModelConfig& config : test::all_kinds()) {
    const auto trainer = trainer_of(config, plain(0.01f));
    REQUIRE(trainer);
    const std::string progress = trainer->progress();
    BatchLoss once, twice;
    CHECK(trainer->measure(test::batch_of(config, 1), once).ok());
    CHECK(trainer->measure(test::batch_of(config, 1), twice).ok());
    CHECK(trainer->measure(test::batch_of(config, 1), twice).ok());
    CHECK(twice.surprise == 2 * once.surprise);
    CHECK(twice.counted == 2 * once.counted);
    CHECK(twice.correct == 2 * once.correct);
    CHECK(trainer->progress() == progress);
  }
}

namespace {

/** `count` random sequences of 4 of 4 symbols and their reverse. */
std::vector<test::OwnedExample> reversals(std::size_t count, Random& random) {
  std::vector<test::OwnedExample> examples(count);
  for (test::OwnedExample& each : examples) {
    for (int i = 0; i < 4; ++i) each.source.push_back(static_cast<std::int32_t>(kSpecialTokens + random.below(4)));
    each.target.assign(each.source.rbegin(), each.source.rend());
    each.target.push_back(kEnd);
  }
  return examples;
}

/** The part of the symbols that are right, each answer written freely. */
double learned(const ModelConfig& config, float rate, int steps) {
  TrainingConfig training;
  training.rate = rate;
  training.warmup = 10;
  training.schedule = Schedule::cosine;
  training.steps = steps;
  const auto trainer = trainer_of(config, training);
  Random random(11);
  StepResult result;
  for (int t = 0; trainer && t < steps; ++t) {
    const auto examples = reversals(16, random);
    if (!trainer->step(make_batch(config, test::views_of(examples)), result).ok()) return 0;
  }
  const auto examples = reversals(100, random);
  const std::vector<Example> views = test::views_of(examples);
  std::vector<std::vector<std::int32_t>> answers;
  if (!trainer || !predict(trainer->model(), views, 6, {}, answers).ok() || answers.size() != 100) return 0;
  double right = 0;
  for (std::size_t i = 0; i < 100; ++i)
    for (std::size_t j = 0; j < 5; ++j) right += j < answers[i].size() && answers[i][j] == examples[i].target[j];
  UNSCOPED_INFO("right: " << right / 500);
  return right / 500;
}

}  // namespace

TEST_CASE("a small transformer learns to write backwards", "[training][learns]") {
  ModelConfig config = test::small_transformer(Architecture::encoder_decoder);
  config.source_vocabulary = config.target_vocabulary = 8;
  config.width = 16;
  config.hidden = 32;
  config.max_length = 8;
  CHECK(learned(config, 1e-2f, 200) > 0.95);
}

TEST_CASE("a small GRU with attention learns to write backwards", "[training][learns]") {
  ModelConfig config = test::small_gru(true);
  config.source_vocabulary = config.target_vocabulary = 8;
  config.width = 8;
  config.hidden = 16;
  CHECK(learned(config, 2e-2f, 200) > 0.95);
}
