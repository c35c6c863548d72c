// attn::Trainer for JavaScript.
#include <emscripten/bind.h>

#include <cmath>

#include "base/errors.hpp"
#include "base/model_errors.hpp"
#include "bindings/failure.hpp"
#include "bindings/models/look.hpp"
#include "io/model_file.hpp"
#include "io/settings.hpp"
#include "models/decoding.hpp"
#include "training/trainer.hpp"

namespace attn::bindings {
namespace {

/** All numbers: that crosses fastest. */
struct StepNumbers {
  double step = 0, loss = 0, gradientNorm = 0, rate = 0, tokens = 0;
};

struct EvaluationNumbers {
  double loss = 0, tokens = 0, correctTokens = 0, correctSequences = 0;
};

constexpr std::string_view kCheckpoint = "attention-lab checkpoint 1";

class TrainingHandle {
 public:
  TrainingHandle(const ModelConfig& model, std::uint64_t seed) : model_(model) { config_.seed = seed; }

  Status begin() { return Trainer::make(model_, config_, trainer_); }

  double parameters() const { return static_cast<double>(trainer_->model().parameters().count()); }
  double steps() const { return static_cast<double>(trainer_->steps()); }
  std::string config() const { return json_of(trainer_->model().config()); }

  /** In the order of the façade's list of settings. */
  void change(float rate, int schedule, double warmup, double steps, float decay, float beta1, float beta2, float clip,
              float smoothing, float dropout) {
    TrainingConfig& c = trainer_->config();
    c.rate = rate;
    c.schedule = static_cast<Schedule>(schedule);
    c.warmup = static_cast<std::int64_t>(warmup);
    c.steps = static_cast<std::int64_t>(steps);
    c.decay = decay;
    c.beta1 = beta1;
    c.beta2 = beta2;
    c.clip = clip;
    c.smoothing = smoothing;
    trainer_->model().set_dropout(dropout);
  }

  /** One step on these Examples. False: the error is kept. */
  bool step(Address at, int words) {
    const Examples examples(at, words);
    return settle(trainer_->step(make_batch(trainer_->model().config(), examples.list()), step_));
  }
  StepNumbers last_step() const {
    return {static_cast<double>(step_.step), step_.loss, step_.gradient_norm, double{step_.rate},
            static_cast<double>(step_.tokens)};
  }

  /** Measures and answers these Examples. False: the error is kept. */
  bool evaluate(Address at, int words) {
    const Examples examples(at, words);
    const std::span list = examples.list();
    BatchLoss loss;
    if (!settle(trainer_->measure(make_batch(trainer_->model().config(), list), loss))) return false;
    std::size_t longest = 0;
    for (const Example& example : list) longest = std::max(longest, example.target.size());
    constexpr Index kMore = 4;  // tokens beyond the longest target: who has not ended by then is wrong
    std::vector<std::vector<std::int32_t>> answers;
    const bool classifies = trainer_->model().config().kind == ModelKind::pooling_classifier;
    if (!settle(classifies ? scores(list, answers)
                           : predict(trainer_->model(), list, static_cast<Index>(longest) + kMore,
                                     trainer_->heads_off(), answers)))
      return false;
    evaluation_ = {loss.surprise / static_cast<double>(std::max<std::int64_t>(1, loss.counted))};
    predictions_.clear();
    for (std::size_t i = 0; i < list.size(); ++i) compare(list[i].target, answers[i]);
    return true;
  }
  EvaluationNumbers evaluation() const { return evaluation_; }
  /** int32: of each answer its length, then its ids. */
  NumbersAddress predictions() const {
    return {address_of(predictions_.data()), static_cast<int>(predictions_.size())};
  }

  std::unique_ptr<LookHandle> look(Address at, int words) const {
    return bindings::look(trainer_->model(), trainer_->heads_off(), Examples(at, words)[0]);
  }

  void prune(float fraction) { trainer_->prune(fraction); }
  void set_heads_off(Address at, int count) { trainer_->set_heads_off(heads_at(at, count)); }

  /** A file's bytes, until the next call of weights, checkpoint or release; count 0: no memory, the error is kept. */
  NumbersAddress weights() {
    SafetensorsWriter writer;
    write_model(trainer_->model(), writer);
    writer.field("steps", std::to_string(trainer_->steps()));
    return keep(writer);
  }
  NumbersAddress checkpoint() {
    SafetensorsWriter writer;
    writer.field("format", kCheckpoint);
    writer.field("config", config());
    writer.field("progress", trainer_->progress());
    for (const NamedTensor& each : trainer_->state()) writer.tensor(each.name, each.tensor);
    return keep(writer);
  }
  void release() { std::vector<std::byte>().swap(file_); }

  /** From a file of `count` bytes. False: the error is kept, and all is as it was. */
  bool restore(Address data, double count) {
    Safetensors file;
    const std::span bytes(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(count));
    if (!settle(Safetensors::read(bytes, file))) return false;
    const bool whole = field_of(file, "format") == kCheckpoint;
    if (!whole && field_of(file, "format") != kModelFormat)
      return settle(errors::weights_format("format", field_of(file, "format"), kModelFormat));
    ModelConfig config;
    if (!settle(model_config(field_of(file, "config"), config))) return false;
    const ModelConfig& own = trainer_->model().config();
    config.dropout = own.dropout;
    if (json_of(config) != json_of(own)) return settle(errors::weights_format("config", json_of(config), json_of(own)));
    if (whole) return settle(trainer_->restore(file, field_of(file, "progress")));
    std::unique_ptr<Trainer> fresh;
    if (!settle(Trainer::make(own, trainer_->config(), fresh)) || !settle(read_weights(file, fresh->model())))
      return false;
    fresh->set_heads_off({trainer_->heads_off().begin(), trainer_->heads_off().end()});
    trainer_ = std::move(fresh);
    return true;
  }

 private:
  /** Of a classifier, in thousandths. */
  Status scores(std::span<const Example> examples, std::vector<std::vector<std::int32_t>>& answers) {
    const Batch batch = make_batch(trainer_->model().config(), examples);
    Tape tape(false);
    const Var y = trainer_->model().forward({.tape = tape, .off = trainer_->heads_off()}, batch);
    for (Index i = 0; i < y->rows(); ++i)
      answers.push_back({static_cast<std::int32_t>(std::lround(1000 * y->value(i, 0)))});
    return tape.status;
  }

  NumbersAddress keep(const SafetensorsWriter& writer) {
    file_ = writer.bytes();
    if (file_.empty()) settle(errors::out_of_memory("weights", 4 * trainer_->model().parameters().count()));
    return {address_of(file_.data()), static_cast<int>(file_.size())};
  }

  void compare(std::span<const std::int32_t> target, const std::vector<std::int32_t>& answered) {
    std::size_t correct = 0;
    if (trainer_->model().config().kind == ModelKind::pooling_classifier)
      correct = (target[0] < 0) == (answered[0] < 0);
    else
      for (std::size_t i = 0; i < std::min(target.size(), answered.size()); ++i) correct += target[i] == answered[i];
    evaluation_.tokens += static_cast<double>(target.size());
    evaluation_.correctTokens += static_cast<double>(correct);
    evaluation_.correctSequences += correct == target.size() && answered.size() == target.size();
    predictions_.push_back(static_cast<std::int32_t>(answered.size()));
    predictions_.insert(predictions_.end(), answered.begin(), answered.end());
  }

  ModelConfig model_;
  TrainingConfig config_;
  std::unique_ptr<Trainer> trainer_;
  StepResult step_;
  EvaluationNumbers evaluation_;
  std::vector<std::int32_t> predictions_;
  std::vector<std::byte> file_;
};

/** `config`: JSON. Null: the error is kept. */
std::unique_ptr<TrainingHandle> make_training(const std::string& config, double seed) {
  ModelConfig model;
  if (!settle(model_config(config, model))) return nullptr;
  auto handle = std::make_unique<TrainingHandle>(model, static_cast<std::uint64_t>(seed));
  return settle(handle->begin()) ? std::move(handle) : nullptr;
}

}  // namespace

EMSCRIPTEN_BINDINGS(training) {
  emscripten::value_object<StepNumbers>("StepNumbers")
      .field("step", &StepNumbers::step)
      .field("loss", &StepNumbers::loss)
      .field("gradientNorm", &StepNumbers::gradientNorm)
      .field("rate", &StepNumbers::rate)
      .field("tokens", &StepNumbers::tokens);
  emscripten::value_object<EvaluationNumbers>("EvaluationNumbers")
      .field("loss", &EvaluationNumbers::loss)
      .field("tokens", &EvaluationNumbers::tokens)
      .field("correctTokens", &EvaluationNumbers::correctTokens)
      .field("correctSequences", &EvaluationNumbers::correctSequences);
  emscripten::class_<TrainingHandle>("TrainingHandle")
      .function("parameters", &TrainingHandle::parameters)
      .function("steps", &TrainingHandle::steps)
      .function("config", &TrainingHandle::config)
      .function("change", &TrainingHandle::change)
      .function("step", &TrainingHandle::step)
      .function("lastStep", &TrainingHandle::last_step)
      .function("evaluate", &TrainingHandle::evaluate)
      .function("evaluation", &TrainingHandle::evaluation)
      .function("predictions", &TrainingHandle::predictions)
      .function("look", &TrainingHandle::look)
      .function("prune", &TrainingHandle::prune)
      .function("setHeadsOff", &TrainingHandle::set_heads_off)
      .function("weights", &TrainingHandle::weights)
      .function("checkpoint", &TrainingHandle::checkpoint)
      .function("release", &TrainingHandle::release)
      .function("restore", &TrainingHandle::restore);
  emscripten::function("makeTraining", &make_training);
}

}  // namespace attn::bindings
