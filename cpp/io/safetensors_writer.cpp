#include "io/safetensors_writer.hpp"

#include <cstring>

#include "io/json.hpp"

namespace attn {

std::vector<std::byte> SafetensorsWriter::bytes() const {
  std::string header = "{";
  const auto comma = [&] {
    if (header.size() > 1) header += ',';
  };
  if (!fields_.empty()) {
    header += "\"__metadata__\":{";
    for (const MetadataField& field : fields_) {
      if (header.back() != '{') header += ',';
      header += json_text(field.name) + ':' + json_text(field.text);
    }
    header += '}';
  }
  std::int64_t end = 0;
  for (const Entry& entry : tensors_) {
    comma();
    header += json_text(entry.name) + R"(:{"dtype":"F32","shape":[)";
    for (int axis = 0; axis < entry.tensor.shape.rank; ++axis) {
      if (axis > 0) header += ',';
      header += std::to_string(entry.tensor.shape[axis]);
    }
    const std::int64_t begin = end;
    end += 4 * entry.tensor.shape.count();
    header += "],\"data_offsets\":[" + std::to_string(begin) + ',' + std::to_string(end) + "]}";
  }
  header += '}';
  while (header.size() % 8 != 0) header += ' ';

  std::vector<std::byte> file(8 + header.size() + static_cast<std::size_t>(end));
  for (std::size_t i = 0; i < 8; ++i) file[i] = static_cast<std::byte>(std::uint64_t{header.size()} >> (8 * i) & 0xff);
  std::memcpy(file.data() + 8, header.data(), header.size());
  std::byte* to = file.data() + 8 + header.size();
  for (const Entry& entry : tensors_) {
    const auto count = static_cast<std::size_t>(entry.tensor.shape.count()) * 4;
    std::memcpy(to, entry.tensor.data, count);
    to += count;
  }
  return file;
}

}  // namespace attn
