#pragma once
// What a model is made of: the same settings in C++, in web/core/training.ts and, as JSON, in a file of weights.
#include <cstdint>
#include <string>

#include "base/index.hpp"
#include "base/status.hpp"

namespace attn {

enum class ModelKind : unsigned char { transformer, gru_attention, pooling_classifier };
enum class Architecture : unsigned char { encoder, decoder, encoder_decoder };
enum class Positions : unsigned char { sinusoidal, learned, rotary };
enum class FeedForwardKind : unsigned char { gelu, gelu_tanh, relu, swiglu };

struct ModelConfig {
  ModelKind kind = ModelKind::transformer;
  Architecture architecture = Architecture::encoder_decoder;
  Index source_vocabulary = 0;  // encoder, encoder_decoder, gru_attention, pooling_classifier ("vocabulary")
  Index target_vocabulary = 0;  // 0: no logits (an encoder whose rows are the answer)
  Index width = 64;
  Index heads = 4;
  Index kv_heads = 4;
  Index layers = 2;
  Index decoder_layers = 2;  // of encoder_decoder
  Index hidden = 256;        // feed-forward units; of gru_attention: units of each GRU
  bool rms = false;          // norm: "rms"
  bool norm_first = true;
  FeedForwardKind activation = FeedForwardKind::gelu;
  bool bias = true;
  Positions positions = Positions::sinusoidal;
  float rotary_base = 10000;  // "rotaryBase"
  Index max_length = 64;
  float dropout = 0;
  bool tied = true;             // output weights are the target embedding's
  bool scale_embedding = true;  // by √width (Vaswani et al. 2017, section 3.4)
  bool embedding_norm = false;  // a norm on the embeddings (BERT)
  float epsilon = 1e-5f;
  Index begin = 1;  // the token before a decoder's first; −1: it has none (models of Hugging Face)
};

/** bad-model where a setting is out of its bounds or two do not go together. */
Status check(const ModelConfig& config);

inline constexpr Index kPadding = 0, kBegin = 1, kEnd = 2, kUnknown = 3, kSpecialTokens = 4;

}  // namespace attn
