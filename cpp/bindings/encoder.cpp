// attn::SentenceEncoder for JavaScript.
#include <emscripten/bind.h>

#include "base/errors.hpp"
#include "bindings/explain.hpp"
#include "bindings/failure.hpp"
#include "io/safetensors.hpp"
#include "models/sentence_encoder.hpp"

namespace attn::bindings {
namespace {

class RunHandle {
 public:
  NumbersAddress vector() const { return {address_of(run.vector().data()), static_cast<int>(run.vector().size())}; }

  /** One head of a stage: (query, key), or (query, d_v) for the output. */
  TensorAddress stage(int layer, int head, const std::string& name) const {
    const std::optional<Stage> known = stage_named(name);
    if (!known || !has(layer, head)) return {};
    return address_of(run.trace(layer).stage(*known, 0, head));
  }

  std::unique_ptr<ExplanationHandle> explain(int layer, int head, const std::string& stage, int row, int column) const {
    if (!has(layer, head)) return nullptr;
    return bindings::explain(run.trace(layer), stage, {0, head, row, column});
  }

  SentenceRun run;

 private:
  bool has(int layer, int head) const {
    if (layer < 0 || layer >= run.layers())
      return settle(errors::out_of_range("explain", "layer", layer, run.layers()));
    const Index heads = run.trace(layer).problem.heads;
    return head >= 0 && head < heads ? true : settle(errors::out_of_range("explain", "head", head, heads));
  }
};

class EncoderHandle {
 public:
  int layers() const { return model.layers(); }
  int heads() const { return model.heads(); }
  int width() const { return model.width(); }
  int max_tokens() const { return model.max_tokens(); }
  int fields() const { return static_cast<int>(model.metadata().size()); }
  std::string field_name(int index) const { return model.metadata()[index].name; }
  std::string field_text(int index) const { return model.metadata()[index].text; }

  /** `tokens`: count int32; `off`: pairs of int32 (layer, head). Null: the error is kept. */
  std::unique_ptr<RunHandle> encode(Address tokens, int token_count, Address off, int off_count) const {
    auto handle = std::make_unique<RunHandle>();
    const std::span ids(reinterpret_cast<const std::int32_t*>(tokens), static_cast<std::size_t>(token_count));
    const std::span heads_off(reinterpret_cast<const HeadIndex*>(off), static_cast<std::size_t>(off_count));
    return settle(model.encode(ids, heads_off, handle->run)) ? std::move(handle) : nullptr;
  }

  SentenceEncoder model;
};

static_assert(sizeof(HeadIndex) == 2 * sizeof(std::int32_t));

/** Reads a safetensors file of `count` bytes. Null: the error is kept. */
std::unique_ptr<EncoderHandle> read_encoder(Address data, double count) {
  Safetensors file;
  const std::span bytes(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(count));
  if (!settle(Safetensors::read(bytes, file))) return nullptr;
  auto handle = std::make_unique<EncoderHandle>();
  return settle(SentenceEncoder::load(file, handle->model)) ? std::move(handle) : nullptr;
}

}  // namespace

EMSCRIPTEN_BINDINGS(encoder) {
  emscripten::class_<RunHandle>("RunHandle")
      .function("vector", &RunHandle::vector)
      .function("stage", &RunHandle::stage)
      .function("explain", &RunHandle::explain);
  emscripten::class_<EncoderHandle>("EncoderHandle")
      .function("layers", &EncoderHandle::layers)
      .function("heads", &EncoderHandle::heads)
      .function("width", &EncoderHandle::width)
      .function("maxTokens", &EncoderHandle::max_tokens)
      .function("fields", &EncoderHandle::fields)
      .function("fieldName", &EncoderHandle::field_name)
      .function("fieldText", &EncoderHandle::field_text)
      .function("encode", &EncoderHandle::encode);
  emscripten::function("readEncoder", &read_encoder);
}

}  // namespace attn::bindings
