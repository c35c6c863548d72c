#pragma once
// Writes what io/safetensors.hpp reads: float32 tensors and fields of text.
#include <string>
#include <vector>

#include "models/weight_source.hpp"

namespace attn {

class SafetensorsWriter {
 public:
  void field(std::string_view name, std::string_view text) {
    fields_.push_back({std::string(name), std::string(text)});
  }
  /** The numbers are read when the file is made. */
  void tensor(std::string_view name, const TensorView& tensor) { tensors_.push_back({std::string(name), tensor}); }

  /** The whole file; empty when there is no memory for it. */
  std::vector<std::byte> bytes() const;

 private:
  struct Entry {
    std::string name;
    TensorView tensor;
  };
  std::vector<MetadataField> fields_;
  std::vector<Entry> tensors_;
};

}  // namespace attn
