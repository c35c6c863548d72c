#pragma once
// Project, split into heads, attend in each, join, project: self-attention when memory is the input itself
// (Vaswani et al. 2017, section 3.2.2).
#include "attention/attend.hpp"
#include "layers/linear.hpp"

namespace attn {

/** y = x · weight + bias; weight (in, out), bias (out) or not given. */
struct Projection {
  TensorView weight;
  TensorView bias;
};

struct MultiHead {
  Projection query;   // (model, heads·d)
  Projection key;     // (memory, kv_heads·d)
  Projection value;   // (memory, kv_heads·d_v)
  Projection output;  // (heads·d_v, model); weight not given: the joined heads are the output
  Index heads = 1;
  Index kv_heads = 0;  // 0: as heads
};

/** Projections packed once, for one run after another. */
class MultiHeadLayer {
 public:
  /** Checks and packs the weights; the views may go afterwards. */
  static Status make(const MultiHead& weights, MultiHeadLayer& layer);

  /**
   * x (batch, query, model) asks, memory (batch, key, model) answers; both may be matrices. `options` holds the rest:
   * score, masks, lengths, past, trace …; its q, k, v and heads are set here. result.output (batch, query, model).
   */
  Status run(const TensorView& x, const TensorView& memory, AttendOptions options, AttendResult& result) const;

 private:
  Linear query_, key_, value_, output_;  // output_.out() 0: not given
  Index heads_ = 1, kv_heads_ = 0;
};

}  // namespace attn
