#pragma once
// The JSON that a safetensors header may hold: objects, strings, whole numbers. Strict, and safe on any bytes.
#include <cstdint>
#include <string>
#include <string_view>

namespace attn {

/** Reads one token after another; each answers whether it was there, and moves on only then. */
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  /** One of { } [ ] : , */
  bool mark(char expected);
  /** Escapes are resolved; the result is valid UTF-8 without control characters other than escaped ones. */
  bool string(std::string& value);
  /** 0 … 2⁵³, without sign, fraction, exponent or leading zero. */
  bool whole(std::int64_t& value);
  /** Nothing but space is left. */
  bool end();

  std::size_t at() const { return at_; }

 private:
  void skip_space();
  bool escape(std::string& value);
  bool hex4(std::uint32_t& unit);

  std::string_view text_;
  std::size_t at_ = 0;
};

bool valid_utf8(std::string_view text);

}  // namespace attn
