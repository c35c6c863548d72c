#include "io/json.hpp"

#include <catch2/catch_test_macros.hpp>

using attn::JsonReader;

namespace {

struct Parsed {
  bool sound;
  std::string text;
};

Parsed string_in(std::string_view json) {
  JsonReader reader(json);
  std::string text;
  const bool sound = reader.string(text) && reader.end();
  return {sound, text};
}

bool whole_in(std::string_view json, std::int64_t& number) {
  JsonReader reader(json);
  return reader.whole(number) && reader.end();
}

}  // namespace

TEST_CASE("json strings", "[io]") {
  CHECK(string_in("\"\"").text.empty());
  CHECK(string_in("  \"a b\" \n").text == "a b");
  CHECK(string_in(R"("\"\\\/\b\f\n\r\t")").text == "\"\\/\b\f\n\r\t");
  CHECK(string_in(R"("\u0041\u00e9\u2581\ud83d\ude00")").text == "Aé▁😀");
  CHECK(string_in("\"é▁😀\"").text == "é▁😀");
  CHECK(string_in("\"\\u0000\"").text == std::string(1, '\0'));

  for (const char* broken : {"",
                             "\"",
                             "\"a",
                             "a\"",
                             "'a'",
                             "\"\\\"",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u12g4\"",
                             "\"\\ud800\"",
                             "\"\\ud800\\u0041\"",
                             "\"\\udc00\"",
                             "\"a\nb\"",
                             "\"\x01\"",
                             "\"\xff\"",
                             "\"\xc3\"",
                             "\"\xc0\xaf\"",
                             "\"\xed\xa0\x80\"",
                             "\"\xf4\x90\x80\x80\"",
                             "\"\xe2\x82\"",
                             "\"a\"b"}) {
    INFO(broken);
    CHECK_FALSE(string_in(broken).sound);
  }
}

TEST_CASE("json whole numbers", "[io]") {
  std::int64_t number = -1;
  CHECK((whole_in("0", number) && number == 0));
  CHECK((whole_in(" 9007199254740992 ", number) && number == std::int64_t{1} << 53));
  for (const char* broken :
       {"", "-1", "+1", "01", "1.5", "1e3", "x", "9007199254740993", "99999999999999999999999999"}) {
    INFO(broken);
    CHECK_FALSE(whole_in(broken, number));
  }
}

TEST_CASE("utf-8", "[io]") {
  CHECK(attn::valid_utf8("plain, é, ▁, 😀"));
  CHECK_FALSE(attn::valid_utf8("\x80"));
  CHECK_FALSE(attn::valid_utf8("\xf0\x9f\x98"));
  CHECK_FALSE(attn::valid_utf8("\xe0\x80\x80"));
}
