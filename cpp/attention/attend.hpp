#pragma once
// softmax(mask(softcap(score(Q, K) · scale) / temperature)) V: the ONNX `Attention` operator (opset 24 as corrected
// in 1.23) where that says something, with any of the score functions. The options are those of web/core/types.ts.
#include <optional>

#include "attention/mask.hpp"
#include "attention/score.hpp"
#include "attention/trace.hpp"
#include "attention/work.hpp"
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
  KeyValueCache* cache = nullptr;  // k and v are added to it, then q meets all it holds
  bool weights = false;            // answer the weights
  bool trace = false;              // keep every stage
};

struct AttendResult {
  Tensor output;     // same rank as q (as k for importance)
  Tensor present_k;  // with a past: (batch, kv_head, past + key, d); else empty
  Tensor present_v;
  Tensor weights;              // with options.weights: (batch, head, query, key); else empty
  std::optional<Trace> trace;  // with options.trace
};

/**
 * One call, done a block of queries at a time; used for one call after another, it keeps its scratch memory. The views
 * of the options and the result must live as long as the call. On an error the result is not to be used, and a cache is
 * as it was.
 */
class AttendCall {
 public:
  /** Checks everything and makes room. */
  Status begin(const AttendOptions& options, AttendResult& result);
  bool done() const { return !work_ || work_->done(); }
  /** The next block. */
  Status step();

  /** Gives scratch memory back that is larger than a small call needs. */
  void trim();

 private:
  Status prepare(const AttendOptions& options);
  Status give_up(Status status);

  Problem problem_;
  Arena memory_{0};
  std::optional<Work> work_;
  AttendResult* result_ = nullptr;
  KeyValueCache* cache_ = nullptr;
  Index cached_ = 0;          // keys of the cache before the call
  float longest_cached_ = 0;  // and its longest
};

/** The whole call at once. */
Status attend(const AttendOptions& options, AttendResult& result);

}  // namespace attn
