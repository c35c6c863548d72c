#pragma once
// Transformers: an encoder, a decoder, or both (Vaswani et al. 2017; BERT, GPT-2 and Llama are settings of the same).
#include "layers/transformer_layer.hpp"
#include "models/model.hpp"

namespace attn {

class Transformer final : public Model {
 public:
  Transformer(const ModelConfig& config, Random& random);

  Var forward(const Run& run, const Batch& batch) override;

  /** The source's rows after the last layer of the encoder, (batch · length, width). */
  Var encode(const Run& run, const Sequences& source) const;
  /** Rows after the last layer of the decoder; `memory` (batch · source length, width) where there is an encoder. */
  Var decode(const Run& run, const Sequences& target, Var memory = nullptr, const Sequences* source = nullptr) const;
  /** x · (the embedding)ᵀ, or x·W + b. */
  Var logits(const Run& run, Var x) const;

 private:
  Var embed(const Run& run, const Sequences& tokens, Parameter& table) const;

  Parameter* source_table_ = nullptr;  // (vocabulary, width)
  Parameter* target_table_ = nullptr;
  Parameter* positions_ = nullptr;  // (max_length, width), learned
  Norm embedding_norm_;
  std::vector<TransformerLayer> encoder_, decoder_;
  Norm encoder_norm_, decoder_norm_;
  Affine output_;
};

}  // namespace attn
