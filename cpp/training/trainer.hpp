#pragma once
// One model in training: a step at a time, the same for a seed and a row of batches, and exactly resumed from its state.
#include <string>
#include <vector>

#include "autograd/loss.hpp"
#include "models/model.hpp"
#include "training/adamw.hpp"

namespace attn {

struct StepResult {
  std::int64_t step = 0;  // from 1 on
  double loss = 0;        // before the update, smoothing included
  double gradient_norm = 0;
  float rate = 0;
  std::int64_t tokens = 0;  // that counted
};

struct BatchLoss {
  double surprise = 0;  // Σ −log p, or Σ (score − label)²
  std::int64_t counted = 0, correct = 0;
};

/** A tensor by name, as it goes into a file. */
struct NamedTensor {
  std::string name;
  TensorView tensor;
};

class Trainer {
 public:
  /** Errors: bad-model, out-of-memory. */
  static Status make(const ModelConfig& model, const TrainingConfig& config, std::unique_ptr<Trainer>& trainer);

  /** Errors: bad-batch, bad-model, too-large before anything is done; loss-not-finite, the weights then are those before the step. */
  Status step(const Batch& batch, StepResult& result);

  /** With the weights as they are, or averaged; no dropout. */
  Status measure(const Batch& batch, BatchLoss& loss);

  Model& model() { return *model_; }
  TrainingConfig& config() { return config_; }
  std::int64_t steps() const { return step_; }

  /** Swaps the weights and their average, where one is kept: twice is as before. */
  void swap_average();

  /** Weights with the smallest |w| of all matrices, this part of them, are 0 from now on; 0: none are held. */
  void prune(float fraction);
  std::span<const HeadPlace> heads_off() const { return off_; }
  void set_heads_off(std::vector<HeadPlace> off) { off_ = std::move(off); }

  /** Everything that training goes on from: weights, moments, average, which weights are pruned. */
  std::vector<NamedTensor> state() const;
  /** Random state and step count, as text. */
  std::string progress() const;
  /** From a file of state() and progress(). Nothing is changed on an error. */
  Status restore(const WeightSource& source, std::string_view progress);

 private:
  Trainer(std::unique_ptr<Model> model, const TrainingConfig& config);
  Status check(const Batch& batch) const;
  void hold_pruned();
  LossCount loss_of(const Run& run, const Batch& batch, float smoothing);

  std::unique_ptr<Model> model_;
  TrainingConfig config_;
  AdamW adamw_;
  Random random_;  // of dropout
  std::int64_t step_ = 0;
  std::vector<Tensor> average_;
  std::vector<Tensor> kept_;  // 0 where a weight is pruned, else 1; empty: none is
  std::vector<HeadPlace> off_;
  Tape tape_{true}, plain_{false};
};

}  // namespace attn
