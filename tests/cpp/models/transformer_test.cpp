// Transformers of every setting against the reference in double precision.
#include "models/transformer.hpp"

#include <catch2/catch_test_macros.hpp>

#include "model_case.hpp"

using namespace attn;
using test::faults;
using test::small_transformer;

namespace {

constexpr Architecture kAll[] = {Architecture::encoder, Architecture::decoder, Architecture::encoder_decoder};

}  // namespace

TEST_CASE("transformers: norms, before and after, and activations", "[models][transformer]") {
  for (const Architecture architecture : kAll)
    for (const bool rms : {false, true})
      for (const bool first : {false, true})
        for (const FeedForwardKind activation :
             {FeedForwardKind::gelu, FeedForwardKind::gelu_tanh, FeedForwardKind::relu, FeedForwardKind::swiglu}) {
          ModelConfig config = small_transformer(architecture);
          config.rms = rms;
          config.norm_first = first;
          config.activation = activation;
          INFO("architecture " << static_cast<int>(architecture) << ", rms " << rms << ", first " << first
                               << ", activation " << static_cast<int>(activation));
          CHECK(faults(config) == "");
        }
}

TEST_CASE("transformers: positions, grouped heads, several layers", "[models][transformer]") {
  for (const Architecture architecture : kAll)
    for (const Positions positions : {Positions::sinusoidal, Positions::learned, Positions::rotary})
      for (const Index kv_heads : {1, 2, 4}) {
        if (kv_heads != 2 && positions != Positions::rotary) continue;
        ModelConfig config = small_transformer(architecture);
        config.positions = positions;
        config.width = 12;
        config.heads = 4;
        config.kv_heads = kv_heads;
        config.layers = 2;
        config.decoder_layers = 1 + kv_heads / 2;
        config.rotary_base = 50;
        INFO("architecture " << static_cast<int>(architecture) << ", positions " << static_cast<int>(positions)
                             << ", kv heads " << kv_heads);
        CHECK(faults(config, 2) == "");
      }
}

TEST_CASE("transformers: tied or not, without biases, norm and scale of embeddings", "[models][transformer]") {
  for (const Architecture architecture : kAll)
    for (const bool tied : {false, true})
      for (const bool bias : {false, true})
        for (const bool bert : {false, true}) {
          ModelConfig config = small_transformer(architecture);
          if (architecture == Architecture::encoder && tied) config.target_vocabulary = config.source_vocabulary;
          config.tied = tied;
          config.bias = bias;
          config.embedding_norm = bert;
          config.scale_embedding = !bert;
          config.positions = bert ? Positions::learned : Positions::sinusoidal;
          config.epsilon = 1e-3f;
          config.width = 7;  // odd
          config.heads = config.kv_heads = 1;
          INFO("architecture " << static_cast<int>(architecture) << ", tied " << tied << ", bias " << bias << ", bert "
                               << bert);
          CHECK(faults(config, 3) == "");
        }
}

TEST_CASE("an encoder without a target vocabulary answers with its rows", "[models][transformer]") {
  ModelConfig config = small_transformer(Architecture::encoder);
  config.target_vocabulary = 0;
  const auto model = test::random_model(config, 4);
  REQUIRE(model);
  const reference_model::Ids ids{5, 4, 8, 3};
  const std::span<const std::int32_t> sequences[] = {ids};
  const Batch batch{pad(sequences), {}, {}, {}};
  Tape tape(false);
  const Var y = model->forward({.tape = tape}, batch);
  const test::Grid expected = reference_model::transformer(reference_model::weights_of(*model), config, ids, {});
  REQUIRE(y->columns() == config.width);
  for (Index i = 0; i < 4; ++i)
    for (Index j = 0; j < config.width; ++j)
      CHECK(std::abs(static_cast<double>(y->value(i, j)) - expected(i, j)) < 1e-5);
}

TEST_CASE("a head that is off counts as 0, in each part of a model", "[models][transformer]") {
  const ModelConfig config = small_transformer(Architecture::encoder_decoder);
  const auto model = test::random_model(config, 5);
  REQUIRE(model);
  const test::OwnedExample example{{4, 5, 6}, {5, 3, kEnd}};
  const Example view{example.source, example.target};
  const Batch batch = make_batch(config, std::span(&view, 1));
  struct Each {
    Part part;
    std::string name;
  };
  for (const auto& [part, name] : {Each{Part::encoder, "encoder.0.attention"},
                                   {Part::decoder, "decoder.0.attention"},
                                   {Part::cross, "decoder.0.cross"}}) {
    const HeadPlace off[] = {{part, 0, 1}, {part, 0, 2}, {part, 0, -1}, {part, 0, 1 << 20}, {part, 7, 0}};
    Tape tape(false);
    const Var y = model->forward({.tape = tape, .off = off}, batch);
    // the same as a model whose output matrix has no rows for this head
    reference_model::Weights weights = reference_model::weights_of(*model);
    test::Grid& output = weights[name + ".output.weight"];
    for (Index i = 3; i < 6; ++i)
      for (Index j = 0; j < 6; ++j) output(i, j) = 0;
    const test::Grid expected = reference_model::transformer(weights, config, example.source, {kBegin, 5, 3});
    INFO(name);
    CHECK(test::relative_error(
              21, [&](Index k) { return y->value(k / 7, k % 7); },
              [&](Index k) { return expected.data[static_cast<std::size_t>(k)]; }) < 1e-5);
  }
}
