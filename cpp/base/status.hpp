#pragma once
// What a checked function of the core answers: all is well, or an error with a code and named values.
// The core throws nothing and prints nothing; the binding turns a Status into one JavaScript exception.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attn {

struct ErrorValue {
  std::string name;
  std::string text;
};

struct Status {
  std::string code;                // empty: all is well. Stable, kebab-case: "shape-mismatch"
  std::string message;             // English: "attend: key has 3 rows but value has 4"
  std::vector<ErrorValue> values;  // what the page needs for its own sentence

  bool ok() const { return code.empty(); }
};

}  // namespace attn
