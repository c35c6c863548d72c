#include "io/safetensors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/errors.hpp"
#include "base/model_errors.hpp"
#include "io/safetensors_header.hpp"

static_assert(std::endian::native == std::endian::little, "the bytes of a file are copied as they are");

namespace attn {
namespace {

std::int64_t first_not_finite(const Tensor& tensor) {
  const float* end = tensor.data() + tensor.count();
  const float* found = std::find_if(tensor.data(), end, [](float x) { return !std::isfinite(x); });
  return found == end ? -1 : found - tensor.data();
}

/** (1, columns), (rows, 1) or (rows, columns): an axis of size 1 serves every index. */
bool spreads_over(const Shape& scale, const Shape& matrix) {
  if (scale.rank != 2) return false;
  return (scale[0] == 1 || scale[0] == matrix[0]) && (scale[1] == 1 || scale[1] == matrix[1]);
}

}  // namespace

Status Safetensors::read(std::span<const std::byte> bytes, Safetensors& file) {
  SafetensorsHeader header;
  if (Status status = read_header(bytes, header); !status.ok()) return status;
  file.tensors_ = std::move(header.tensors);
  file.metadata_ = std::move(header.metadata);
  file.data_ = bytes.subspan(static_cast<std::size_t>(header.data_start));
  return {};
}

const StoredTensor* Safetensors::find(std::string_view name) const {
  const auto before = [](const StoredTensor& tensor, std::string_view wanted) { return tensor.name < wanted; };
  const auto found = std::lower_bound(tensors_.begin(), tensors_.end(), name, before);
  return found != tensors_.end() && found->name == name ? &*found : nullptr;
}

Shape Safetensors::shape(std::string_view name) const {
  const StoredTensor* stored = find(name);
  return stored ? stored->shape : Shape{};
}

Status Safetensors::read(std::string_view name, const Shape& expected, Tensor& tensor) const {
  const StoredTensor* stored = find(name);
  if (!stored) return errors::weights_missing(name);
  if (stored->shape != expected) return errors::weights_shape(name, shape_text(stored->shape), shape_text(expected));
  Tensor result(expected);
  if (!result.allocated()) return errors::out_of_memory("weights", expected.count() * 4);
  if (Status status = decode(*stored, result); !status.ok()) return status;
  if (const std::int64_t bad = first_not_finite(result); bad >= 0) return errors::weights_not_finite(name, bad);
  tensor = std::move(result);
  return {};
}

Status Safetensors::decode(const StoredTensor& stored, Tensor& tensor) const {
  const std::byte* bytes = data_.data() + stored.begin;
  switch (stored.type) {
    case NumberType::f32:
      std::memcpy(tensor.data(), bytes, static_cast<std::size_t>(stored.end - stored.begin));
      return {};
    case NumberType::f16:
      for (std::int64_t i = 0; i < tensor.count(); ++i) {
        std::uint16_t bits;
        std::memcpy(&bits, bytes + 2 * i, sizeof bits);
        tensor.data()[i] = half_to_float(bits);
      }
      return {};
    case NumberType::i8: break;
  }
  if (stored.shape.rank != 2) return errors::weights_shape(stored.name, shape_text(stored.shape), "2 axes");
  return decode_int8(stored, tensor.matrix());
}

// out(i, j) = integer(i, j) · scale(i, j)
Status Safetensors::decode_int8(const StoredTensor& stored, Matrix out) const {
  const std::string scale_name = stored.name + ".scale";
  const StoredTensor* found = find(scale_name);
  if (!found) return errors::weights_missing(scale_name);
  if (found->type != NumberType::f32) return errors::weights_type(scale_name, "an integer or F16 scale");
  if (!spreads_over(found->shape, stored.shape))
    return errors::weights_shape(scale_name, shape_text(found->shape), "one scale a row or a column");
  Tensor scale;
  if (Status status = read(scale_name, found->shape, scale); !status.ok()) return status;
  ConstMatrix factor = std::as_const(scale).matrix();
  for (int axis : {0, 1})
    if (factor.shape[axis] == 1) factor.stride[axis] = 0;
  const auto* integers = reinterpret_cast<const std::int8_t*>(data_.data() + stored.begin);
  for (Index i = 0; i < out.rows(); ++i)
    for (Index j = 0; j < out.columns(); ++j) out(i, j) = static_cast<float>(*integers++) * factor(i, j);
  return {};
}

std::string shape_text(const Shape& shape) {
  std::string text = "(";
  for (int axis = 0; axis < shape.rank; ++axis) text += (axis ? ", " : "") + std::to_string(shape[axis]);
  return text + ")";
}

float half_to_float(std::uint16_t bits) noexcept {
  const std::uint32_t sign = (bits & 0x8000u) << 16, magnitude = bits & 0x7fffu;
  if (magnitude >= 0x7c00) return std::bit_cast<float>(sign | 0x7f800000u | (magnitude & 0x3ff) << 13);
  // The bits of a float of exponent bias 15 − 127; a factor of 2¹¹² moves the bias and makes subnormals right.
  return std::bit_cast<float>(sign | magnitude << 13) * 0x1p112f;
}

}  // namespace attn
