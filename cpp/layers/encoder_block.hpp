#pragma once
#include <optional>

#include "attention/attend.hpp"
#include "layers/feed_forward.hpp"
#include "layers/norm.hpp"

namespace attn {

/**
 * A transformer block that normalises before each part, x (rows, in) → (rows, out):
 *
 *   q, k, v = LN(x)·W_q + b_q, …                (rows, inner), inner = heads·d
 *   u = residual(x) + [a_1 … a_heads]·W_o + b_o      a_h = softmax(q_h k_hᵀ / √d)·v_h
 *   y = u + relu(LN(u)·W_1 + b_1)·W_2 + b_2
 */
struct EncoderBlock {
  Index heads = 1;
  LayerNorm attention_norm;        // (in)
  Linear query, key, value;        // (in, inner)
  Linear output;                   // (inner, out)
  std::optional<Linear> residual;  // (in, out); without it x itself, in == out
  LayerNorm feed_forward_norm;     // (out)
  FeedForward feed_forward;

  Index out() const { return output.out(); }
};

/** Heads in `off` count as 0 in [a_1 … a_heads]; the trace holds what they computed. */
Status forward(const EncoderBlock& block, ConstMatrix x, std::span<const Index> off, Trace& trace, Tensor& y);

}  // namespace attn
