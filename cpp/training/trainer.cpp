#include "training/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/errors.hpp"
#include "base/model_errors.hpp"
#include "kernels/elementwise.hpp"
#include "training/memory.hpp"

namespace attn {

namespace {

Matrix flat(Tensor& tensor) { return {tensor.data(), {1, static_cast<Index>(tensor.count())}}; }

Status check_ids(std::string_view name, const Sequences& sequences, Index vocabulary, Index most) {
  if (sequences.batch == 0) return errors::bad_batch(name, 0, 1);
  if (sequences.length > most) return errors::bad_batch(name, sequences.length, most);
  for (const std::int32_t length : sequences.lengths)
    if (length == 0) return errors::bad_batch(name, 0, 1);
  for (const std::int32_t id : sequences.ids)
    if (id < 0 || id >= vocabulary) return errors::bad_batch(name, id, vocabulary - 1);
  return {};
}

}  // namespace

Trainer::Trainer(std::unique_ptr<Model> model, const TrainingConfig& config)
    : model_(std::move(model)), config_(config), random_(config.seed ^ 0x9e3779b97f4a7c15u) {}

Status Trainer::make(const ModelConfig& model, const TrainingConfig& config, std::unique_ptr<Trainer>& trainer) {
  if (Status status = attn::check(config); !status.ok()) return status;
  std::unique_ptr<Model> made;
  if (Status status = make_model(model, config.seed, made); !status.ok()) return status;
  trainer.reset(new Trainer(std::move(made), config));
  std::deque<Parameter>& parameters = trainer->model_->parameters().all();
  bool room = trainer->adamw_.begin(parameters);
  if (room && config.average > 0)
    for (const Parameter& parameter : parameters) {
      trainer->average_.push_back(Tensor::copy_of(parameter.value));
      room = room && trainer->average_.back().allocated();
    }
  if (room) return {};
  const std::int64_t bytes = 16 * trainer->model_->parameters().count();
  trainer.reset();
  return errors::out_of_memory("train", bytes);
}

Status Trainer::check(const Batch& batch) const {
  const ModelConfig& c = model_->config();
  const bool transformer = c.kind == ModelKind::transformer;
  const Index most = c.kind == ModelKind::gru_attention ? 4096 : c.max_length;
  if (!(transformer && c.architecture == Architecture::decoder))
    if (Status status = check_ids("source", batch.source, c.source_vocabulary, most); !status.ok()) return status;
  const bool classifier = c.kind == ModelKind::pooling_classifier;
  const bool positionwise = classifier || (transformer && c.architecture == Architecture::encoder);
  const bool both = !positionwise && !(transformer && c.architecture == Architecture::decoder);
  if (!positionwise)
    if (Status status = check_ids("target", batch.target, c.target_vocabulary, most); !status.ok()) return status;
  if (both && batch.source.batch != batch.target.batch)
    return errors::bad_batch("target", batch.target.batch, batch.source.batch);
  const Sequences& answered = positionwise ? batch.source : batch.target;
  const Index rows = answered.batch * answered.length;
  const std::size_t answers = classifier ? batch.labels.size() : batch.answers.size();
  if (const Index wanted = classifier ? answered.batch : rows; static_cast<Index>(answers) != wanted)
    return errors::bad_batch("target", static_cast<std::int64_t>(answers), wanted);
  for (const std::int32_t id : batch.answers)
    if (id < -1 || id >= c.target_vocabulary) return errors::bad_batch("target", id, c.target_vocabulary - 1);
  if (positionwise && !classifier)  // padding has no answer
    for (Index i = 0; i < rows; ++i) {
      const std::int32_t length = answered.lengths[static_cast<std::size_t>(i / answered.length)];
      if (batch.answers[static_cast<std::size_t>(i)] >= 0 && i % answered.length >= length)
        return errors::bad_batch("target", i % answered.length + 1, length);
    }
  const std::int64_t source_rows = std::int64_t{batch.source.batch} * batch.source.length;
  const std::int64_t target_rows = std::int64_t{batch.target.batch} * batch.target.length;
  const std::int64_t bytes = 4 * step_floats(c, source_rows, target_rows);
  return bytes > kMaxBytes ? errors::too_large("train", bytes, kMaxBytes) : Status{};
}

LossCount Trainer::loss_of(const Run& run, const Batch& batch, float smoothing) {
  const Var y = model_->forward(run, batch);
  return model_->config().kind == ModelKind::pooling_classifier ? squared_error(run.tape, y, batch.labels)
                                                                : cross_entropy(run.tape, y, batch.answers, smoothing);
}

Status Trainer::step(const Batch& batch, StepResult& result) {
  if (Status status = attn::check(config_); !status.ok()) return status;
  if (const float rate = model_->config().dropout; !(rate >= 0 && rate < 1))
    return errors::bad_model("dropout", double{rate}, 1);
  if (Status status = check(batch); !status.ok()) return status;
  std::deque<Parameter>& parameters = model_->parameters().all();
  tape_.clear();
  const Run run{.tape = tape_, .random = &random_, .rate = model_->config().dropout, .off = off_};
  const LossCount count = loss_of(run, batch, config_.smoothing);
  result = {step_ + 1, double{count.loss->value(0, 0)}, 0, rate_of(config_, step_ + 1), count.counted};
  if (tape_.status.ok() && std::isfinite(result.loss)) {
    tape_.backward(count.loss);
    result.gradient_norm = adamw_.norm(parameters);
  }
  if (!tape_.status.ok() || !std::isfinite(result.loss) || !std::isfinite(result.gradient_norm)) {
    for (Parameter& parameter : parameters)
      std::memset(parameter.gradient.data(), 0, static_cast<std::size_t>(parameter.gradient.count()) * sizeof(float));
    return errors::loss_not_finite(step_ + 1);
  }
  const double norm = result.gradient_norm;
  const double factor = config_.clip > 0 && norm > config_.clip ? config_.clip / norm : 1;
  adamw_.step(parameters, config_, result.rate, ++step_, static_cast<float>(factor));
  hold_pruned();
  // the average forgets faster in the beginning
  const float slow = std::min(config_.average, static_cast<float>(step_) / static_cast<float>(step_ + 9));
  for (std::size_t i = 0; i < average_.size(); ++i) {
    float *a = average_[i].data(), *w = parameters[i].value.data();
    for (std::int64_t j = 0; j < average_[i].count(); ++j) a[j] += (1 - slow) * (w[j] - a[j]);
  }
  return {};
}

Status Trainer::measure(const Batch& batch, BatchLoss& loss) {
  if (Status status = check(batch); !status.ok()) return status;
  plain_.clear();
  const LossCount count = loss_of({.tape = plain_, .off = off_}, batch, 0);
  if (!plain_.status.ok()) return plain_.status;
  if (!std::isfinite(count.surprise)) return errors::overflow("measure", "loss", {});
  loss.surprise += count.surprise;
  loss.counted += count.counted;
  loss.correct += count.correct;
  return {};
}

void Trainer::swap_average() {
  std::deque<Parameter>& parameters = model_->parameters().all();
  for (std::size_t i = 0; i < average_.size(); ++i) std::swap(average_[i], parameters[i].value);
}

void Trainer::hold_pruned() {
  std::deque<Parameter>& parameters = model_->parameters().all();
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    multiply(flat(parameters[i].value), flat(kept_[i]), flat(parameters[i].value));
    if (!average_.empty()) multiply(flat(average_[i]), flat(kept_[i]), flat(average_[i]));
  }
}

void Trainer::prune(float fraction) {
  std::deque<Parameter>& parameters = model_->parameters().all();
  kept_.clear();
  if (!(fraction > 0)) return;
  std::vector<float> sizes;
  for (const Parameter& parameter : parameters)
    for (std::int64_t i = 0; parameter.decays && i < parameter.value.count(); ++i)
      sizes.push_back(std::abs(parameter.value.data()[i]));
  if (sizes.empty()) return;
  const auto place = static_cast<std::ptrdiff_t>(std::min(fraction, 1.0f) * static_cast<float>(sizes.size() - 1));
  std::nth_element(sizes.begin(), sizes.begin() + place, sizes.end());
  const float limit = sizes[static_cast<std::size_t>(place)];
  for (const Parameter& parameter : parameters) {
    Tensor& kept = kept_.emplace_back(parameter.value.shape());
    for (std::int64_t i = 0; i < kept.count(); ++i)
      kept.data()[i] = parameter.decays && std::abs(parameter.value.data()[i]) <= limit ? 0.0f : 1.0f;
  }
  hold_pruned();
}

std::vector<NamedTensor> Trainer::state() const {
  std::vector<NamedTensor> tensors;
  const std::deque<Parameter>& parameters = model_->parameters().all();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string& name = parameters[i].name;
    tensors.push_back({name, parameters[i].value});
    tensors.push_back({name + "/first", adamw_.first()[i]});
    tensors.push_back({name + "/second", adamw_.second()[i]});
    if (!average_.empty()) tensors.push_back({name + "/average", average_[i]});
    if (!kept_.empty()) tensors.push_back({name + "/kept", kept_[i]});
  }
  return tensors;
}

std::string Trainer::progress() const {
  char text[64];
  std::snprintf(text, sizeof text, "%lld %016llx", static_cast<long long>(step_),
                static_cast<unsigned long long>(random_.state()));
  return text;
}

Status Trainer::restore(const WeightSource& source, std::string_view progress) {
  long long step = 0;
  unsigned long long state = 0;
  if (std::sscanf(std::string(progress).c_str(), "%lld %llx", &step, &state) != 2 || step < 0)
    return errors::weights_format("progress", progress, "step and random state");
  std::deque<Parameter>& parameters = model_->parameters().all();
  const bool pruned = source.shape(parameters[0].name + "/kept").rank > 0;
  std::vector<Tensor> values(parameters.size()), first(parameters.size()), second(parameters.size()),
      average(average_.size()), kept(pruned ? parameters.size() : 0);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string& name = parameters[i].name;
    const Shape& shape = parameters[i].value.shape();
    if (Status status = source.read(name, shape, values[i]); !status.ok()) return status;
    if (Status status = source.read(name + "/first", shape, first[i]); !status.ok()) return status;
    if (Status status = source.read(name + "/second", shape, second[i]); !status.ok()) return status;
    if (!average.empty())
      if (Status status = source.read(name + "/average", shape, average[i]); !status.ok()) return status;
    if (pruned)
      if (Status status = source.read(name + "/kept", shape, kept[i]); !status.ok()) return status;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i].value = std::move(values[i]);
  adamw_.first() = std::move(first);
  adamw_.second() = std::move(second);
  average_ = std::move(average);
  kept_ = std::move(kept);
  step_ = step;
  random_ = Random(state);
  return {};
}

}  // namespace attn
