#pragma once
// A model against its reference: logits, loss, and the gradient of every parameter by central differences.
#include <memory>

#include "autograd/loss.hpp"
#include "reference_models.hpp"

namespace test {

using reference_model::Ids;
using reference_model::Weights;

struct OwnedExample {
  Ids source, target;
};

inline std::vector<attn::Example> views_of(const std::vector<OwnedExample>& examples) {
  std::vector<attn::Example> views;
  for (const OwnedExample& each : examples) views.push_back({each.source, each.target});
  return views;
}

/** Every parameter made random, gains and biases too, so that each one counts. */
inline std::unique_ptr<attn::Model> random_model(const attn::ModelConfig& config, std::uint64_t seed) {
  std::unique_ptr<attn::Model> model;
  if (!make_model(config, seed, model).ok()) return nullptr;
  Random random(seed + 50);
  for (attn::Parameter& parameter : model->parameters().all()) {
    for (std::int64_t k = 0; k < parameter.value.count(); ++k) parameter.value.data()[k] += random.uniform(-0.4f, 0.4f);
    parameter.gradient = Tensor(parameter.value.shape());
  }
  return model;
}

inline Ids random_ids(Index count, Index vocabulary, Random& random) {
  Ids ids;
  for (Index i = 0; i < count; ++i)
    ids.push_back(static_cast<std::int32_t>(attn::kUnknown + random.below(vocabulary - attn::kUnknown)));
  return ids;
}

/** Examples of different lengths; of a decoder some without a source; of an encoder as many answers as it has rows. */
inline std::vector<OwnedExample> random_examples(const attn::ModelConfig& c, std::uint64_t seed) {
  Random random(seed);
  std::vector<OwnedExample> examples;
  const bool transformer = c.kind == attn::ModelKind::transformer;
  const bool reads_target = transformer && c.architecture == attn::Architecture::decoder;
  const bool positionwise = transformer && c.architecture == attn::Architecture::encoder;
  for (const Index length : {4, 1, 6}) {
    OwnedExample& each = examples.emplace_back();
    each.source = random_ids(reads_target ? length - 1 : length,
                             reads_target ? c.target_vocabulary : c.source_vocabulary, random);
    if (c.kind == attn::ModelKind::pooling_classifier) {
      each.target = {static_cast<std::int32_t>(random.below(2001)) - 1000};
      continue;
    }
    each.target = random_ids(positionwise ? length : 1 + random.below(5), c.target_vocabulary, random);
    if (!positionwise) each.target.push_back(attn::kEnd);
  }
  return examples;
}

class ModelCase {
 public:
  ModelCase(const attn::ModelConfig& config, std::uint64_t seed)
      : config_(config), model_(random_model(config, seed)), examples_(random_examples(config, seed)), seed_(seed) {}

  /** "" if all is well. */
  std::string faults() {
    if (!model_) return "no model";
    weights_ = reference_model::weights_of(*model_);
    const std::vector<attn::Example> examples = views_of(examples_);
    const attn::Batch batch = make_batch(config_, examples);
    attn::Tape tape(true);
    const attn::Var y = model_->forward({.tape = tape}, batch);
    check_logits(y->value, batch);
    const attn::LossCount count =
        classifies() ? squared_error(tape, y, batch.labels) : cross_entropy(tape, y, batch.answers, kSmoothing);
    const double expected = loss();
    if (!(std::abs(count.loss->value(0, 0) - expected) <= 1e-5 * std::abs(expected))) text_ += "the loss is off; ";
    tape.backward(count.loss);
    if (!tape.status.ok()) text_ += tape.status.message;
    check_gradients();
    return text_;
  }

 private:
  static constexpr float kSmoothing = 0.1f;

  bool classifies() const { return config_.kind == attn::ModelKind::pooling_classifier; }
  bool is(attn::Architecture architecture) const {
    return config_.kind == attn::ModelKind::transformer && config_.architecture == architecture;
  }

  /** What is read before each answer: begin, [source of a decoder], target without its last. */
  Ids read_by_decoder(const OwnedExample& example) const {
    Ids ids{attn::kBegin};
    if (is(attn::Architecture::decoder)) ids.insert(ids.end(), example.source.begin(), example.source.end());
    ids.insert(ids.end(), example.target.begin(), example.target.end() - 1);
    return ids;
  }

  Grid logits(const OwnedExample& example) const {
    if (classifies()) return reference_model::pooling_classifier(weights_, config_, example.source);
    const Ids read = read_by_decoder(example);
    return config_.kind == attn::ModelKind::gru_attention
               ? reference_model::gru_seq2seq(weights_, example.source, read)
               : reference_model::transformer(weights_, config_, example.source, read);
  }

  double loss() const {
    double sum = 0, count = 0;
    for (const OwnedExample& example : examples_) {
      const Grid y = logits(example);
      if (classifies()) {
        sum += std::pow(y(0, 0) - static_cast<double>(static_cast<float>(example.target[0]) / 1000), 2), ++count;
        continue;
      }
      const Index first = y.rows - static_cast<Index>(example.target.size());  // a decoder's source is not answered
      for (std::size_t i = 0; i < example.target.size(); ++i, ++count)
        sum += cross_entropy_of(y, first + static_cast<Index>(i), example.target[i], static_cast<double>(kSmoothing));
    }
    return sum / count;
  }

  void check_logits(ConstMatrix actual, const attn::Batch& batch) {
    const Index length = classifies() ? 1 : is(attn::Architecture::encoder) ? batch.source.length : batch.target.length;
    for (std::size_t i = 0; i < examples_.size(); ++i) {
      const Grid expected = logits(examples_[i]);
      const Index first = static_cast<Index>(i) * length;
      const double error = relative_error(
          expected.rows * expected.columns,
          [&](Index k) { return actual(first + k / expected.columns, k % expected.columns); },
          [&](Index k) { return expected.data[static_cast<std::size_t>(k)]; });
      if (!(error <= 1e-5))
        text_ += "logits " + std::to_string(i) + " are off by " + std::to_string(error * 1e6) + "e-6; ";
    }
  }

  /** A few numbers of each parameter, the ones with the largest gradient among them. */
  void check_gradients() {
    Random random(seed_ + 9);
    float largest = 0;
    for (const attn::Parameter& parameter : model_->parameters().all()) largest = std::max(largest, most(parameter));
    for (const attn::Parameter& parameter : model_->parameters().all()) {
      const float* gradient = parameter.gradient.data();
      const Index count = static_cast<Index>(parameter.gradient.count());
      const Index peak =
          std::max_element(gradient, gradient + count, [](float a, float b) { return std::abs(a) < std::abs(b); }) -
          gradient;
      const double limit = 3e-5 * static_cast<double>(most(parameter)) + 3e-7 * static_cast<double>(largest);
      for (const Index k : {peak, random.below(count)}) {
        double& number = weights_[parameter.name].data[static_cast<std::size_t>(k)];
        const double expected = central_difference(number, [&] { return loss(); });
        if (!(std::abs(static_cast<double>(gradient[k]) - expected) <= limit))
          text_ += "gradient " + std::to_string(k) + " of " + parameter.name + " is " + std::to_string(gradient[k]) +
                   ", not " + std::to_string(expected) + "; ";
      }
    }
  }

  static float most(const attn::Parameter& parameter) {
    float size = 0;
    for (std::int64_t k = 0; k < parameter.gradient.count(); ++k)
      size = std::max(size, std::abs(parameter.gradient.data()[k]));
    return size;
  }

  attn::ModelConfig config_;
  std::unique_ptr<attn::Model> model_;
  std::vector<OwnedExample> examples_;
  std::uint64_t seed_;
  Weights weights_;
  std::string text_;
};

inline std::string faults(const attn::ModelConfig& config, std::uint64_t seed = 1) {
  return ModelCase(config, seed).faults();
}

/** A transformer small enough for central differences. */
inline attn::ModelConfig small_transformer(attn::Architecture architecture) {
  attn::ModelConfig config;
  config.architecture = architecture;
  config.source_vocabulary = architecture == attn::Architecture::decoder ? 0 : 9;
  config.target_vocabulary = 7;
  config.width = 6;
  config.heads = config.kv_heads = 2;
  config.layers = config.decoder_layers = 1;
  config.hidden = 10;
  config.max_length = 12;
  return config;
}

inline attn::ModelConfig small_gru(bool tied) {
  attn::ModelConfig config;
  config.kind = attn::ModelKind::gru_attention;
  config.source_vocabulary = 9;
  config.target_vocabulary = 7;
  config.width = 5;
  config.hidden = 6;
  config.tied = tied;
  return config;
}

inline attn::ModelConfig small_classifier(Index layers) {
  attn::ModelConfig config;
  config.kind = attn::ModelKind::pooling_classifier;
  config.source_vocabulary = 9;
  config.width = 8;
  config.heads = 2;
  config.kv_heads = 1;
  config.layers = layers;
  config.hidden = 7;
  config.max_length = 12;
  return config;
}

}  // namespace test
