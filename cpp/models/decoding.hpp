#pragma once
// What a trained model answers: greedy, by beam search, token by token; and one example with all its attention.
#include "models/model.hpp"

namespace attn {

/**
 * Greedy and free-running: each token is the likeliest after the model's own earlier ones, until kEnd (kept) or `most` tokens. An
 * encoder answers each position of its source at once. Errors: bad-batch, too-large …
 */
Status predict(Model& model, std::span<const Example> examples, Index most, std::span<const HeadPlace> off,
               std::vector<std::vector<std::int32_t>>& answers);

struct BeamOptions {
  Index beams = 4;
  Index most = 64;              // tokens of an answer, its end included
  float length_penalty = 0.6f;  // α of ((5 + length) / 6)^α (Wu et al. 2016, section 7)
};

struct Hypothesis {
  std::vector<std::int32_t> tokens;  // kEnd last, where it came to an end
  double log_probability = 0;        // Σ, natural logarithm
  double score = 0;                  // divided by the length penalty
};

/** The likeliest answers to one source, best score first: at most `beams`. For models that translate. */
Status beam_search(Model& model, std::span<const std::int32_t> source, const BeamOptions& options,
                   std::span<const HeadPlace> off, std::vector<Hypothesis>& answers);

/** One example, the right tokens before each: logits (target length, vocabulary) and every attention on the way. */
Status look(Model& model, const Example& example, std::span<const HeadPlace> off, Tensor& logits,
            std::vector<SeenAttention>& seen);

/** A decoder that reads token after token and keeps the keys and values of those it has read. */
class Generator {
 public:
  /** `model` is a transformer of architecture decoder; it outlives the generator and keeps its weights. */
  static Status make(Model& model, Generator& generator);

  Index length() const { return static_cast<Index>(tokens_.size()); }
  /** Reads on, after the longest beginning that `tokens` shares with what was read; logits (vocabulary) of the next one. */
  Status read(std::span<const std::int32_t> tokens, Tensor& logits);

 private:
  Model* model_ = nullptr;
  std::vector<std::int32_t> tokens_;
  std::vector<KeyValueCache> caches_;
  Tape tape_{false};
};

/** Ids within the vocabulary, lengths within what the model reads. */
Status check_example(const Model& model, const Example& example);

}  // namespace attn
