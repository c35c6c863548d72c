#pragma once
// The header of a safetensors file; used by safetensors.cpp only.
#include "io/safetensors.hpp"

namespace attn {

struct SafetensorsHeader {
  std::vector<StoredTensor> tensors;  // by name, their ranges cover 0 … data_bytes once
  std::vector<MetadataField> metadata;
  std::int64_t data_start = 0;  // in the file
  std::int64_t data_bytes = 0;
};

std::int64_t byte_width(NumberType type);

/** Everything is checked against the size of the file too. */
Status read_header(std::span<const std::byte> file, SafetensorsHeader& header);

}  // namespace attn
