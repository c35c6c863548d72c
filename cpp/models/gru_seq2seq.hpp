#pragma once
// The recurrent encoder–decoder with additive attention (Bahdanau, Cho and Bengio 2015): where attention came from.
#include "layers/gru.hpp"
#include "models/model.hpp"

namespace attn {

class GruSeq2Seq final : public Model {
 public:
  GruSeq2Seq(const ModelConfig& config, Random& random);

  Var forward(const Run& run, const Batch& batch) override;

  /** What the decoder looks at, and where it starts. */
  struct Memory {
    const Sequences* source;
    Var annotations;  // h_j = [→h_j; ←h_j], (batch · length, 2·hidden)
    Var keys;         // U h_j + b, (batch · length, hidden)
    Var state;        // s_0 = tanh(W_s ←h_1 + b), (batch, hidden)
  };
  Memory encode(const Run& run, const Sequences& source) const;

  /** One word further: y_{i−1} (batch) ids and s_{i−1} → s_i and the logits of y_i (batch, vocabulary). */
  struct Next {
    Var state, logits;
  };
  Next next(const Run& run, const Memory& memory, Var state, std::span<const std::int32_t> previous) const;

 private:
  struct Step {
    Var state, context;
  };
  Step step(const Run& run, const Memory& memory, Var state, Var word) const;
  Var word_part(Tape& tape, Var words) const;
  Var logits(const Run& run, Var states, Var words, Var contexts) const;

  Parameter *source_table_, *target_table_;
  Gru forward_, backward_, decoder_;
  Affine start_;        // W_s
  Affine query_, key_;  // W; U and b
  Parameter* score_;    // v, (1, hidden)
  Affine readout_;      // W_t
  Affine output_;       // where weights are not tied
};

}  // namespace attn
