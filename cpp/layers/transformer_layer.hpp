#pragma once
// The layers of a transformer over the tape (Vaswani et al. 2017, and what came after): each reads as its equation.
#include <optional>

#include "autograd/attention.hpp"
#include "layers/parameters.hpp"
#include "layers/run.hpp"

namespace attn {

/** x·W + b */
struct Affine {
  Parameter* weight = nullptr;  // (in, out)
  Parameter* bias = nullptr;    // (1, out), or none

  Affine() = default;
  Affine(Parameters& parameters, const std::string& name, Index in, Index out, bool with_bias, Random& random);

  Var operator()(Tape& tape, Var x) const;
};

/** Layer norm; RMS norm where there is no bias. */
struct Norm {
  Parameter* gain = nullptr;  // (1, width)
  Parameter* bias = nullptr;
  float epsilon = 1e-5f;

  Norm() = default;
  Norm(Parameters& parameters, const std::string& name, Index width, bool rms, float epsilon_of);

  Var operator()(Tape& tape, Var x) const;
};

/** Rotary positions of queries and keys; base 0: none. */
struct Rotary {
  float base = 0;
  Index first = 0;  // position of the first row: keys of earlier calls
};

/** Rows of x: batch · queries; of memory: batch · keys. */
struct AttentionPlace {
  Part part;
  Index layer;
  Index batch, queries, keys;
  bool causal = false;
  std::span<const std::int32_t> lengths{};  // (batch), valid keys
};

/** [a_1 … a_heads]·W_o, a_h = softmax(q_h k_hᵀ / √d)·v_h, q = x·W_q, k = memory·W_k, v = memory·W_v */
struct MultiHeadAttention {
  Index heads = 1, kv_heads = 1;
  Affine query, key, value, output;

  MultiHeadAttention() = default;
  MultiHeadAttention(Parameters& parameters, const std::string& name, Index width, Index heads_of, Index kv_heads_of,
                     bool bias, Random& random);

  Var operator()(const Run& run, Var x, Var memory, const AttentionPlace& place, Rotary rotary = {}) const;
};

/** f(x·W_1)·W_2; with a gate (silu(x·W_g) ∘ x·W_1)·W_2 (SwiGLU: Shazeer 2020). */
struct GatedFeedForward {
  Curve curve = Curve::gelu;
  std::optional<Affine> gate;
  Affine hidden, output;

  GatedFeedForward() = default;
  GatedFeedForward(Parameters& parameters, const std::string& name, Index width, Index units, Curve curve_of,
                   bool gated, bool bias, Random& random);

  Var operator()(const Run& run, Var x) const;
};

/** What all layers of a transformer share. */
struct LayerStyle {
  Index width, heads, kv_heads, hidden;
  Curve curve;
  bool gated, bias, rms, norm_first;
  float epsilon;
  float rotary_base;  // 0: positions are in the input
};

/**
 * With the norm first:   x = x + A(N₁(x)), [x = x + C(N₂(x), memory)], x = x + F(N₃(x))
 * and after each sum:    x = N₁(x + A(x)), [x = N₂(x + C(x, memory))], x = N₃(x + F(x))
 */
struct TransformerLayer {
  bool norm_first = true;
  float rotary_base = 0;
  Norm self_norm, cross_norm, feed_forward_norm;
  MultiHeadAttention self;
  std::optional<MultiHeadAttention> cross;
  GatedFeedForward feed_forward;

  TransformerLayer(Parameters& parameters, const std::string& name, const LayerStyle& style, bool with_cross,
                   Random& random);

  /** `cross_place` and `memory` (batch · keys, width): for a decoder that looks at a source. */
  Var operator()(const Run& run, Var x, const AttentionPlace& place, Var memory = nullptr,
                 const AttentionPlace* cross_place = nullptr) const;
};

}  // namespace attn
