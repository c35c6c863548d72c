// attn::Model for JavaScript: a finished model that translates, goes on writing, or scores.
#include "models/model.hpp"

#include <emscripten/bind.h>

#include "base/model_errors.hpp"
#include "bindings/failure.hpp"
#include "bindings/models/look.hpp"
#include "io/hugging_face.hpp"
#include "io/model_file.hpp"
#include "io/settings.hpp"
#include "models/decoding.hpp"

namespace attn::bindings {
namespace {

std::span<const std::int32_t> ids_at(Address at, int count) {
  return {reinterpret_cast<const std::int32_t*>(at), static_cast<std::size_t>(count)};
}

class TranslationHandle {
 public:
  int hypotheses() const { return static_cast<int>(found.size()); }
  NumbersAddress tokens(int hypothesis) const {
    const auto& ids = found[hypothesis].tokens;
    return {address_of(ids.data()), static_cast<int>(ids.size())};
  }
  double log_probability(int hypothesis) const { return found[hypothesis].log_probability; }
  double score(int hypothesis) const { return found[hypothesis].score; }

  std::vector<Hypothesis> found;
};

class ModelHandle {
 public:
  double parameters() const { return static_cast<double>(model->parameters().count()); }
  std::string config() const { return json_of(model->config()); }
  int fields() const { return static_cast<int>(metadata.size()); }
  std::string field_name(int index) const { return metadata[index].name; }
  std::string field_text(int index) const { return metadata[index].text; }

  void set_heads_off(Address at, int count) { off_ = heads_at(at, count); }

  std::unique_ptr<LookHandle> look(Address at, int words) {
    return bindings::look(*model, off_, Examples(at, words)[0]);
  }

  /** Null: the error is kept. */
  std::unique_ptr<TranslationHandle> translate(Address at, int count, int beams, int most, float penalty) {
    auto handle = std::make_unique<TranslationHandle>();
    const BeamOptions options{.beams = beams, .most = most, .length_penalty = penalty};
    return settle(beam_search(*model, ids_at(at, count), options, off_, handle->found)) ? std::move(handle) : nullptr;
  }

  /** Of a decoder: the logits after these tokens; heads are all on. Rank 0: the error is kept. */
  TensorAddress next(Address at, int count) {
    if (!generator_) {
      Generator made;
      if (!settle(Generator::make(*model, made))) return {};
      generator_ = std::make_unique<Generator>(std::move(made));
    }
    return settle(generator_->read(ids_at(at, count), logits_)) ? address_of(TensorView(logits_)) : TensorAddress{};
  }

  std::unique_ptr<Model> model;
  std::vector<MetadataField> metadata;

 private:
  std::vector<HeadPlace> off_;
  std::unique_ptr<Generator> generator_;
  Tensor logits_;
};

/** Reads a file of `count` bytes. Null: the error is kept. */
std::unique_ptr<ModelHandle> read_model_file(Address data, double count) {
  Safetensors file;
  const std::span bytes(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(count));
  auto handle = std::make_unique<ModelHandle>();
  if (!settle(Safetensors::read(bytes, file)) || !settle(read_model(file, handle->model))) return nullptr;
  handle->metadata.assign(file.metadata().begin(), file.metadata().end());
  return handle;
}

/** The same of Hugging Face's file; `config` is ours, as JSON. */
std::unique_ptr<ModelHandle> read_hugging_face_file(Address data, double count, const std::string& family,
                                                    const std::string& config) {
  const std::optional<Family> known = family_named(family);
  if (!known) return settle(errors::unknown_setting("family", family)), nullptr;
  Safetensors file;
  ModelConfig settings;
  const std::span bytes(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(count));
  auto handle = std::make_unique<ModelHandle>();
  if (!settle(model_config(config, settings)) || !settle(Safetensors::read(bytes, file)) ||
      !settle(read_hugging_face(file, *known, settings, handle->model)))
    return nullptr;
  handle->metadata.assign(file.metadata().begin(), file.metadata().end());
  return handle;
}

}  // namespace

EMSCRIPTEN_BINDINGS(model) {
  emscripten::class_<TranslationHandle>("TranslationHandle")
      .function("hypotheses", &TranslationHandle::hypotheses)
      .function("tokens", &TranslationHandle::tokens)
      .function("logProbability", &TranslationHandle::log_probability)
      .function("score", &TranslationHandle::score);
  emscripten::class_<ModelHandle>("ModelHandle")
      .function("parameters", &ModelHandle::parameters)
      .function("config", &ModelHandle::config)
      .function("fields", &ModelHandle::fields)
      .function("fieldName", &ModelHandle::field_name)
      .function("fieldText", &ModelHandle::field_text)
      .function("setHeadsOff", &ModelHandle::set_heads_off)
      .function("look", &ModelHandle::look)
      .function("translate", &ModelHandle::translate)
      .function("next", &ModelHandle::next);
  emscripten::function("readModel", &read_model_file);
  emscripten::function("readHuggingFace", &read_hugging_face_file);
}

}  // namespace attn::bindings
