#pragma once
// Small models in training, and the batches they are given.
#include <cstring>

#include "../models/model_case.hpp"
#include "training/trainer.hpp"

namespace test {

using attn::ModelConfig;
using attn::Trainer;
using attn::TrainingConfig;

inline std::unique_ptr<Trainer> trainer_of(const ModelConfig& model, const TrainingConfig& config) {
  std::unique_ptr<Trainer> trainer;
  return Trainer::make(model, config, trainer).ok() ? std::move(trainer) : nullptr;
}

/** Every number of a trainer's weights, one after the other. */
inline std::vector<float> weights_of(Trainer& trainer) {
  std::vector<float> numbers;
  for (const attn::Parameter& parameter : trainer.model().parameters().all())
    numbers.insert(numbers.end(), parameter.value.data(), parameter.value.data() + parameter.value.count());
  return numbers;
}

inline bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

/** The batch of step `number`, the same each time. */
inline attn::Batch batch_of(const ModelConfig& config, std::int64_t number) {
  const std::vector<OwnedExample> examples = random_examples(config, static_cast<std::uint64_t>(number) + 77);
  return make_batch(config, views_of(examples));
}

/** The code of the first error; "" if all went well. */
inline std::string train(Trainer& trainer, std::int64_t steps) {
  attn::StepResult result;
  for (std::int64_t i = 0; i < steps; ++i) {
    const attn::Batch batch = batch_of(trainer.model().config(), trainer.steps());
    if (const attn::Status status = trainer.step(batch, result); !status.ok()) return status.code;
  }
  return "";
}

/** One of each kind. */
inline std::vector<ModelConfig> all_kinds() {
  ModelConfig transformer = small_transformer(attn::Architecture::encoder_decoder);
  transformer.positions = attn::Positions::learned;
  std::vector<ModelConfig> all{transformer, small_gru(true), small_classifier(1)};
  for (ModelConfig& config : all) config.dropout = 0.2f;
  return all;
}

}  // namespace test
