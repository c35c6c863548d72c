#pragma once
// One call of attention twice: for the core, and for the double-precision reference.
#include <cstdint>
#include <string>

#include "../numbers.hpp"
#include "attention/attend.hpp"
#include "reference/attention.hpp"

namespace test {

struct Sizes {
  Index batch = 1, heads = 1, kv_heads = 1, queries = 3, keys = 4, d_q = 5, d_k = 5, d_v = 3, hidden = 4;
};

inline bool has_hidden(ScoreKind kind) { return kind == ScoreKind::additive || !has_query(kind); }

inline reference::Array4 widened(const Tensor& tensor) {
  const Shape& s = tensor.shape();
  reference::Array4 wide(static_cast<int>(s[0]), static_cast<int>(s[1]), static_cast<int>(s[2]),
                         static_cast<int>(s[3]));
  std::copy_n(tensor.data(), tensor.count(), wide.data.begin());
  return wide;
}

inline reference::Parameter parameter(const Tensor& tensor) {
  const Shape& s = tensor.shape();
  reference::Parameter wide{static_cast<int>(s[0]), s.rank == 2 ? static_cast<int>(s[1]) : 1, {}};
  wide.data.assign(tensor.data(), tensor.data() + tensor.count());
  return wide;
}

/** Random inputs of a size; `options` and `expected` may be changed before `check`. */
struct Case {
  Tensor q, k, v, W, U, b, sv;  // q, k, v in 4-D
  AttendOptions options;
  reference::Options expected;

  Case(ScoreKind kind, Sizes sizes, std::uint64_t seed = 1, float size = 1) {
    Random random(seed);
    const bool asks = has_query(kind);
    if (!asks) sizes.queries = 1;
    // Scores stay near 1 whatever the width, so that the limits on weights speak of the core and not of the inputs.
    const float scale = size / std::pow(static_cast<float>(sizes.d_k), 0.25f);
    q = random_tensor({sizes.batch, sizes.heads, sizes.queries, asks ? sizes.d_q : 1}, random, scale);
    k = random_tensor({sizes.batch, sizes.kv_heads, sizes.keys, sizes.d_k}, random, scale);
    // Values lean to one side: an output that cancels to nearly 0 would measure the inputs, too.
    v = random_tensor({sizes.batch, sizes.kv_heads, sizes.keys, sizes.d_v}, random, 0.7f);
    for (std::int64_t i = 0; i < v.count(); ++i) v.data()[i] += 0.3f;
    if (asks) options.q = q;
    options.k = k;
    options.v = v;
    options.heads = sizes.heads;
    options.score.kind = kind;
    expected.score = score_name(kind);
    set_parameters(kind, sizes, random);
  }

  void set_parameters(ScoreKind kind, const Sizes& sizes, Random& random) {
    Score& score = options.score;
    if (kind == ScoreKind::cosine) score.gain = 3.0f, expected.gain = 3;
    if (kind == ScoreKind::bilinear) {
      W = random_tensor({sizes.d_q, sizes.d_k}, random);
    } else if (has_hidden(kind)) {
      const Index width = kind == ScoreKind::additive          ? sizes.d_q
                          : kind == ScoreKind::importance_conv ? 3 * sizes.d_k
                                                               : sizes.d_k;
      W = random_tensor({sizes.hidden, width}, random);
      b = random_tensor({sizes.hidden}, random);
      sv = random_tensor({sizes.hidden}, random);
      if (kind == ScoreKind::additive) U = random_tensor({sizes.hidden, sizes.d_k}, random);
    } else {
      return;
    }
    score.W = W, score.U = U, score.b = b, score.v = sv;
    expected.W = parameter(W);
    if (U.allocated()) expected.U = parameter(U);
    if (b.allocated()) expected.b = parameter(b), expected.v = parameter(sv);
  }

  reference::Result reference() const { return reference::attend(expected, widened(q), widened(k), widened(v)); }
};

inline double relative_error(const Tensor& actual, const reference::Array4& expected) {
  if (actual.count() != static_cast<std::int64_t>(expected.data.size())) return INFINITY;
  return relative_error(
      actual.count(), [&](std::int64_t i) { return actual.data()[i]; },
      [&](std::int64_t i) { return expected.data[static_cast<std::size_t>(i)]; });
}

/** Largest difference; −inf must meet −inf. */
inline double absolute_error(const Tensor& actual, const reference::Array4& expected) {
  if (actual.count() != static_cast<std::int64_t>(expected.data.size())) return INFINITY;
  double error = 0;
  for (std::int64_t i = 0; i < actual.count(); ++i) {
    const double a = actual.data()[i], e = expected.data[static_cast<std::size_t>(i)];
    if (std::isinf(a) && a == e) continue;
    const double difference = std::abs(a - e);
    if (!(difference <= error)) error = difference;
  }
  return error;
}

/** What is wrong with the traced and the fused path against the reference; "" if nothing. Limits: DESIGN.md, Numbers. */
inline std::string faults(const Case& test_case) {
  const reference::Result expected = test_case.reference();
  AttendOptions options = test_case.options;
  AttendResult fused, traced;
  if (const Status status = attend(options, fused); !status.ok()) return "fused: " + status.message;
  options.trace = true;
  if (const Status status = attend(options, traced); !status.ok()) return "traced: " + status.message;
  const Trace& trace = *traced.trace;
  std::string text;
  const auto limit = [&](const char* what, double error, double most) {
    if (!(error <= most)) text += std::string(what) + " is off by " + std::to_string(error * 1e6) + "e-6; ";
  };
  limit("score", absolute_error(trace.stage(Stage::score), expected.score), 1e-5);
  limit("capped", absolute_error(trace.stage(Stage::capped), expected.capped), 1e-5);
  limit("masked", absolute_error(trace.stage(Stage::masked), expected.masked), 1e-5);
  limit("weights", absolute_error(trace.stage(Stage::weights), expected.weights), 1e-6);
  limit("output", relative_error(trace.stage(Stage::output), expected.output), 1e-5);
  limit("result", relative_error(traced.output, expected.output), 1e-5);
  limit("fused", relative_error(fused.output, expected.output), 1e-5);
  return text;
}

}  // namespace test
