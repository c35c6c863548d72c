#include "models/sentence_encoder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "memory_source.hpp"
#include "reference/sentence_encoder.hpp"

using namespace attn;
using namespace attn::testing;

namespace {

reference::SentenceEncoder reference_of(const MemorySource& source, int layers) {
  reference::SentenceEncoder encoder;
  encoder.layers = layers;
  encoder.heads = 2;
  encoder.numbers = [&source](const std::string& name) {
    const auto found = source.tensors.find(name);
    return found == source.tensors.end() ? reference::Row{}
                                         : reference::Row(found->second.values.begin(), found->second.values.end());
  };
  return encoder;
}

void check_run(const SentenceRun& run, const reference::SentenceEncoder::Run& expected, Index tokens) {
  double largest = 0, error = 0;
  REQUIRE(run.vector().size() == expected.vector.size());
  for (std::size_t j = 0; j < expected.vector.size(); ++j) {
    largest = std::max(largest, std::abs(expected.vector[j]));
    error = std::max(error, std::abs(expected.vector[j] - static_cast<double>(run.vector()[j])));
  }
  CHECK(error <= 1e-5 * largest);
  REQUIRE(run.layers() == static_cast<int>(expected.weights.size()));
  for (int layer = 0; layer < run.layers(); ++layer)
    for (int head = 0; head < 2; ++head) {
      const ConstMatrix weights = run.trace(layer).stage(Stage::weights, 0, head);
      REQUIRE(weights.rows() == tokens);
      for (Index i = 0; i < tokens; ++i)
        for (Index j = 0; j < tokens; ++j)
          REQUIRE(std::abs(static_cast<double>(weights(i, j)) - expected.weights[layer][head][i][j]) <= 1e-6);
    }
}

SentenceEncoder loaded(const MemorySource& source) {
  SentenceEncoder encoder;
  const Status status = SentenceEncoder::load(source, encoder);
  INFO(status.message);
  REQUIRE(status.ok());
  return encoder;
}

std::string load_error(const MemorySource& source) {
  SentenceEncoder encoder;
  return SentenceEncoder::load(source, encoder).code;
}

}  // namespace

TEST_CASE("a small encoder is its formulas", "[models]") {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const MemorySource source = small_encoder(seed);
    const SentenceEncoder encoder = loaded(source);
    const reference::SentenceEncoder expected = reference_of(source, 2);
    Random random(seed);
    for (Index length = 1; length <= 9; ++length) {
      std::vector<std::int32_t> tokens;
      for (Index i = 0; i < length; ++i) tokens.push_back(static_cast<std::int32_t>(random.below(11)));
      SentenceRun run;
      REQUIRE(encoder.encode(tokens, {}, run).ok());
      check_run(run, expected.encode(tokens), length);
    }
  }
}

TEST_CASE("heads switched off give 0 before the output projection", "[models]") {
  const MemorySource source = small_encoder(4);
  const SentenceEncoder encoder = loaded(source);
  const std::vector<std::int32_t> tokens{3, 1, 4, 1, 5};
  const std::vector<std::vector<HeadIndex>> choices{
      {{0, 0}}, {{1, 1}}, {{0, 1}, {1, 0}}, {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {{0, 0}, {0, 0}}};
  SentenceRun all;
  REQUIRE(encoder.encode(tokens, {}, all).ok());
  for (const std::vector<HeadIndex>& off : choices) {
    std::set<std::pair<int, int>> pairs;
    for (const auto [layer, head] : off) pairs.insert({layer, head});
    SentenceRun run;
    REQUIRE(encoder.encode(tokens, off, run).ok());
    check_run(run, reference_of(source, 2).encode(tokens, pairs), 5);
    CHECK_FALSE(std::equal(run.vector().begin(), run.vector().end(), all.vector().begin()));
  }
}

TEST_CASE("what the encoder says of itself", "[models]") {
  const SentenceEncoder encoder = loaded(small_encoder(5));
  CHECK(encoder.layers() == 2);
  CHECK(encoder.heads() == 2);
  CHECK(encoder.width() == 7);
  CHECK(encoder.max_tokens() == 9);
  CHECK(encoder.vocabulary() == 11);
  CHECK(encoder.metadata()[0].text == "attention-lab sentence-encoder 1");
  CHECK(SentenceEncoder{}.layers() == 0);
  CHECK(SentenceRun{}.vector().empty());
}

TEST_CASE("any number of layers", "[models]") {
  MemorySource source = small_encoder(6);
  std::erase_if(source.tensors, [](const auto& each) { return each.first.starts_with("layers.1."); });
  const SentenceEncoder encoder = loaded(source);
  CHECK(encoder.layers() == 1);
  const std::vector<std::int32_t> tokens{0, 10, 0};
  SentenceRun run;
  REQUIRE(encoder.encode(tokens, {}, run).ok());
  check_run(run, reference_of(source, 1).encode(tokens), 3);
}

TEST_CASE("runs and encoders are moved, and outlive what made them", "[models]") {
  const std::vector<std::int32_t> tokens{1, 2};
  SentenceRun run;
  float first = 0;
  {
    SentenceEncoder moved;
    {
      const MemorySource source = small_encoder(7);
      moved = loaded(source);
    }
    SentenceRun made;
    REQUIRE(moved.encode(tokens, {}, made).ok());
    first = made.vector()[0];
    run = std::move(made);
  }
  CHECK(run.vector()[0] == first);
  CHECK(run.trace(1).stage(Stage::weights, 0, 1)(0, 0) > 0.0f);
}

TEST_CASE("tokens and heads that cannot be", "[models]") {
  const SentenceEncoder encoder = loaded(small_encoder(8));
  const auto code = [&](std::vector<std::int32_t> tokens, std::vector<HeadIndex> off = {}) {
    SentenceRun run;
    const Status status = encoder.encode(tokens, off, run);
    CHECK(run.layers() == 0);
    return status.code;
  };
  CHECK(code({}) == "empty");
  CHECK(code({-1}) == "out-of-range");
  CHECK(code({11}) == "out-of-range");
  CHECK(code(std::vector<std::int32_t>(10, 1)) == "too-many-tokens");
  CHECK(code({1}, {{2, 0}}) == "out-of-range");
  CHECK(code({1}, {{-1, 0}}) == "out-of-range");
  CHECK(code({1}, {{0, 2}}) == "out-of-range");
  SentenceRun run;
  CHECK(SentenceEncoder{}.encode(std::vector<std::int32_t>{1}, {}, run).code == "empty");
}

TEST_CASE("numbers that overflow are an error, not NaN", "[models]") {
  const std::vector<std::int32_t> tokens{1, 2};
  MemorySource end = small_encoder(9);
  float sign = 1;
  for (float& value : end.tensors["sentence.weight"].values)
    value = 3e38f * (sign = -sign);  // 7 columns: rows alternate
  for (float& value : end.tensors["layers.1.feed_forward.output.bias"].values) value = 1e30f;
  SentenceRun run;
  CHECK(loaded(end).encode(tokens, {}, run).code == "overflow");

  MemorySource start = small_encoder(9);
  for (float& value : start.tensors["layers.0.attention.query.bias"].values) value = 3e38f;
  for (float& value : start.tensors["layers.0.attention.key.bias"].values) value = 3e38f;
  CHECK(loaded(start).encode(tokens, {}, run).code == "overflow");
  CHECK(run.layers() == 0);
}

TEST_CASE("a source that lacks something or has it in another shape", "[models]") {
  const MemorySource whole = small_encoder(10);
  for (const auto& [name, numbers] : whole.tensors) {
    if (name.starts_with("layers.1.attention.query.weight")) continue;  // then there is one layer: see below
    INFO(name);
    MemorySource less = whole;
    less.tensors.erase(name);
    SentenceEncoder encoder;
    const Status status = SentenceEncoder::load(less, encoder);
    CHECK(status.code == "weights-missing");
    CHECK(status.values[0].text == name);
    CHECK(encoder.layers() == 0);

    MemorySource other = whole;
    other.tensors[name].shape.size[0] += 1;
    other.tensors[name].values.resize(static_cast<std::size_t>(other.tensors[name].shape.count()));
    if (name != "embedding.weight") CHECK(load_error(other) == "weights-shape");
  }
}

TEST_CASE("metadata that is not that of a sentence encoder", "[models]") {
  const auto with = [](std::string_view field, const char* text) {
    MemorySource source = small_encoder(11);
    for (MetadataField& each : source.fields)
      if (each.name == field) each.text = text;
    return load_error(source);
  };
  CHECK(with("format", "something else") == "weights-format");
  for (const char* text : {"", "0", "-2", "two", "2x", "1e1", "99999999999"}) {
    CHECK(with("heads", text) == "weights-format");
    CHECK(with("max_tokens", text) == "weights-format");
  }
  CHECK(with("heads", "3") == "heads-not-divisible");
  CHECK(with("heads", "4").empty());
  MemorySource empty = small_encoder(11);
  empty.fields.clear();
  CHECK(load_error(empty) == "weights-format");
  MemorySource odd = small_encoder(11);
  odd.tensors["embedding.weight"].shape = {6, 11};
  CHECK(load_error(odd) == "weights-shape");
  odd.tensors["embedding.weight"].shape = {66};
  CHECK(load_error(odd) == "weights-shape");
}
