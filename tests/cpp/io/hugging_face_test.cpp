#include "io/hugging_face.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "hugging_face_file.hpp"
#include "io/settings.hpp"
#include "models/decoding.hpp"

using namespace attn;
using namespace attn::testing;

namespace {

struct Opened {
  Status status;
  Tensor logits;
};

/** Small enough for a test: mutated settings may ask for a model of a gigabyte. */
bool small(const ModelConfig& c) {
  return std::max({c.width, c.hidden, c.source_vocabulary, c.target_vocabulary, c.max_length}) <= 600 && c.layers <= 9 &&
         c.decoder_layers <= 9;
}

/** Reads the file and, where it is sound, runs the model. */
Opened open(std::string_view text, Family family, std::string_view json) {
  const Bytes bytes(text);
  Safetensors file;
  ModelConfig config;
  Opened opened;
  std::unique_ptr<Model> model;
  if (opened.status = Safetensors::read(bytes, file); !opened.status.ok()) return opened;
  if (opened.status = model_config(json, config); !opened.status.ok() || !small(config)) return opened;
  if (opened.status = read_hugging_face(file, family, config, model); !opened.status.ok()) return opened;
  const std::int32_t ids[] = {3, 1, 4};
  std::vector<SeenAttention> seen;
  opened.status = look(*model, {ids, {}}, {}, opened.logits, seen);
  return opened;
}

Opened open(SmallModel& model) { return open(model.tensors.bytes(), model.family, model.config); }

std::vector<SmallModel> small_models() { return {small_bert(), small_gpt2(), small_llama()}; }

}  // namespace

TEST_CASE("a file of Hugging Face is read and runs", "[io][hugging-face]") {
  for (SmallModel& model : small_models()) {
    const Opened opened = open(model);
    INFO(opened.status.message);
    REQUIRE(opened.status.ok());
    CHECK(opened.logits.shape()[0] == 3);
    CHECK(std::isfinite(opened.logits.data()[opened.logits.count() - 1]));
  }
}

TEST_CASE("a tensor that is missing, has another shape or another name", "[io][hugging-face]") {
  for (const SmallModel& sound : small_models())
    for (const auto& [name, shape] : sound.tensors.shapes) {
      if (name.find("pooler") != name.npos || name == "h.0.attn.bias") continue;
      SmallModel model = sound;
      model.tensors.shapes.erase(name);
      CHECK(open(model).status.code == "weights-missing");

      model = sound;
      model.tensors.shapes[name].back() += 1;
      INFO(name);
      CHECK(open(model).status.code == "weights-shape");
    }
}

TEST_CASE("what the layers have beyond the config is another model", "[io][hugging-face]") {
  SmallModel bert = small_bert(), gpt2 = small_gpt2(), llama = small_llama();
  bert.tensors.linear("bert.encoder.layer.1.output.dense", 4, 4);
  gpt2.tensors.linear("transformer.h.0.crossattention.c_attn", 4, 4);
  llama.tensors.norm("model.layers.0.self_attn.q_norm", 2, false);
  for (SmallModel* model : {&bert, &gpt2, &llama}) {
    const Status status = open(*model).status;
    CHECK(status.code == "weights-format");
    CHECK(text_of(status, "field") == "tensor");
  }
  llama = small_llama();
  llama.tensors.shapes["model.layers.1.self_attn.rotary_emb.inv_freq"] = {1};
  CHECK(open(llama).status.ok());
  llama.tensors.shapes["model.layers.0.self_attn.q_proj.bias"] = {8};  // the config says that there is none
  CHECK(text_of(open(llama).status, "actual") == "model.layers.0.self_attn.q_proj.bias");
}

TEST_CASE("Hugging Face: more tokens than positions are refused", "[io][hugging-face]") {
  SmallModel gpt2 = small_gpt2();
  const Bytes bytes(gpt2.tensors.bytes());
  Safetensors file;
  ModelConfig config;
  std::unique_ptr<Model> model;
  REQUIRE(Safetensors::read(bytes, file).ok());
  REQUIRE(model_config(gpt2.config, config).ok());
  REQUIRE(read_hugging_face(file, Family::gpt2, config, model).ok());
  const std::vector<std::int32_t> ids(5, 3), two(2, 3), none;
  Tensor logits;
  std::vector<SeenAttention> seen;
  CHECK(look(*model, {ids, {}}, {}, logits, seen).ok());
  CHECK(logits.shape()[0] == 5);
  CHECK(look(*model, {ids, two}, {}, logits, seen).code == "too-many-tokens");
  CHECK(look(*model, {none, two}, {}, logits, seen).code == "bad-batch");  // nothing stands before the first
}

TEST_CASE("mutated files and settings never read outside, and never give what is no number", "[io][hugging-face]") {
  Random random(7);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.below(static_cast<Index>(n))); };
  const char* const pieces[] = {"-1", "0", "1e999", "9007199254740993", "4294967296", "{", "}", "[", "]", "\"", "\\u0000",
                                ",",  ":", "null",  "F16",              "I8",         "BF16", "I64", "true", "\xff"};
  const auto mutate = [&](std::string& text, std::size_t first, std::size_t end) {
    for (std::size_t times = 1 + below(3); times > 0 && end > first; --times) {
      const std::size_t at = first + below(end - first);
      switch (random.below(5)) {
        case 0: text[at] = static_cast<char>(random.below(256)); break;
        case 1: text[at] = static_cast<char>(text[at] ^ 1 << random.below(8)); break;
        case 2: text[at] = static_cast<char>('0' + random.below(10)); break;
        case 3: {
          const std::string piece = pieces[below(std::size(pieces))];
          text.replace(at, std::min(piece.size(), text.size() - at), piece);
          break;
        }
        default: std::swap(text[at], text[first + below(end - first)]);
      }
      end = std::min(end, text.size());
    }
  };
  std::vector<SmallModel> models = small_models();
  int sound = 0, refused = 0;
  for (SmallModel& model : models) {
    const std::string file = model.tensors.bytes();
    const std::size_t header = 8 + static_cast<std::size_t>(static_cast<unsigned char>(file[0])) +
                               256 * static_cast<std::size_t>(static_cast<unsigned char>(file[1]));
    for (int i = 0; i < 8000; ++i) {
      std::string bytes = file, config = model.config;
      const Index what = random.below(10);
      if (what < 5) mutate(bytes, what == 0 ? 0 : 8, what == 4 ? bytes.size() : header);
      if (what == 5) bytes.resize(below(bytes.size()));
      if (what == 6) bytes.insert(below(header), std::string(1 + below(9), static_cast<char>(random.below(256))));
      if (what > 6) mutate(config, 0, config.size());
      const Family family = random.below(20) == 0 ? static_cast<Family>(random.below(4)) : model.family;
      const Opened opened = open(bytes, family, config);
      if (!opened.status.ok()) {
        ++refused;
        CHECK(!opened.status.message.empty());
        continue;
      }
      ++sound;
      for (std::int64_t k = 0; k < opened.logits.count(); ++k)
        if (!std::isfinite(opened.logits.data()[k])) FAIL("logits that are no numbers");
    }
  }
  CHECK(sound > 200);
  CHECK(refused > 12000);
}
