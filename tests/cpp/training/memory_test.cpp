// What a step takes, known before it begins.
#include "training/memory.hpp"

#include <catch2/catch_test_macros.hpp>

#include "trainer_case.hpp"

using namespace attn;

TEST_CASE("the memory of a step is known before it: at least what the tape takes, and not much more", "[training]") {
  std::vector<ModelConfig> all;
  for (const Architecture architecture : {Architecture::encoder, Architecture::decoder, Architecture::encoder_decoder})
    for (const FeedForwardKind activation : {FeedForwardKind::relu, FeedForwardKind::swiglu}) {
      ModelConfig config = test::small_transformer(architecture);
      config.activation = activation;
      config.embedding_norm = true;
      config.positions = activation == FeedForwardKind::relu ? Positions::sinusoidal : Positions::rotary;
      all.push_back(config);
    }
  all.push_back(test::small_gru(true));
  all.push_back(test::small_gru(false));
  all.push_back(test::small_classifier(1));
  struct Each {
    Index width, hidden, layers, vocabulary;
  };
  for (ModelConfig config : all)
    for (const auto& [width, hidden, layers, vocabulary] : {Each{16, 16, 1, 640}, {64, 16, 4, 16}, {16, 128, 1, 16}}) {
      config.width = width;
      config.hidden = hidden;
      config.layers = config.decoder_layers = layers;
      config.target_vocabulary = vocabulary;
      const auto model = test::random_model(config, 1);
      REQUIRE(model);
      const bool transformer = config.kind == ModelKind::transformer;
      const bool reads_target = transformer && config.architecture == Architecture::decoder;
      const bool positionwise = transformer && config.architecture == Architecture::encoder;
      const test::Ids source(12, 5), target(positionwise ? 12 : 8, 4);
      const std::vector<test::OwnedExample> owned(20, {reads_target ? test::Ids{} : source, target});
      const Batch batch = make_batch(config, test::views_of(owned));
      Tape tape(true);
      Random random(1);
      const Var y = model->forward({.tape = tape, .random = &random, .rate = 0.1f}, batch);
      if (config.kind != ModelKind::pooling_classifier) cross_entropy(tape, y, batch.answers, 0);
      const double expected = static_cast<double>(
          step_floats(config, batch.source.batch * batch.source.length, batch.target.batch * batch.target.length));
      const double taken = static_cast<double>(tape.floats());
      INFO("kind " << static_cast<int>(config.kind) << ' ' << static_cast<int>(config.architecture) << ", width "
                   << width << ", hidden " << hidden << ": " << taken << " of " << expected);
      CHECK(expected > 0.97 * taken);  // closures and alignment come on top
      CHECK(expected < 2.5 * taken);
    }
}

TEST_CASE("a batch beyond all memory is refused", "[training]") {
  const ModelConfig config = test::small_gru(true);
  const auto trainer = test::trainer_of(config, {});
  REQUIRE(trainer);
  const std::vector<test::OwnedExample> owned(5000, {test::Ids(100, 4), test::Ids(100, 4)});
  StepResult result;
  BatchLoss loss;
  CHECK(trainer->step(make_batch(config, test::views_of(owned)), result).code == "too-large");
  CHECK(trainer->measure(make_batch(config, test::views_of(owned)), loss).code == "too-large");
}
