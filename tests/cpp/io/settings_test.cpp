// Settings of models: read and written as JSON, every bound, and what is no JSON at all.
#include "io/settings.hpp"

#include <catch2/catch_test_macros.hpp>

#include "base/random.hpp"

using namespace attn;

namespace {

std::string code_of(std::string_view json) {
  ModelConfig config;
  return model_config(json, config).code;
}

/** A sound setting of every field, drawn from `random`. */
ModelConfig drawn(Random& random) {
  ModelConfig c;
  c.kind = static_cast<ModelKind>(random.below(3));
  c.architecture = static_cast<Architecture>(random.below(3));
  c.source_vocabulary = 5 + random.below(1000);
  c.target_vocabulary = 5 + random.below(1000);
  c.kv_heads = 1 + random.below(4);
  c.heads = c.kv_heads * (1 + random.below(4));
  c.width = c.heads * (1 + random.below(9));
  c.layers = 1 + random.below(5);
  c.decoder_layers = 1 + random.below(5);
  c.hidden = 1 + random.below(300);
  c.rms = random.below(2) == 1;
  c.norm_first = random.below(2) == 1;
  c.activation = static_cast<FeedForwardKind>(random.below(4));
  c.bias = random.below(2) == 1;
  c.positions = static_cast<Positions>(random.below(3));
  c.rotary_base = random.uniform(1, 1e6f);
  c.max_length = 1 + random.below(4000);
  c.dropout = random.uniform();
  c.tied = random.below(2) == 1;
  c.scale_embedding = random.below(2) == 1;
  c.embedding_norm = random.below(2) == 1;
  c.epsilon = random.uniform() * 1e-5f + 1e-12f;
  return c;
}

bool same(const ModelConfig& a, const ModelConfig& b) {
  return a.kind == b.kind && a.architecture == b.architecture && a.source_vocabulary == b.source_vocabulary &&
         a.target_vocabulary == b.target_vocabulary && a.width == b.width && a.heads == b.heads &&
         a.kv_heads == b.kv_heads && a.layers == b.layers && a.decoder_layers == b.decoder_layers &&
         a.hidden == b.hidden && a.rms == b.rms && a.norm_first == b.norm_first && a.activation == b.activation &&
         a.bias == b.bias && a.positions == b.positions && a.rotary_base == b.rotary_base &&
         a.max_length == b.max_length && a.dropout == b.dropout && a.tied == b.tied &&
         a.scale_embedding == b.scale_embedding && a.embedding_norm == b.embedding_norm && a.epsilon == b.epsilon;
}

/** One field of a sound configuration changed; the name that check() complains of, "" if it does not. */
template <class Change>
std::string complaint(Change change, ModelKind kind = ModelKind::transformer,
                      Architecture architecture = Architecture::encoder_decoder) {
  ModelConfig config;
  config.kind = kind;
  config.architecture = architecture;
  config.source_vocabulary = config.target_vocabulary = 10;
  change(config);
  const Status status = check(config);
  if (status.ok()) return "";
  return status.code == "bad-model" ? status.values[0].text : status.code;
}

}  // namespace

TEST_CASE("settings written and read again are the same", "[io][settings]") {
  Random random(4);
  for (int i = 0; i < 500; ++i) {
    const ModelConfig config = drawn(random);
    ModelConfig read;
    const std::string json = json_of(config);
    INFO(json);
    REQUIRE(model_config(json, read).ok());
    CHECK(same(config, read));
    CHECK(json_of(read) == json);
  }
}

TEST_CASE("settings that are not given keep their default; heads of keys are those of queries", "[io][settings]") {
  ModelConfig config;
  REQUIRE(model_config(R"({"sourceVocabulary": 8, "targetVocabulary":9, "heads": 8})", config).ok());
  CHECK(config.kv_heads == 8);
  CHECK(config.width == 64);
  CHECK(config.norm_first);
  ModelConfig fewer;
  REQUIRE(model_config(R"({"kvHeads": 2, "sourceVocabulary": 8, "targetVocabulary":9, "heads": 8})", fewer).ok());
  CHECK(fewer.kv_heads == 2);
  ModelConfig classifier;
  REQUIRE(model_config(R"({"kind": "pooling-classifier", "vocabulary": 12, "layers": 0})", classifier).ok());
  CHECK(classifier.source_vocabulary == 12);
}

TEST_CASE("hostile settings are refused", "[io][settings]") {
  const std::string sound = R"({"sourceVocabulary":8,"targetVocabulary":9,"norm":"rms"})";
  REQUIRE(code_of(sound) == "");
  for (std::size_t length = 0; length < sound.size(); ++length) CHECK(code_of(sound.substr(0, length)) != "");
  for (const char* json : {"",
                           "null",
                           "[]",
                           "3",
                           "{",
                           "}",
                           "{}{}",
                           "{\"width\"}",
                           "{\"width\":}",
                           "{\"width\":64,}",
                           "{,}",
                           "{\"width\":null}",
                           "{\"width\":[64]}",
                           "{\"width\":{\"a\":1}}",
                           "{width:64}",
                           "{\"width\":truex}",
                           "{\"width\":NaN}",
                           "{\"width\":Infinity}",
                           "{\"width\":0x40}",
                           "{\"width\":1e999}",
                           "{\"width\":+6}",
                           "{\"width\":-}",
                           "{\"width\":.5}",
                           "{\"width\":064}",
                           "{\"width\":6.}",
                           "{\"width\":6e}",
                           "{\"\\ud800\":1}",
                           "{\"a\x01\":1}",
                           "{\"\xff\":1}"}) {
    INFO(json);
    CHECK(code_of(json) == "weights-format");
  }
  const std::string vocabularies = R"({"sourceVocabulary":8,"targetVocabulary":9,)";
  for (const char* rest :
       {"\"nobody\":1}", "\"nobody\":true}", "\"width\":6.5}", "\"width\":1e300}", "\"width\":-1e18}", "\"width\":0}",
        "\"width\":-8}", "\"epsilon\":1e300}", "\"dropout\":1}", "\"dropout\":-0.1}", "\"rotaryBase\":0}",
        "\"rotaryBase\":1e300}", "\"width\":true}", "\"bias\":5}", "\"norm\":1}", "\"layers\":1e6}"}) {
    INFO(rest);
    CHECK(code_of(vocabularies + rest) == "bad-model");
  }
  for (const char* rest : {"\"norm\":\"batch\"}", "\"kind\":\"lstm\"}", "\"nobody\":\"x\"}", "\"width\":\"64\"}",
                           "\"activation\":\"\"}", "\"architecture\":\"Encoder\"}"}) {
    INFO(rest);
    CHECK(code_of(vocabularies + rest) == "unknown-setting");
  }
}

TEST_CASE("every bound of a model's settings", "[models][settings]") {
  using C = ModelConfig;
  CHECK(complaint([](C&) {}) == "");
  struct Bound {
    const char* name;
    Index C::*field;
    Index least, most;
  };
  const Bound bounds[] = {{"sourceVocabulary", &C::source_vocabulary, 5, 1 << 20},
                          {"targetVocabulary", &C::target_vocabulary, 5, 1 << 20},
                          {"heads", &C::heads, 1, 256},
                          {"kvHeads", &C::kv_heads, 1, 256},
                          {"layers", &C::layers, 1, 96},
                          {"decoderLayers", &C::decoder_layers, 1, 96},
                          {"hidden", &C::hidden, 1, 65536},
                          {"maxLength", &C::max_length, 1, 65536}};
  for (const auto& [name, field, least, most] : bounds)
    for (const Index value : {least, least - 1, most, most + 1, Index{-900'000'000}, Index{900'000'000}}) {
      INFO(name << " is " << value);
      const std::string told = complaint([&, f = field](C& c) {
        const bool heads = f == &C::heads || f == &C::kv_heads;
        c.width = c.heads = heads ? 256 : 4;
        c.kv_heads = f == &C::kv_heads ? 256 : 1;
        c.hidden = 1;
        c.*f = value;
      });
      CHECK(told == (value >= least && value <= most ? "" : name));
    }
  CHECK(complaint([](C& c) { c.width = 8192; }) == "parameters");
  CHECK(complaint([](C& c) { c.width = 8196; }) == "width");
  CHECK(complaint([](C& c) { c.width = 0; }) == "width");
  CHECK(complaint([](C& c) { c.width = 66; }) == "heads");
  CHECK(complaint([](C& c) { c.kv_heads = 3; }) == "kvHeads");
  for (const float wrong : {-0.1f, 1.0f, NAN, INFINITY})
    CHECK(complaint([&](C& c) { c.dropout = wrong; }) == "dropout");
  for (const float wrong : {0.0f, -1e-5f, 1.0f, NAN}) CHECK(complaint([&](C& c) { c.epsilon = wrong; }) == "epsilon");
  for (const float wrong : {0.0f, -1.0f, NAN, INFINITY})
    CHECK(complaint([&](C& c) { c.rotary_base = wrong; }) == "rotaryBase");
}

TEST_CASE("settings that a kind of model has not do not count, however wild", "[models][settings]") {
  using C = ModelConfig;
  const auto wild = [](ModelKind kind, Architecture architecture, Index value, bool large) {
    return complaint(
        [&](C& c) {
          if (kind == ModelKind::gru_attention) c.heads = c.kv_heads = c.layers = c.max_length = value;
          if (kind == ModelKind::pooling_classifier) c.target_vocabulary = value;
          if (architecture == Architecture::decoder && kind == ModelKind::transformer) c.source_vocabulary = value;
          if (kind != ModelKind::transformer || architecture != Architecture::encoder_decoder) c.decoder_layers = value;
          if (large) c.width = 8192, c.hidden = 65536;
        },
        kind, architecture);
  };
  struct Each {
    ModelKind kind;
    Architecture architecture;
  };
  for (const auto& [kind, architecture] : {Each{ModelKind::gru_attention, Architecture::encoder_decoder},
                                           {ModelKind::pooling_classifier, Architecture::encoder},
                                           {ModelKind::transformer, Architecture::encoder},
                                           {ModelKind::transformer, Architecture::decoder}})
    for (const Index value : {-999'999'999, 0, 999'999'999}) {
      INFO("kind " << static_cast<int>(kind) << ", architecture " << static_cast<int>(architecture) << ", " << value);
      CHECK(wild(kind, architecture, value, false) == "");
      CHECK(wild(kind, architecture, value, true) == "parameters");
    }
}
