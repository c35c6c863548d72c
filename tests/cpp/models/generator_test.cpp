// A decoder that keeps its cache, and one example looked at with all its attention.
#include <catch2/catch_test_macros.hpp>

#include "model_case.hpp"
#include "models/decoding.hpp"

using namespace attn;
using test::Ids;

namespace {

/** Logits after the last of `tokens`, by the reference. */
test::Grid expected_logits(const Model& model, const Ids& tokens) {
  const test::Grid y = reference_model::transformer(reference_model::weights_of(model), model.config(), {}, tokens);
  return row_of(y, y.rows - 1);
}

bool gives(Generator& generator, const Model& model, const Ids& tokens) {
  Tensor logits;
  if (!generator.read(tokens, logits).ok()) return false;
  const test::Grid expected = expected_logits(model, tokens);
  return generator.length() == static_cast<Index>(tokens.size()) && logits.count() == expected.columns &&
         test::relative_error(
             expected.columns, [&](Index k) { return logits.data()[k]; }, [&](Index k) { return expected(0, k); }) <
             1e-5;
}

}  // namespace

TEST_CASE("a generator gives the logits of a full run, whatever came before", "[models][generator]") {
  for (const Positions positions : {Positions::sinusoidal, Positions::learned, Positions::rotary})
    for (const Index kv_heads : {1, 2})
      for (const bool first : {false, true}) {
        ModelConfig config = test::small_transformer(Architecture::decoder);
        config.positions = positions;
        config.kv_heads = kv_heads;
        config.norm_first = first;
        config.layers = 2;
        config.width = 8;
        const auto model = test::random_model(config, 7);
        Generator generator;
        REQUIRE(Generator::make(*model, generator).ok());
        INFO("positions " << static_cast<int>(positions) << ", kv heads " << kv_heads << ", norm first " << first);
        const Ids texts[] = {{1},
                             {1, 4},
                             {1, 4, 5, 6},
                             {1, 4, 5, 6},     // the same again
                             {1, 4, 5},        // shorter
                             {1, 3, 5},        // another from the second on
                             {6, 3, 5, 5, 4},  // another altogether
                             {1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5},
                             {1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 6},
                             {1, 2}};
        for (const Ids& text : texts) CHECK(gives(generator, *model, text));
        Random random(3);
        for (int i = 0; i < 30; ++i) {
          Ids text{1};
          for (Index n = random.below(11); n > 0; --n) text.push_back(static_cast<std::int32_t>(3 + random.below(2)));
          CHECK(gives(generator, *model, text));
        }
      }
}

TEST_CASE("a generator goes on after an error", "[models][generator]") {
  const auto model = test::random_model(test::small_transformer(Architecture::decoder), 8);
  Generator generator;
  REQUIRE(Generator::make(*model, generator).ok());
  REQUIRE(gives(generator, *model, {1, 4, 5}));
  Tensor logits;
  CHECK(generator.read(Ids{}, logits).code == "bad-batch");
  CHECK(generator.read(Ids{1, 7}, logits).code == "bad-batch");
  CHECK(generator.read(Ids{1, 4, -1}, logits).code == "bad-batch");
  CHECK(generator.read(Ids(13, 4), logits).code == "too-many-tokens");
  CHECK(gives(generator, *model, {1, 4, 5, 6}));
  // a key whose scores overflow
  float& one = model->parameters().all()[0].value.data()[6 * 6];
  const float right = one;
  one = INFINITY;
  CHECK_FALSE(generator.read(Ids{1, 4, 6, 3}, logits).ok());
  CHECK_FALSE(generator.read(Ids{1, 4, 6}, logits).ok());
  one = right;
  CHECK(gives(generator, *model, {1, 4, 6, 3}));
  CHECK(gives(generator, *model, {1, 4, 5}));
}

TEST_CASE("one example looked at: the logits of the whole and every attention", "[models][look]") {
  for (const Architecture architecture :
       {Architecture::encoder, Architecture::decoder, Architecture::encoder_decoder}) {
    const ModelConfig config = test::small_transformer(architecture);
    const auto model = test::random_model(config, 9);
    const test::OwnedExample owned{{4, 5, 6}, architecture == Architecture::encoder ? Ids{3, 4, 5} : Ids{5, 3, kEnd}};
    Ids read{kBegin};
    if (architecture == Architecture::decoder) read.insert(read.end(), owned.source.begin(), owned.source.end());
    read.insert(read.end(), {5, 3});
    const test::Grid expected =
        reference_model::transformer(reference_model::weights_of(*model), config, owned.source, read);
    Tensor logits;
    std::vector<SeenAttention> seen;
    REQUIRE(look(*model, {owned.source, owned.target}, {}, logits, seen).ok());
    CHECK(logits.shape() == Shape{expected.rows, expected.columns});
    CHECK(test::relative_error(
              logits.count(), [&](Index k) { return logits.data()[k]; },
              [&](Index k) { return expected.data[static_cast<std::size_t>(k)]; }) < 1e-5);
    CHECK(seen.size() == (architecture == Architecture::encoder_decoder ? 3 : 1));
    // without a target: what follows the beginning alone
    seen.clear();
    REQUIRE(look(*model, {owned.source, {}}, {}, logits, seen).ok());
    CHECK(logits.shape()[0] == (architecture == Architecture::encoder           ? 3
                                : architecture == Architecture::encoder_decoder ? 1
                                                                                : 4));
  }
}
