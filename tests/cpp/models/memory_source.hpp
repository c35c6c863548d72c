#pragma once
// Weights made up in memory: a small random sentence encoder.
#include <cstring>
#include <map>
#include <string>

#include "base/model_errors.hpp"
#include "base/random.hpp"
#include "io/safetensors.hpp"

namespace attn::testing {

class MemorySource final : public WeightSource {
 public:
  struct Numbers {
    Shape shape;
    std::vector<float> values;
  };

  std::map<std::string, Numbers, std::less<>> tensors;
  std::vector<MetadataField> fields;

  void random(const std::string& name, const Shape& shape, Random& next, float spread, float middle = 0) {
    Numbers& tensor = tensors[name] = {shape, {}};
    for (std::int64_t i = 0; i < shape.count(); ++i) tensor.values.push_back(middle + spread * next.normal());
  }

  void linear(const std::string& name, Index in, Index out, Random& next) {
    random(name + ".weight", {in, out}, next, 0.4f);
    random(name + ".bias", {out}, next, 0.2f);
  }

  void norm(const std::string& name, Index width, Random& next) {
    random(name + ".gain", {width}, next, 0.2f, 1);
    random(name + ".bias", {width}, next, 0.2f);
  }

  Shape shape(std::string_view name) const override {
    const auto found = tensors.find(name);
    return found == tensors.end() ? Shape{} : found->second.shape;
  }

  Status read(std::string_view name, const Shape& expected, Tensor& tensor) const override {
    const auto found = tensors.find(name);
    if (found == tensors.end()) return errors::weights_missing(name);
    const auto& [shape, values] = found->second;
    if (shape != expected) return errors::weights_shape(name, shape_text(shape), shape_text(expected));
    tensor = Tensor(shape);
    std::memcpy(tensor.data(), values.data(), values.size() * sizeof(float));
    return {};
  }

  std::span<const MetadataField> metadata() const override { return fields; }
};

struct BlockSizes {
  Index in, inner, hidden, out;
  bool residual;
};

/** Two layers; the first widens 6 → 10 through a residual projection, as Universal Sentence Encoder Lite does. */
inline MemorySource small_encoder(std::uint64_t seed) {
  MemorySource source;
  Random next(seed);
  source.fields = {{"format", "attention-lab sentence-encoder 1"}, {"heads", "2"}, {"max_tokens", "9"}};
  source.random("embedding.weight", {11, 6}, next, 0.8f);
  source.random("positions.frequency", {3}, next, 0.5f);
  const BlockSizes sizes[] = {{6, 8, 12, 10, true}, {10, 4, 5, 10, false}};
  for (int layer = 0; layer < 2; ++layer) {
    const auto [in, inner, hidden, out, residual] = sizes[layer];
    const std::string name = "layers." + std::to_string(layer);
    source.norm(name + ".attention.norm", in, next);
    for (const char* part : {"query", "key", "value"}) source.linear(name + ".attention." + part, in, inner, next);
    source.linear(name + ".attention.output", inner, out, next);
    if (residual) source.linear(name + ".residual", in, out, next);
    source.norm(name + ".feed_forward.norm", out, next);
    source.linear(name + ".feed_forward.hidden", out, hidden, next);
    source.linear(name + ".feed_forward.output", hidden, out, next);
  }
  source.linear("sentence", 10, 7, next);
  return source;
}

}  // namespace attn::testing
