#include "io/safetensors_header.hpp"

#include <algorithm>

#include "base/model_errors.hpp"
#include "io/json.hpp"

namespace attn {
namespace {

constexpr std::int64_t kLengthBytes = 8;
constexpr std::int64_t kLargestSize = std::int64_t{1} << 31;  // of one axis; far above any model here

class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : json_(text) {}

  // header = { "name": tensor or metadata, … }
  Status parse(SafetensorsHeader& header) {
    const bool sound = members([&](const std::string& name) {
      if (name == "__metadata__") return metadata(header.metadata);
      header.tensors.push_back({});
      header.tensors.back().name = name;
      return tensor(header.tensors.back());
    });
    if (!wrong_type_.ok()) return wrong_type_;
    if (!sound || !json_.end()) return fault(reason_);
    return {};
  }

 private:
  Status fault(const char* reason) const {
    return errors::weights_header(reason, kLengthBytes + static_cast<std::int64_t>(json_.at()));
  }

  bool because(const char* reason) {
    reason_ = reason;
    return false;
  }

  // { "key": <value>, … }
  template <class Value>
  bool members(Value value) {
    if (!json_.mark('{')) return false;
    if (json_.mark('}')) return true;
    do {
      std::string key;
      if (!json_.string(key) || !json_.mark(':') || !value(key)) return false;
    } while (json_.mark(','));
    return json_.mark('}');
  }

  // [ <number>, … ]
  template <class Number>
  bool numbers(Number number) {
    if (!json_.mark('[')) return false;
    if (json_.mark(']')) return true;
    do {
      std::int64_t value = 0;
      if (!json_.whole(value) || !number(value)) return false;
    } while (json_.mark(','));
    return json_.mark(']');
  }

  bool metadata(std::vector<MetadataField>& fields) {
    if (metadata_seen_) return because("a second __metadata__");
    metadata_seen_ = true;
    return members([&](const std::string& name) {
      fields.push_back({name, {}});
      return json_.string(fields.back().text);
    });
  }

  bool tensor(StoredTensor& tensor) {
    bool type_seen = false, shape_seen = false, offsets_seen = false;
    const auto first = [&](bool& seen) { return seen ? because("a field given twice") : (seen = true); };
    const bool sound = members([&](const std::string& field) {
      if (field == "dtype") return first(type_seen) && type(tensor);
      if (field == "shape") return first(shape_seen) && shape(tensor.shape);
      if (field == "data_offsets") return first(offsets_seen) && offsets(tensor);
      return because("an unknown field of a tensor");
    });
    if (!sound) return false;
    if (!type_seen || !shape_seen || !offsets_seen) return because("a tensor without dtype, shape or data_offsets");
    return fills_its_range(tensor) || because("a shape that does not fill its data_offsets");
  }

  bool type(StoredTensor& tensor) {
    std::string name;
    if (!json_.string(name)) return false;
    if (name == "F32") return tensor.type = NumberType::f32, true;
    if (name == "F16") return tensor.type = NumberType::f16, true;
    if (name == "I8") return tensor.type = NumberType::i8, true;
    wrong_type_ = errors::weights_type(tensor.name, name);
    return false;
  }

  bool shape(Shape& shape) {
    const bool sound = numbers([&](std::int64_t size) {
      if (shape.rank == kMaxAxes || size < 1 || size >= kLargestSize) return because("a shape out of bounds");
      shape.size[shape.rank++] = static_cast<Index>(size);
      return true;
    });
    return sound && (shape.rank > 0 || because("a shape without axes"));
  }

  bool offsets(StoredTensor& tensor) {
    int count = 0;
    const bool sound = numbers([&](std::int64_t offset) {
      (count == 0 ? tensor.begin : tensor.end) = offset;
      return ++count <= 2;
    });
    return sound && ((count == 2 && tensor.begin <= tensor.end) || because("data_offsets out of order"));
  }

  // width · Π sizes == end − begin, without a product that could overflow
  static bool fills_its_range(const StoredTensor& tensor) {
    std::int64_t bytes = byte_width(tensor.type);
    const std::int64_t range = tensor.end - tensor.begin;
    for (int axis = 0; axis < tensor.shape.rank; ++axis) {
      if (bytes > range) return false;  // both < 2⁵⁴, a size < 2³¹: checked before it could overflow
      if (tensor.shape[axis] > range / bytes) return false;
      bytes *= tensor.shape[axis];
    }
    return bytes == range;
  }

  JsonReader json_;
  const char* reason_ = "broken JSON";
  bool metadata_seen_ = false;
  Status wrong_type_;
};

// 8 bytes, little-endian, whatever this machine is
std::uint64_t read_length(std::span<const std::byte> file) {
  std::uint64_t length = 0;
  for (std::int64_t i = kLengthBytes - 1; i >= 0; --i) length = length << 8 | std::to_integer<std::uint64_t>(file[i]);
  return length;
}

/** The ranges of the tensors follow one another from 0 on, each byte belongs to one tensor. */
Status check_ranges(std::vector<StoredTensor>& tensors, std::int64_t& total) {
  std::sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  total = 0;
  for (const StoredTensor& tensor : tensors) {
    if (tensor.begin < total) return errors::weights_header("data_offsets that overlap", tensor.begin);
    if (tensor.begin > total) return errors::weights_header("data_offsets with a gap", tensor.begin);
    total = tensor.end;
  }
  return {};
}

template <class Named>
Status check_names(std::vector<Named>& list) {
  const auto by_name = [](const Named& a, const Named& b) { return a.name < b.name; };
  std::sort(list.begin(), list.end(), by_name);
  const auto same = [](const Named& a, const Named& b) { return a.name == b.name; };
  if (std::adjacent_find(list.begin(), list.end(), same) == list.end()) return {};
  return errors::weights_header("a name given twice", kLengthBytes);
}

}  // namespace

std::int64_t byte_width(NumberType type) { return type == NumberType::f32 ? 4 : type == NumberType::f16 ? 2 : 1; }

Status read_header(std::span<const std::byte> file, SafetensorsHeader& header) {
  const auto size = static_cast<std::int64_t>(file.size());
  if (size < kLengthBytes) return errors::weights_truncated(size, kLengthBytes);
  const std::uint64_t length = read_length(file);
  // Longer than 2⁴⁰ is no length of a header but the start of some other file.
  if (length >> 40) return errors::weights_header("no header length", 0);
  header.data_start = kLengthBytes + static_cast<std::int64_t>(length);
  if (header.data_start > size) {
    // A header starts with a brace: what starts otherwise is some other file, not a part of this one.
    const bool brace = size == kLengthBytes || std::to_integer<char>(file[kLengthBytes]) == '{';
    return brace ? errors::weights_truncated(size, header.data_start)
                 : errors::weights_header("no header", kLengthBytes);
  }
  const std::string_view text(reinterpret_cast<const char*>(file.data()) + kLengthBytes,
                              static_cast<std::size_t>(length));
  if (Status status = HeaderParser(text).parse(header); !status.ok()) return status;
  if (Status status = check_ranges(header.tensors, header.data_bytes); !status.ok()) return status;
  if (Status status = check_names(header.tensors); !status.ok()) return status;
  if (Status status = check_names(header.metadata); !status.ok()) return status;
  const std::int64_t expected = header.data_start + header.data_bytes;
  if (size < expected) return errors::weights_truncated(size, expected);
  if (size > expected) return errors::weights_header("bytes that belong to no tensor", expected);
  return {};
}

}  // namespace attn
