#pragma once
// The score functions in reverse, each beside its forward in score_*.cpp. Not in the table of score_form.hpp: who only
// attends does not carry them.
#include "attention/backward.hpp"
#include "attention/score_form.hpp"

namespace attn {

/** A block of queries of one head, the keys they meet, and ∂loss/∂score of each pair. */
struct ScoreBlock {
  ConstMatrix q;         // (rows, d_q), as given
  Operand q_operand;     // what the score function made of them
  ConstMatrix keys;      // (key, d_k): all of the head
  Operand key_operands;  // the same
  PackedKeys packed;     // (width, columns): those of the block
  Index first;           // the first key of the block
  Matrix d;              // (rows, columns), of the score as the tile gives it; may be used up
  Matrix d_q, d_keys;    // added to; (rows, d_q) and (key, d_k), or no data

  Index rows() const { return d.rows(); }
  Index columns() const { return d.columns(); }
  ConstMatrix k() const { return row_block(keys, first, columns()); }
  ConstMatrix k_operand() const { return row_block(key_operands.rows, first, columns()); }
  Matrix d_k() const { return d_keys.data ? row_block(d_keys, first, columns()) : d_keys; }
};

/**
 * Takes from the arena no more than twice what the operands of the block and of all keys take, and two blocks of scores, beside
 * what kernels need.
 */
using ScoreBackward = void(const Problem&, const ScoreBlock&, const AttentionGradients&, Arena&) noexcept;

ScoreBackward dot_backward, euclidean_backward, squared_backward, cosine_backward, additive_backward, tanh_dot_backward,
    bilinear_backward, importance_backward, importance_conv_backward;

/** Scores D that are q · k: d_q += D K, d_k += Dᵀ Q. */
void product_backward(ConstMatrix d, ConstMatrix q, ConstMatrix k, Matrix d_q, Matrix d_k, Arena& memory) noexcept;

/** y = W x, or x itself where W is not given: d_x += d_y W, d_W += d_yᵀ X. */
void project_backward(ConstMatrix d_y, ConstMatrix x, const TensorView& W, Matrix d_x, Matrix d_W,
                      Arena& memory) noexcept;

Matrix take_zeros(Arena& memory, Index rows, Index columns) noexcept;

}  // namespace attn
