#include "bindings/failure.hpp"

#include <emscripten/bind.h>

namespace attn::bindings {
namespace {

Status last;

std::string error_code() { return last.code; }
std::string error_message() { return last.message; }
int error_values() { return static_cast<int>(last.values.size()); }
std::string error_value_name(int index) { return last.values[index].name; }
std::string error_value_text(int index) { return last.values[index].text; }

}  // namespace

bool settle(Status status) {
  last = std::move(status);
  return last.ok();
}

EMSCRIPTEN_BINDINGS(failure) {
  emscripten::function("errorCode", &error_code);
  emscripten::function("errorMessage", &error_message);
  emscripten::function("errorValues", &error_values);
  emscripten::function("errorValueName", &error_value_name);
  emscripten::function("errorValueText", &error_value_text);
}

}  // namespace attn::bindings
