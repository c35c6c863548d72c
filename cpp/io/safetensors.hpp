#pragma once
// A safetensors file: 8 bytes N (little-endian), N bytes of JSON, then the tensors' bytes without gaps or overlaps.
//
//   {"__metadata__": {"name": "text", …}, "tensor": {"dtype": "I8", "shape": [2, 3], "data_offsets": [0, 6]}, …}
//
// Every field is checked before a byte of data is touched. An I8 matrix comes with an F32 tensor "<name>.scale" of
// shape (1, columns) or (rows, 1): value = integer · scale.
#include <cstddef>
#include <vector>

#include "models/weight_source.hpp"

namespace attn {

enum class NumberType : unsigned char { f32, f16, i8 };

struct StoredTensor {
  std::string name;
  NumberType type = NumberType::f32;
  Shape shape;                      // 1 to 4 axes, none of size 0
  std::int64_t begin = 0, end = 0;  // in the data that follows the header
};

/** Looks into the bytes it was read from, which must outlive it. */
class Safetensors final : public WeightSource {
 public:
  /** On an error `file` is left as it was. */
  static Status read(std::span<const std::byte> bytes, Safetensors& file);

  Shape shape(std::string_view name) const override;
  Status read(std::string_view name, const Shape& expected, Tensor& tensor) const override;
  std::span<const MetadataField> metadata() const override { return metadata_; }

  std::span<const StoredTensor> tensors() const { return tensors_; }  // by name
  const StoredTensor* find(std::string_view name) const;

 private:
  Status decode(const StoredTensor& stored, Tensor& tensor) const;
  Status decode_int8(const StoredTensor& stored, Matrix out) const;

  std::vector<StoredTensor> tensors_;
  std::vector<MetadataField> metadata_;
  std::span<const std::byte> data_;
};

/** "(256, 512)" */
std::string shape_text(const Shape& shape);

/** The float32 of the same value as these bits of a 16-bit float. */
float half_to_float(std::uint16_t bits) noexcept;

}  // namespace attn
