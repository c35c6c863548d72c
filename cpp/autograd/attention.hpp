#pragma once
// Attention as an operation on the tape; its backward recomputes the weights (attention/backward.hpp).
#include "attention/attend.hpp"
#include "autograd/tape.hpp"

namespace attn {

/** Rows of q: batch · queries; of k and v: batch · keys; columns: heads · d, kv_heads · d, kv_heads · d_v. */
struct AttentionShape {
  Index batch = 1, queries = 0, keys = 0;
  Index heads = 1, kv_heads = 1;
};

struct AttentionSettings {
  ScoreKind score = ScoreKind::scaled_dot;
  /** Parameters of the score function, as in Score; vectors (1, n). Additive without W or U: the identity. */
  Var W = nullptr, U = nullptr, b = nullptr, v = nullptr;
  std::optional<float> scale;
  float softcap = 0;
  float temperature = 1;
  bool causal = false;
  Index window_left = -1, window_right = -1;
  std::span<const std::int32_t> lengths;  // (batch), valid keys; empty: all. Must outlive the tape's run
  std::span<const Index> heads_off;       // count as 0 in the output. Must outlive the tape's run
  KeyValueCache* cache = nullptr;         // not while recording: k and v are added, q meets all it holds
  Trace* trace = nullptr;                 // every stage is kept here
};

/** (batch · queries, heads · d_v). q is null for importance, whose one row a sequence makes queries = 1. */
Var attention(Tape& tape, Var q, Var k, Var v, const AttentionShape& shape, const AttentionSettings& settings);

}  // namespace attn
