#include "training/memory.hpp"

namespace attn {

std::int64_t step_floats(const ModelConfig& c, std::int64_t source_rows, std::int64_t target_rows) {
  const std::int64_t width = c.width, hidden = c.hidden,
                     logits = 3 * c.target_vocabulary;  // a row, its gradient, probabilities
  if (c.kind == ModelKind::gru_attention)
    return source_rows * (10 * width + 50 * hidden) +
           target_rows *
               (16 * width + 60 * hidden + logits + 2 * c.target_vocabulary);  // time by time, then by sequence
  const std::int64_t layer = 38 * width + 12 * hidden;
  if (c.kind == ModelKind::pooling_classifier) return source_rows * (c.layers * layer + 20 * width);
  const bool encodes = c.architecture != Architecture::decoder, decodes = c.architecture != Architecture::encoder;
  const std::int64_t decoder_layers = encodes ? c.decoder_layers : c.layers;
  std::int64_t sum = (decodes ? target_rows : source_rows) * logits;
  if (encodes) sum += source_rows * (c.layers * layer + 20 * width);
  if (decodes) sum += target_rows * (decoder_layers * layer + 20 * width);
  if (encodes && decodes) sum += decoder_layers * (target_rows * 16 + source_rows * 4) * width;
  return sum;
}

}  // namespace attn
