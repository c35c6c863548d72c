#include "base/model_errors.hpp"

namespace attn::errors {
namespace {

std::string text(std::string_view words) { return std::string(words); }
std::string text(std::int64_t number) { return std::to_string(number); }

/** Names in the file come from outside: a message quotes the first part of a long one. */
std::string quoted(std::string_view name) {
  constexpr std::size_t kShown = 80;
  return '"' + text(name.substr(0, kShown)) + (name.size() > kShown ? "…\"" : "\"");
}

}  // namespace

Status weights_truncated(std::int64_t actual, std::int64_t expected) {
  return {"weights-truncated",
          "weights: the file ends after " + text(actual) + " bytes but its header speaks of " + text(expected),
          {{"actual", text(actual)}, {"expected", text(expected)}}};
}

Status weights_header(std::string_view reason, std::int64_t byte) {
  return {"weights-header",
          "weights: not a sound safetensors file: " + text(reason) + " at byte " + text(byte),
          {{"reason", text(reason)}, {"byte", text(byte)}}};
}

Status weights_type(std::string_view tensor, std::string_view actual) {
  return {"weights-type",
          "weights: " + quoted(tensor) + " holds " + quoted(actual) + "; F32, F16 and I8 can be read",
          {{"tensor", text(tensor)}, {"actual", text(actual)}}};
}

Status weights_missing(std::string_view tensor) {
  return {"weights-missing", "weights: the file has no tensor " + quoted(tensor), {{"tensor", text(tensor)}}};
}

Status weights_shape(std::string_view tensor, std::string_view actual, std::string_view expected) {
  return {"weights-shape",
          "weights: " + quoted(tensor) + " has shape " + text(actual) + ", expected " + text(expected),
          {{"tensor", text(tensor)}, {"actual", text(actual)}, {"expected", text(expected)}}};
}

Status weights_not_finite(std::string_view tensor, std::int64_t index) {
  return {"weights-not-finite",
          "weights: number " + text(index) + " of " + quoted(tensor) + " is not finite",
          {{"tensor", text(tensor)}, {"index", text(index)}}};
}

Status weights_format(std::string_view field, std::string_view actual, std::string_view expected) {
  return {"weights-format",
          "weights: " + quoted(field) + " is " + quoted(actual) + ", expected " + text(expected),
          {{"field", text(field)}, {"actual", text(actual)}, {"expected", text(expected)}}};
}

Status too_many_tokens(std::int64_t actual, std::int64_t limit) {
  return {"too-many-tokens",
          "encode: " + text(actual) + " tokens, the model reads at most " + text(limit),
          {{"actual", text(actual)}, {"limit", text(limit)}}};
}

}  // namespace attn::errors
