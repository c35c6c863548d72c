#pragma once
// A small encoder whose rows are pooled by importance (M8; Yang et al. 2016) to one number.
#include "layers/transformer_layer.hpp"
#include "models/model.hpp"

namespace attn {

class PoolingClassifier final : public Model {
 public:
  PoolingClassifier(const ModelConfig& config, Random& random);

  /** tanh(w · Σ_j a_j x_j + b), a = softmax_j(vᵀ tanh(W x_j + b)), x the encoder's rows: (batch, 1) */
  Var forward(const Run& run, const Batch& batch) override;

 private:
  Parameter* table_;
  std::vector<TransformerLayer> layers_;
  Norm norm_;
  Parameter *importance_, *importance_bias_, *score_;  // W (hidden, width), b, v (1, hidden)
  Affine output_;                                      // w, b
};

}  // namespace attn
