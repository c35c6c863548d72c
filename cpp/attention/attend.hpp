#pragma once
// softmax(mask(softcap(score(Q, K) · scale) / temperature)) V: the ONNX `Attention` operator (opset 24 as corrected
// in 1.23) where that says something, with any of the score functions. The options are those of web/core/types.ts.
#include <optional>

#include "attention/mask.hpp"
#include "attention/score.hpp"
#include "attention/trace.hpp"
#include "base/status.hpp"

namespace attn {

/** What one call of attention gets. Views are read during the call only. */
struct AttendOptions {
  TensorView q;        // (query, d), (batch, query, heads·d) or (batch, head, query, d); not given for importance
  TensorView k;        // as q, with kv_heads heads
  TensorView v;        // as k; its d may differ
  Index heads = 0;     // 0: the shape's own in 4-D, else 1
  Index kv_heads = 0;  // divides heads; 0: the shape's own in 4-D, else heads
  Score score;
  std::optional<float> scale;  // default 1/√d_k for scaled_dot, else 1
  float softcap = 0;           // 0: none
  float temperature = 1;
  MaskView mask;
  bool causal = false;
  Index window_left = -1;  // −1: no bound
  Index window_right = -1;
  std::span<const std::int32_t> lengths;  // (batch), valid keys; empty: all
  TensorView past_k;                      // (batch, kv_head, past, d)
  TensorView past_v;
  bool trace = false;  // keep every stage
};

struct AttendResult {
  Tensor output;     // same rank as q (as k for importance)
  Tensor present_k;  // with a past: (batch, kv_head, past + key, d); else empty
  Tensor present_v;
  std::optional<Trace> trace;  // with options.trace
};

/** Checks everything, then computes; on an error `result` is not to be used. */
Status attend(const AttendOptions& options, AttendResult& result);

}  // namespace attn
