#include "io/settings.hpp"

#include <cmath>
#include <cstdio>

#include "base/model_errors.hpp"

namespace attn {

namespace {

/** A setting and where it goes; `Config` is ModelConfig or TrainingConfig. */
template <class Config>
struct Place {
  std::string_view name;
  Index Config::*whole = nullptr;
  float Config::*real = nullptr;
  bool Config::*truth = nullptr;
};

using ModelPlace = Place<ModelConfig>;
constexpr ModelPlace kModel[] = {
    {"sourceVocabulary", &ModelConfig::source_vocabulary},
    {"targetVocabulary", &ModelConfig::target_vocabulary},
    {"vocabulary", &ModelConfig::source_vocabulary},
    {"width", &ModelConfig::width},
    {"heads", &ModelConfig::heads},
    {"kvHeads", &ModelConfig::kv_heads},
    {"layers", &ModelConfig::layers},
    {"decoderLayers", &ModelConfig::decoder_layers},
    {"hidden", &ModelConfig::hidden},
    {"maxLength", &ModelConfig::max_length},
    {"begin", &ModelConfig::begin},
    {"dropout", nullptr, &ModelConfig::dropout},
    {"epsilon", nullptr, &ModelConfig::epsilon},
    {"rotaryBase", nullptr, &ModelConfig::rotary_base},
    {"normFirst", nullptr, nullptr, &ModelConfig::norm_first},
    {"bias", nullptr, nullptr, &ModelConfig::bias},
    {"tied", nullptr, nullptr, &ModelConfig::tied},
    {"scaleEmbedding", nullptr, nullptr, &ModelConfig::scale_embedding},
    {"embeddingNorm", nullptr, nullptr, &ModelConfig::embedding_norm},
};

struct Choice {
  std::string_view setting, name;
  int value;
};
constexpr Choice kChoices[] = {
    {"kind", "transformer", static_cast<int>(ModelKind::transformer)},
    {"kind", "gru-attention", static_cast<int>(ModelKind::gru_attention)},
    {"kind", "pooling-classifier", static_cast<int>(ModelKind::pooling_classifier)},
    {"architecture", "encoder", static_cast<int>(Architecture::encoder)},
    {"architecture", "decoder", static_cast<int>(Architecture::decoder)},
    {"architecture", "encoder-decoder", static_cast<int>(Architecture::encoder_decoder)},
    {"norm", "layer", 0},
    {"norm", "rms", 1},
    {"activation", "gelu", static_cast<int>(FeedForwardKind::gelu)},
    {"activation", "gelu-tanh", static_cast<int>(FeedForwardKind::gelu_tanh)},
    {"activation", "relu", static_cast<int>(FeedForwardKind::relu)},
    {"activation", "swiglu", static_cast<int>(FeedForwardKind::swiglu)},
    {"positions", "sinusoidal", static_cast<int>(Positions::sinusoidal)},
    {"positions", "learned", static_cast<int>(Positions::learned)},
    {"positions", "rotary", static_cast<int>(Positions::rotary)},
};

void choose(ModelConfig& config, std::string_view setting, int value) {
  if (setting == "kind") config.kind = static_cast<ModelKind>(value);
  if (setting == "architecture") config.architecture = static_cast<Architecture>(value);
  if (setting == "norm") config.rms = value == 1;
  if (setting == "activation") config.activation = static_cast<FeedForwardKind>(value);
  if (setting == "positions") config.positions = static_cast<Positions>(value);
}

int chosen(const ModelConfig& config, std::string_view setting) {
  if (setting == "kind") return static_cast<int>(config.kind);
  if (setting == "architecture") return static_cast<int>(config.architecture);
  if (setting == "norm") return config.rms ? 1 : 0;
  if (setting == "activation") return static_cast<int>(config.activation);
  return static_cast<int>(config.positions);
}

std::string shortest(double number) {
  char digits[32];
  for (const int precision : {6, 9}) {
    std::snprintf(digits, sizeof digits, "%.*g", precision, number);
    if (static_cast<float>(std::strtod(digits, nullptr)) == static_cast<float>(number)) break;
  }
  return digits;
}

}  // namespace

bool read_settings(JsonReader& json, std::vector<Setting>& settings) {
  if (!json.mark('{')) return false;
  if (json.mark('}')) return true;
  do {
    Setting& setting = settings.emplace_back();
    if (!json.string(setting.name) || !json.mark(':')) return false;
    bool truth = false;
    if (json.truth(truth)) {
      setting.is_truth = true;
      setting.number = truth;
    } else if (!json.number(setting.number)) {
      setting.is_text = true;
      if (!json.string(setting.text)) return false;
    }
  } while (json.mark(','));
  return json.mark('}');
}

Status model_config(const std::vector<Setting>& settings, ModelConfig& config) {
  bool kv_heads = false;
  for (const Setting& setting : settings) {
    bool known = false;
    for (const Choice& choice : kChoices)
      if (setting.is_text && choice.setting == setting.name && choice.name == setting.text) {
        choose(config, setting.name, choice.value);
        known = true;
      }
    for (const ModelPlace& place : kModel) {
      if (setting.is_text || place.name != setting.name || setting.is_truth != (place.truth != nullptr)) continue;
      known = !place.whole || (setting.number == std::floor(setting.number) && std::abs(setting.number) < 1e9);
      if (!known) break;
      if (place.whole) config.*place.whole = static_cast<Index>(setting.number);
      if (place.real) config.*place.real = static_cast<float>(setting.number);
      if (place.truth) config.*place.truth = setting.number != 0;
    }
    kv_heads = kv_heads || setting.name == "kvHeads";
    if (!known)
      return setting.is_text ? errors::unknown_setting(setting.name, setting.text)
                             : errors::bad_model(setting.name, setting.number, 0);
  }
  if (!kv_heads) config.kv_heads = config.heads;
  return check(config);
}

Status model_config(std::string_view json, ModelConfig& config) {
  JsonReader reader(json);
  std::vector<Setting> settings;
  if (!read_settings(reader, settings) || !reader.end())
    return errors::weights_format("config", json, "one flat JSON object");
  return model_config(settings, config);
}

std::string json_of(const ModelConfig& config) {
  std::string json = "{";
  const auto member = [&](std::string_view name, const std::string& value) {
    if (json.size() > 1) json += ',';
    json += json_text(name) + ':' + value;
  };
  for (const Choice& choice : kChoices)
    if (chosen(config, choice.setting) == choice.value) member(choice.setting, json_text(choice.name));
  for (const ModelPlace& place : kModel) {
    if (place.name == "vocabulary") continue;  // another name of sourceVocabulary
    if (place.whole) member(place.name, std::to_string(config.*place.whole));
    if (place.real) member(place.name, shortest(double{config.*place.real}));
    if (place.truth) member(place.name, config.*place.truth ? "true" : "false");
  }
  return json + '}';
}

}  // namespace attn
