#pragma once
// What training and the page ask of every model.
#include <memory>

#include "layers/parameters.hpp"
#include "layers/run.hpp"
#include "models/config.hpp"
#include "models/sequences.hpp"
#include "models/weight_source.hpp"

namespace attn {

class Model {
 public:
  explicit Model(const ModelConfig& config) : config_(config) {}
  virtual ~Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  /**
   * Logits (batch · length, target_vocabulary), rows in the order of batch.answers; of an encoder without a target
   * vocabulary its rows (…, width); of a classifier the score (batch, 1), −1 … 1. The batch must outlive the tape's run.
   */
  virtual Var forward(const Run& run, const Batch& batch) = 0;

  const ModelConfig& config() const { return config_; }
  void set_dropout(float rate) { config_.dropout = rate; }
  Parameters& parameters() { return parameters_; }
  const Parameters& parameters() const { return parameters_; }

 protected:
  ModelConfig config_;
  Parameters parameters_;
};

/** A model with weights drawn from `seed`; bad-model or out-of-memory. */
Status make_model(const ModelConfig& config, std::uint64_t seed, std::unique_ptr<Model>& model);

/** The same with the weights of a file. */
Status read_weights(const WeightSource& source, Model& model);

}  // namespace attn
