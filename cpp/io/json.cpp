#include "io/json.hpp"

namespace attn {
namespace {

/** Appends a Unicode scalar value as UTF-8. */
void append_utf8(std::string& text, std::uint32_t code) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xc0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xe0 | (code >> 12));
    tail(6), tail(0);
  } else {
    text += static_cast<char>(0xf0 | (code >> 18));
    tail(12), tail(6), tail(0);
  }
}

bool is_surrogate(std::uint32_t code) { return code >= 0xd800 && code < 0xe000; }

/** Length of the UTF-8 sequence at `at`, or 0 when it is broken, overlong, a surrogate or too large. */
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return 0;
  std::uint32_t code = first & (0xff >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(at + i) & 0x3f);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return code < kSmallest[length] || code > 0x10ffff || is_surrogate(code) ? 0 : length;
}

}  // namespace

bool valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void JsonReader::skip_space() {
  while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos) ++at_;
}

bool JsonReader::mark(char expected) {
  skip_space();
  if (at_ >= text_.size() || text_[at_] != expected) return false;
  ++at_;
  return true;
}

bool JsonReader::end() {
  skip_space();
  return at_ == text_.size();
}

bool JsonReader::string(std::string& value) {
  if (!mark('"')) return false;
  value.clear();
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"') return valid_utf8(value);
    if (static_cast<std::uint8_t>(c) < 0x20) return false;
    if (c != '\\') {
      value += c;
    } else if (!escape(value)) {
      return false;
    }
  }
  return false;
}

bool JsonReader::escape(std::string& value) {
  if (at_ >= text_.size()) return false;
  constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
  const char letter = text_[at_++];
  if (const std::size_t which = kLetters.find(letter); which != std::string_view::npos) {
    value += kMeanings[which];
    return true;
  }
  std::uint32_t code = 0;
  if (letter != 'u' || !hex4(code)) return false;
  if (is_surrogate(code)) {
    std::uint32_t low = 0;
    if (code >= 0xdc00 || text_.substr(at_, 2) != "\\u") return false;
    at_ += 2;
    if (!hex4(low) || low < 0xdc00 || low > 0xdfff) return false;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  }
  append_utf8(value, code);
  return true;
}

bool JsonReader::hex4(std::uint32_t& unit) {
  if (at_ + 4 > text_.size()) return false;
  unit = 0;
  for (const char c : text_.substr(at_, 4)) {
    const bool digit = c >= '0' && c <= '9', lower = c >= 'a' && c <= 'f', upper = c >= 'A' && c <= 'F';
    if (!digit && !lower && !upper) return false;
    unit = unit * 16 + static_cast<std::uint32_t>(digit ? c - '0' : lower ? c - 'a' + 10 : c - 'A' + 10);
  }
  at_ += 4;
  return true;
}

bool JsonReader::whole(std::int64_t& value) {
  constexpr std::int64_t kLargest = std::int64_t{1} << 53;
  skip_space();
  const std::size_t first = at_;
  value = 0;
  for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
    value = value * 10 + (text_[at_] - '0');
    if (value > kLargest) return false;
  }
  const std::size_t digits = at_ - first;
  return digits > 0 && (digits == 1 || text_[first] != '0');
}

}  // namespace attn
