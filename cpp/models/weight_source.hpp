#pragma once
// Where a model gets its numbers and texts from: a file (io/safetensors.hpp), or a test.
#include <span>
#include <string>
#include <string_view>

#include "base/status.hpp"
#include "tensor/tensor.hpp"

namespace attn {

struct MetadataField {
  std::string name;
  std::string text;
};

class WeightSource {
 public:
  virtual ~WeightSource() = default;

  /** Rank 0 when there is no such tensor. */
  virtual Shape shape(std::string_view name) const = 0;
  /** The tensor as float32, every number finite. Errors: weights-missing, weights-shape, weights-not-finite … */
  virtual Status read(std::string_view name, const Shape& expected, Tensor& tensor) const = 0;
  virtual std::span<const MetadataField> metadata() const = 0;
};

}  // namespace attn
