#include "base/errors.hpp"

#include <cmath>
#include <cstdio>

namespace attn::errors {

namespace {

std::string text(std::string_view words) { return std::string(words); }
std::string text(const char* words) { return words; }
std::string text(const std::string& words) { return words; }
std::string text(std::int64_t number) { return std::to_string(number); }
std::string text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.9g", number);
  return digits;
}

template <class... Parts>
std::string sentence(const Parts&... parts) {
  return (text(parts) + ...);
}

template <class T>
ErrorValue value(const char* name, const T& content) {
  return {name, text(content)};
}

/** "row 2, column 3", counted from 1; batch and head only where they are not the first. */
std::string where(const Place& place) {
  std::string words;
  if (place.batch > 0) words += "batch entry " + text(place.batch + 1) + ", ";
  if (place.head > 0) words += "head " + text(place.head + 1) + ", ";
  return words + "row " + text(place.row + 1) + ", column " + text(place.column + 1);
}

void add_place(const Place& place, Status& status) {
  status.values.push_back(value("batch", place.batch));
  status.values.push_back(value("head", place.head));
  status.values.push_back(value("row", place.row));
  status.values.push_back(value("column", place.column));
}

Status setting(const char* code, std::string_view operation, double actual, std::string_view rule) {
  return {code,
          sentence(operation, ": ", rule, " but is ", actual),
          {value("operation", operation), value("actual", actual)}};
}

Status parameter(const char* code, std::string_view operation, std::string_view score, std::string_view name,
                 std::string_view verb) {
  return {code,
          sentence(operation, ": the score function \"", score, "\" ", verb, " ", name),
          {value("operation", operation), value("score", score), value("name", name)}};
}

}  // namespace

Status shape_mismatch(std::string_view operation, std::string_view name, std::string_view axis, std::int64_t actual,
                      std::string_view other, std::int64_t expected) {
  return {"shape-mismatch",
          sentence(operation, ": ", name, " has ", actual, " ", axis == "size" ? "entries" : axis, " but must have ",
                   expected, " (from ", other, ")"),
          {value("operation", operation), value("name", name), value("axis", axis), value("actual", actual),
           value("other", other), value("expected", expected)}};
}

Status bad_rank(std::string_view operation, std::string_view name, std::int64_t actual, std::string_view expected) {
  return {"bad-rank",
          sentence(operation, ": ", name, " has ", actual, " axes but needs ", expected),
          {value("operation", operation), value("name", name), value("actual", actual), value("expected", expected)}};
}

Status data_size(std::string_view operation, std::string_view name, std::int64_t actual, std::int64_t expected) {
  return {"data-size",
          sentence(operation, ": ", name, " holds ", actual, " numbers but its shape says ", expected),
          {value("operation", operation), value("name", name), value("actual", actual), value("expected", expected)}};
}

Status empty(std::string_view operation, std::string_view name) {
  return {"empty",
          sentence(operation, ": ", name, " is empty or was not given"),
          {value("operation", operation), value("name", name)}};
}

Status not_finite(std::string_view operation, std::string_view name, double actual, const Place& place) {
  Status status{"not-finite",
                sentence(operation, ": ", name, " has ", actual, " in ", where(place)),
                {value("operation", operation), value("name", name), value("actual", actual)}};
  add_place(place, status);
  return status;
}

Status overflow(std::string_view operation, std::string_view stage, const Place& place) {
  Status status{"overflow",
                sentence(operation, ": ", stage, " leaves the range of float32 in ", where(place)),
                {value("operation", operation), value("stage", stage)}};
  add_place(place, status);
  return status;
}

Status bad_temperature(std::string_view operation, double actual) {
  return setting("bad-temperature", operation, actual, "temperature must be a number above 0");
}

Status bad_softcap(std::string_view operation, double actual) {
  return setting("bad-softcap", operation, actual, "softcap must be a number above 0, or 0 for none,");
}

Status bad_scale(std::string_view operation, double actual) {
  return setting("bad-scale", operation, actual, "scale must be a finite number");
}

Status bad_gain(std::string_view operation, double actual) {
  return setting("bad-gain", operation, actual, "gain must be a finite number");
}

Status bad_heads(std::string_view operation, std::string_view name, std::int64_t actual) {
  return {"bad-heads",
          sentence(operation, ": ", name, " must be at least 1 but is ", actual),
          {value("operation", operation), value("name", name), value("actual", actual)}};
}

Status heads_not_divisible(std::string_view operation, std::string_view name, std::int64_t actual,
                           std::int64_t divisor) {
  const bool heads = name == "heads";
  return {"heads-not-divisible",
          heads ? sentence(operation, ": ", actual, " heads cannot share ", divisor, " key heads evenly")
                : sentence(operation, ": ", name, " has ", actual, " columns, not divisible by ", divisor, " heads"),
          {value("operation", operation), value("name", name), value("actual", actual), value("divisor", divisor)}};
}

Status bad_length(std::string_view operation, std::int64_t index, std::int64_t actual, std::int64_t limit) {
  return {"bad-length",
          sentence(operation, ": length ", index + 1, " is ", actual, " but must lie between 0 and ", limit),
          {value("operation", operation), value("index", index), value("actual", actual), value("limit", limit)}};
}

Status bad_window(std::string_view operation, std::string_view name, std::int64_t actual) {
  return {"bad-window",
          sentence(operation, ": the window's ", name, " side must be 0 or more, or -1 for no bound, but is ", actual),
          {value("operation", operation), value("name", name), value("actual", actual)}};
}

Status missing_parameter(std::string_view operation, std::string_view score, std::string_view name) {
  return parameter("missing-parameter", operation, score, name, "needs");
}

Status unused_parameter(std::string_view operation, std::string_view score, std::string_view name) {
  return parameter("unused-parameter", operation, score, name, "has no");
}

Status unknown_name(std::string_view operation, std::string_view name, std::string_view actual) {
  return {"unknown-name",
          sentence(operation, ": there is no ", name, " \"", actual, "\""),
          {value("operation", operation), value("name", name), value("actual", actual)}};
}

Status out_of_range(std::string_view operation, std::string_view name, std::int64_t actual, std::int64_t limit) {
  return {"out-of-range",
          sentence(operation, ": ", name, " ", actual, " must lie between 0 and ", limit - 1),
          {value("operation", operation), value("name", name), value("actual", actual), value("limit", limit)}};
}

Status cache_full(std::string_view operation, std::int64_t actual, std::int64_t limit) {
  return {"cache-full",
          sentence(operation, ": the cache has room for ", limit, " keys, not for ", actual),
          {value("operation", operation), value("actual", actual), value("limit", limit)}};
}

Status not_together(std::string_view operation, std::string_view name, std::string_view other) {
  return {"not-together",
          sentence(operation, ": ", name, " and ", other, " cannot be used together"),
          {value("operation", operation), value("name", name), value("other", other)}};
}

Status too_large(std::string_view operation, std::int64_t bytes, std::int64_t limit) {
  return {"too-large",
          sentence(operation, ": needs ", bytes, " bytes, more than the limit of ", limit),
          {value("operation", operation), value("bytes", bytes), value("limit", limit)}};
}

Status out_of_memory(std::string_view operation, std::int64_t bytes) {
  return {"out-of-memory",
          sentence(operation, ": no memory for ", bytes, " bytes"),
          {value("operation", operation), value("bytes", bytes)}};
}

}  // namespace attn::errors
