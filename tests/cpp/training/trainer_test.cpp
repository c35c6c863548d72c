// Training: the same for a seed, exactly resumed, and unharmed by what goes wrong.
#include "training/trainer.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "trainer_case.hpp"

using namespace attn;
using test::same_bits;
using test::train;
using test::trainer_of;
using test::weights_of;

namespace {

TrainingConfig settings(float average = 0) {
  TrainingConfig config;
  config.rate = 0.01f;
  config.schedule = Schedule::cosine;
  config.warmup = 2;
  config.steps = 20;
  config.decay = 0.01f;
  config.smoothing = 0.1f;
  config.average = average;
  config.seed = 42;
  return config;
}

std::vector<std::byte> saved(const Trainer& trainer) {
  SafetensorsWriter writer;
  for (const NamedTensor& each : trainer.state()) writer.tensor(each.name, each.tensor);
  writer.field("progress", trainer.progress());
  return writer.bytes();
}

Status restored(Trainer& trainer, const std::vector<std::byte>& bytes) {
  Safetensors file;
  if (Status status = Safetensors::read(bytes, file); !status.ok()) return status;
  return trainer.restore(file, file.metadata()[0].text);
}

bool finite(const std::vector<float>& numbers) {
  for (const float x : numbers)
    if (!std::isfinite(x)) return false;
  return true;
}

}  // namespace

TEST_CASE("the same seed and batches make the same weights, another seed others", "[training]") {
  for (const ModelConfig& config : test::all_kinds()) {
    const auto a = trainer_of(config, settings()), b = trainer_of(config, settings());
    TrainingConfig other = settings();
    other.seed = 43;
    const auto c = trainer_of(config, other);
    REQUIRE((a && b && c));
    const std::vector<float> before = weights_of(*a);
    CHECK(train(*a, 4) == "");
    CHECK(train(*b, 4) == "");
    CHECK(train(*c, 4) == "");
    CHECK(same_bits(weights_of(*a), weights_of(*b)));
    CHECK_FALSE(same_bits(weights_of(*a), weights_of(*c)));
    CHECK_FALSE(same_bits(weights_of(*a), before));
    CHECK(a->steps() == 4);
  }
}

TEST_CASE("training resumed from a file goes on as if it had not stopped", "[training]") {
  for (const ModelConfig& config : test::all_kinds())
    for (const float average : {0.0f, 0.9f})
      for (const float pruned : {0.0f, 0.5f}) {
        INFO("kind " << static_cast<int>(config.kind) << ", average " << average << ", pruned " << pruned);
        const auto whole = trainer_of(config, settings(average)), first = trainer_of(config, settings(average));
        REQUIRE((whole && first));
        whole->prune(pruned);
        first->prune(pruned);
        CHECK(train(*whole, 6) == "");
        CHECK(train(*first, 3) == "");
        TrainingConfig other = settings(average);
        other.seed = 7;  // all comes from the file
        const auto second = trainer_of(config, other);
        REQUIRE(second);
        REQUIRE(train(*second, 1) == "");
        REQUIRE(restored(*second, saved(*first)).ok());
        CHECK(second->steps() == 3);
        CHECK(train(*second, 3) == "");
        CHECK(same_bits(weights_of(*whole), weights_of(*second)));
        CHECK(saved(*whole) == saved(*second));
      }
}

TEST_CASE("a checkpoint that does not fit changes nothing", "[training]") {
  const ModelConfig config = test::small_classifier(1);
  const auto trainer = trainer_of(config, settings()), averaged = trainer_of(config, settings(0.9f));
  const auto other = trainer_of(test::small_classifier(2), settings());
  REQUIRE((trainer && averaged && other));
  REQUIRE(train(*trainer, 2) == "");
  REQUIRE(train(*averaged, 1) == "");
  REQUIRE(train(*other, 2) == "");
  const std::vector<std::byte> mine = saved(*trainer);
  CHECK(restored(*other, mine).code == "weights-missing");
  CHECK(restored(*averaged, mine).code == "weights-missing");  // it has no average
  CHECK(averaged->steps() == 1);
  Safetensors file;
  REQUIRE(Safetensors::read(mine, file).ok());
  const std::vector<std::byte> before = saved(*other);
  for (const char* progress : {"", "three", "-1 00", "1", "1 zz"})
    CHECK(trainer->restore(file, progress).code == "weights-format");
  CHECK(saved(*trainer) == mine);
  CHECK(saved(*other) == before);
}

TEST_CASE("a step whose loss is not finite leaves the weights as they were, and training can go on", "[training]") {
  for (const ModelConfig& config : test::all_kinds()) {
    const auto trainer = trainer_of(config, settings());
    REQUIRE(trainer);
    REQUIRE(train(*trainer, 2) == "");
    const std::vector<std::byte> good = saved(*trainer);
    for (const float rate : {1e30f, std::numeric_limits<float>::max()}) {
      INFO("kind " << static_cast<int>(config.kind) << ", rate " << rate);
      trainer->config().rate = rate;
      std::string code;
      std::vector<float> before;
      for (int i = 0; i < 10 && code.empty(); ++i) {
        before = weights_of(*trainer);
        code = train(*trainer, 1);
      }
      if (config.kind != ModelKind::pooling_classifier) CHECK(code == "loss-not-finite");  // its score stays in −1 … 1
      if (!code.empty()) CHECK(same_bits(weights_of(*trainer), before));
      CHECK(finite(weights_of(*trainer)));
      trainer->config().rate = 0.01f;
      REQUIRE(restored(*trainer, good).ok());
      CHECK(train(*trainer, 3) == "");
      CHECK(finite(weights_of(*trainer)));
    }
  }
}

TEST_CASE("examples without an answer, or with one beyond their end, are refused", "[training]") {
  StepResult result;
  BatchLoss loss;
  const auto code = [&](const ModelConfig& config, const std::vector<test::OwnedExample>& owned) {
    const auto trainer = trainer_of(config, settings());
    const Batch batch = make_batch(config, test::views_of(owned));
    const std::string measured = trainer->measure(batch, loss).code;
    return trainer->step(batch, result).code == measured ? measured : "not the same";
  };
  CHECK(code(test::small_classifier(1), {{{4, 5}, {500}}, {{4}, {}}}) == "bad-batch");
  CHECK(code(test::small_gru(true), {{{4, 5}, {}}}) == "bad-batch");
  CHECK(code(test::small_gru(true), {{{}, {4, kEnd}}}) == "bad-batch");
  const ModelConfig encoder = test::small_transformer(Architecture::encoder);
  CHECK(code(encoder, {{{4, 5, 6}, {4, 5, 6}}, {{4}, {5}}}) == "");
  CHECK(code(encoder, {{{4, 5, 6}, {4}}, {{4}, {5}}}) == "");
  CHECK(code(encoder, {{{4, 5, 6}, {4, 5, 6}}, {{4}, {5, 6}}}) == "bad-batch");
  CHECK(code(encoder, {{{4, 5, 6}, {4, 5, 6, 4}}}) == "bad-batch");
}

TEST_CASE("settings of training out of their bounds are refused, also while it runs", "[training]") {
  const ModelConfig model = test::small_classifier(1);
  const auto trainer = trainer_of(model, settings());
  REQUIRE(trainer);
  const std::vector<std::byte> before = saved(*trainer);
  const auto refused = [&](const char* name, const std::function<void(TrainingConfig&)>& spoil) {
    TrainingConfig config = settings();
    spoil(config);
    std::unique_ptr<Trainer> other;
    const Status made = Trainer::make(model, config, other);
    INFO(name);
    CHECK(made.code == "bad-model");
    CHECK((!made.values.empty() && made.values[0].text == name));
    CHECK_FALSE(other);
    trainer->config() = config;
    CHECK(train(*trainer, 1) == "bad-model");
    trainer->config() = settings();
  };
  for (const float wrong : {-1.0f, NAN, INFINITY}) {
    refused("rate", [&](TrainingConfig& c) { c.rate = wrong; });
    refused("decay", [&](TrainingConfig& c) { c.decay = wrong; });
    refused("clip", [&](TrainingConfig& c) { c.clip = wrong; });
  }
  for (const float wrong : {-0.1f, 1.0f, NAN}) {
    refused("beta1", [&](TrainingConfig& c) { c.beta1 = wrong; });
    refused("beta2", [&](TrainingConfig& c) { c.beta2 = wrong; });
    refused("smoothing", [&](TrainingConfig& c) { c.smoothing = wrong; });
    refused("average", [&](TrainingConfig& c) { c.average = wrong; });
    trainer->model().set_dropout(wrong);
    CHECK(train(*trainer, 1) == "bad-model");
    trainer->model().set_dropout(0);
  }
  refused("warmup", [](TrainingConfig& c) { c.warmup = -1; });
  refused("steps", [](TrainingConfig& c) { c.steps = 0; });
  CHECK(saved(*trainer) == before);
}

TEST_CASE("one weight that makes the loss overflow is no harm once it is set right", "[training]") {
  const auto trainer = trainer_of(test::small_transformer(Architecture::decoder), settings());
  REQUIRE(trainer);
  REQUIRE(train(*trainer, 2) == "");
  float& one = trainer->model().parameters().all()[0].value.data()[20];
  const float right = one;
  for (const float wrong : {INFINITY, NAN}) {
    one = wrong;
    for (int i = 0; i < 2; ++i) CHECK(train(*trainer, 1) == "loss-not-finite");
    BatchLoss loss;
    CHECK(trainer->measure(test::batch_of(trainer->model().config(), 2), loss).code == "overflow");
    CHECK(loss.counted == 0);
    one = right;
  }
  CHECK(trainer->steps() == 2);
  CHECK(train(*trainer, 2) == "");
  CHECK(finite(weights_of(*trainer)));
}

TEST_CASE("batches that a model cannot read are refused before anything is done", "[training]") {
  for (const ModelConfig& config : test::all_kinds()) {
    const auto trainer = trainer_of(config, settings());
    REQUIRE(trainer);
    const std::vector<std::byte> before = saved(*trainer);
    const auto refused = [&](const std::function<void(Batch&)>& spoil) {
      Batch batch = test::batch_of(config, 1);
      spoil(batch);
      StepResult result;
      BatchLoss loss;
      CHECK(trainer->measure(batch, loss).code == "bad-batch");
      CHECK(trainer->step(batch, result).code == "bad-batch");
    };
    INFO("kind " << static_cast<int>(config.kind));
    refused([](Batch& b) { b = {}; });
    refused([](Batch& b) { b.source.ids[0] = -1; });
    refused([](Batch& b) { b.source.ids[1] = 9; });
    refused([](Batch& b) { b.source.lengths[1] = 0; });
    if (config.kind == ModelKind::pooling_classifier) {
      refused([](Batch& b) { b.labels.pop_back(); });
    } else {
      refused([](Batch& b) { b.target.ids[0] = 7; });
      refused([](Batch& b) { b.answers[0] = 7; });
      refused([](Batch& b) { b.answers[0] = -2; });
      refused([](Batch& b) { b.answers.pop_back(); });
      refused([](Batch& b) { b.target = b.source; });
    }
    CHECK(saved(*trainer) == before);
  }
  const ModelConfig config = test::small_transformer(Architecture::encoder_decoder);
  const auto trainer = trainer_of(config, settings());
  const std::vector<test::OwnedExample> owned{{test::Ids(13, 4), {4, kEnd}}};
  StepResult result;
  CHECK(trainer->step(make_batch(config, test::views_of(owned)), result).code == "bad-batch");
}
