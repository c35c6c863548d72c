#pragma once
// Calls that must succeed, parts of tensors, and two answers side by side.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "cases.hpp"

namespace test {

inline AttendResult answered(const AttendOptions& options) {
  AttendResult result;
  const Status status = attend(options, result);
  INFO(status.message);
  REQUIRE(status.ok());
  return result;
}

/** Rows first … first + count − 1 of (batch, head, length, d). */
inline Tensor rows_of(const Tensor& tensor, Index first, Index count) {
  const ConstView4 from = tensor.view<4>();
  Tensor out({from.shape[0], from.shape[1], count, from.shape[3]});
  for (Index b = 0; b < from.shape[0]; ++b)
    for (Index h = 0; h < from.shape[1]; ++h)
      for (Index i = 0; i < count; ++i)
        for (Index c = 0; c < from.shape[3]; ++c) out.view<4>()(b, h, i, c) = from(b, h, first + i, c);
  return out;
}

/** (batch, head, length, d) as (batch, length, head·d). */
inline Tensor joined_heads(const Tensor& tensor) {
  const ConstView4 from = tensor.view<4>();
  const auto [batch, heads, length, d] = from.shape;
  Tensor out({batch, length, heads * d});
  for (Index b = 0; b < batch; ++b)
    for (Index h = 0; h < heads; ++h)
      for (Index i = 0; i < length; ++i)
        for (Index c = 0; c < d; ++c) out.view<3>()(b, i, h * d + c) = from(b, h, i, c);
  return out;
}

inline bool equal_bits(const Tensor& a, const Tensor& b) {
  return a.allocated() && b.allocated() && a.count() == b.count() && a.count() > 0 &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.count()) * sizeof(float)) == 0;
}

inline double difference(const Tensor& a, const Tensor& b) {
  REQUIRE(a.count() == b.count());
  return relative_error(
      a.count(), [&](Index i) { return a.data()[i]; }, [&](Index i) { return b.data()[i]; });
}

inline std::string text_of(const Status& status) {
  std::string text = status.code;
  for (const ErrorValue& value : status.values) text += " " + value.name + "=" + value.text;
  return text;
}

/** What the fused and the traced path say differently: an error, its place, or the output beyond 1e-5; "" if nothing. */
inline std::string disagreement(AttendOptions options) {
  AttendResult fused, traced;
  options.trace = false;
  const Status first = attend(options, fused);
  options.trace = true;
  const Status second = attend(options, traced);
  if (text_of(first) != text_of(second)) return "fused: " + text_of(first) + ", traced: " + text_of(second);
  if (!first.ok()) return "";
  const double error = difference(fused.output, traced.output);
  return error <= 1e-5 ? "" : "outputs are " + std::to_string(error * 1e6) + "e-6 apart";
}

}  // namespace test
