#include "models/config.hpp"

#include "base/model_errors.hpp"

namespace attn {

namespace {

constexpr Index kMost = 1 << 20;  // of any size
constexpr std::int64_t kMostNumbers = 1 << 28;

constexpr double real(std::int64_t number) { return static_cast<double>(number); }

Status between(std::string_view name, Index value, Index least, Index most) {
  if (value < least) return errors::bad_model(name, real(value), real(least));
  return value > most ? errors::bad_model(name, real(value), real(most)) : Status{};
}

/** About as many as the model has parameters. What a kind has not does not count: it may be any number. */
std::int64_t numbers_of(const ModelConfig& c) {
  const std::int64_t width = c.width, hidden = c.hidden;
  if (c.kind == ModelKind::gru_attention)
    return 20 * hidden * (hidden + width) + width * (c.source_vocabulary + 2 * c.target_vocabulary);
  const std::int64_t layer = width * (4 * width + 3 * hidden), rows = c.max_length;
  if (c.kind == ModelKind::pooling_classifier) return c.layers * layer + width * (width + c.source_vocabulary + rows);
  const bool encodes = c.architecture != Architecture::decoder, both = c.architecture == Architecture::encoder_decoder;
  return (c.layers + (both ? c.decoder_layers : 0)) * layer + (both ? c.decoder_layers * 4 * width * width : 0) +
         width * ((encodes ? c.source_vocabulary : 0) + 2 * c.target_vocabulary + rows);
}

}  // namespace

Status check(const ModelConfig& c) {
  const bool transformer = c.kind == ModelKind::transformer, gru = c.kind == ModelKind::gru_attention;
  const bool decoder_only = transformer && c.architecture == Architecture::decoder;
  const bool classifier = c.kind == ModelKind::pooling_classifier;
  struct Bound {
    std::string_view name;
    Index value, least, most;
  };
  const Bound bounds[] = {
      {"sourceVocabulary", decoder_only ? 5 : c.source_vocabulary, kSpecialTokens + 1, kMost},
      {"targetVocabulary", classifier ? 5 : c.target_vocabulary,
       transformer && c.architecture == Architecture::encoder ? 0 : kSpecialTokens + 1, kMost},
      {"width", c.width, 1, 8192},
      {"heads", gru ? 1 : c.heads, 1, 256},
      {"kvHeads", gru ? 1 : c.kv_heads, 1, 256},
      {"layers", gru ? 1 : c.layers, classifier ? 0 : 1, 96},
      {"decoderLayers", transformer && c.architecture == Architecture::encoder_decoder ? c.decoder_layers : 1, 1, 96},
      {"hidden", c.hidden, 1, 65536},
      {"maxLength", gru ? 1 : c.max_length, 1, 65536},
      {"begin", c.begin, decoder_only ? -1 : 1, 1},
  };
  for (const Bound& bound : bounds)
    if (Status status = between(bound.name, bound.value, bound.least, bound.most); !status.ok()) return status;
  if (!(c.dropout >= 0 && c.dropout < 1)) return errors::bad_model("dropout", c.dropout, 1);
  if (!(c.epsilon > 0 && c.epsilon < 1)) return errors::bad_model("epsilon", c.epsilon, 1);
  if (!(c.rotary_base > 0 && c.rotary_base < 1e30f)) return errors::bad_model("rotaryBase", c.rotary_base, 0);
  if (!gru && c.width % c.heads != 0) return errors::bad_model("heads", real(c.heads), real(c.width));
  if (!gru && c.heads % c.kv_heads != 0) return errors::bad_model("kvHeads", real(c.kv_heads), real(c.heads));
  const std::int64_t numbers = numbers_of(c);
  if (numbers > kMostNumbers) return errors::bad_model("parameters", real(numbers), real(kMostNumbers));
  return {};
}

}  // namespace attn
