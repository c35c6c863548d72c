#pragma once
// Safetensors files made by hand, sound and broken.
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/safetensors.hpp"

namespace attn::testing {

inline std::string length_bytes(std::uint64_t length) {
  std::string bytes(8, '\0');
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(length >> 8 * i);
  return bytes;
}

inline std::string file_bytes(std::string_view header, std::string_view data = {}) {
  return length_bytes(header.size()) + std::string(header) + std::string(data);
}

template <class Number>
std::string number_bytes(const std::vector<Number>& numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  if (!numbers.empty()) std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

/** A copy of exactly the size of the text, so that the address sanitizer sees every byte read beyond its end. */
class Bytes {
 public:
  explicit Bytes(std::string_view text) : bytes_(text.size()) {
    if (!text.empty()) std::memcpy(bytes_.data(), text.data(), text.size());
    bytes_.shrink_to_fit();
  }
  operator std::span<const std::byte>() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

inline const ErrorValue* value_named(const Status& status, std::string_view name) {
  for (const ErrorValue& value : status.values)
    if (value.name == name) return &value;
  return nullptr;
}

inline std::string text_of(const Status& status, std::string_view name) {
  const ErrorValue* value = value_named(status, name);
  return value ? value->text : "(no " + std::string(name) + ")";
}

}  // namespace attn::testing
