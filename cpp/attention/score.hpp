#pragma once
// How a query and a key become a score (SEEDS.md M1–M8).
#include <optional>
#include <string_view>

#include "tensor/tensor.hpp"

namespace attn {

enum class ScoreKind : unsigned char {
  dot,                // M1  q·k
  scaled_dot,         // M2  q·k / √d_k
  euclidean,          // M3  −‖q − k‖
  squared_euclidean,  // M3  −‖q − k‖²
  cosine,             // M4  gain · q·k / (‖q‖ ‖k‖); 0 for a zero vector
  additive,           // M5  vᵀ tanh(W q + U k + b)
  tanh_dot,           // M6  tanh(q·k)
  bilinear,           // M7  qᵀ W k
  importance,         // M8  vᵀ tanh(W k_j + b): no query, one row of weights
  importance_conv,    // M8  vᵀ tanh(W [k_{j−1}, k_j, k_{j+1}] + b), zeros beyond the ends
};
inline constexpr int kScoreKinds = 10;

/** "scaled-dot" and so on: the names of web/core/types.ts. */
std::string_view score_name(ScoreKind kind);
std::optional<ScoreKind> score_kind(std::string_view name);

constexpr bool has_query(ScoreKind kind) { return kind != ScoreKind::importance && kind != ScoreKind::importance_conv; }

/** A score function with its parameters; one that the function does not use must not be given. */
struct Score {
  ScoreKind kind = ScoreKind::scaled_dot;
  std::optional<float> gain;  // cosine; default 1
  TensorView W;  // additive (hidden, d_q) · bilinear (d_q, d_k) · importance (hidden, d_k) · conv (hidden, 3·d_k)
  TensorView U;  // additive (hidden, d_k)
  TensorView b;  // additive, importance (hidden); default 0
  TensorView v;  // additive, importance (hidden)
};

}  // namespace attn
