#pragma once
// Operations on the tape: x (rows, columns) in, a new variable out; each derivative stands beside its forward in the
// .cpp. Shapes are the caller's duty (models check theirs once, when they are made).
#include <cstdint>
#include <span>

#include "autograd/tape.hpp"
#include "base/random.hpp"
#include "kernels/activation.hpp"

namespace attn {

/** x·W + b; x (rows, in), W (in, out), b (1, out) or null. */
Var linear(Tape& tape, Var x, Var W, Var b = nullptr);
/** x·Wᵀ; W (out, in): with the embedding as W, the logits of tied weights (Press and Wolf 2017). */
Var linear_transposed(Tape& tape, Var x, Var W);

/** a + b */
Var add(Tape& tape, Var a, Var b);
/** a ∘ b */
Var multiply(Tape& tape, Var a, Var b);
/** x · factor */
Var scale(Tape& tape, Var x, float factor);
/** x with row r of `rows` (n, columns) added to its rows r, n + r, 2n + r …: one for each position of each sequence. */
Var add_repeated(Tape& tape, Var x, Var rows);
/** f(x), element by element. */
Var activate(Tape& tape, Curve curve, Var x);
/** x ∘ m / (1 − p), m 0 with probability p: Srivastava et al. 2014. With p = 0 x itself. */
Var dropout(Tape& tape, Var x, float p, Random& random);

/** (x − mean) / √(variance + ε) · gain + bias, each row; gain, bias (1, columns). */
Var layer_norm(Tape& tape, Var x, Var gain, Var bias, float epsilon);
/** x / √(mean of x² + ε) · gain, each row. */
Var rms_norm(Tape& tape, Var x, Var gain, float epsilon);

/** out(i, ·) = x(rows[i], ·), 0 where rows[i] is −1: embedding, time steps, reversal. `rows` must outlive the tape's run. */
Var gather(Tape& tape, Var x, std::span<const std::int32_t> rows);
/** One below the other; all have the same columns. */
Var concatenate_rows(Tape& tape, std::span<const Var> parts);
/** Side by side; all have the same rows. */
Var concatenate_columns(Tape& tape, std::span<const Var> parts);
/** Rows first … first + count − 1: the same numbers and gradients, not a copy. */
Var rows(Tape& tape, Var x, Index first, Index count);
/** Columns first … first + count − 1. */
Var columns(Tape& tape, Var x, Index first, Index count);

/**
 * Rotary positions (Su et al. 2021), halves apart as in Hugging Face's Llama: in each head of size d, numbers j and
 * j + d/2 of the row at position t are turned by the angle t · base^(−2j/d). Row i is at position `first` + i mod length.
 */
Var rotary(Tape& tape, Var x, Index heads, Index length, Index first, float base);

/**
 * One step of a gated recurrent unit (Cho et al. 2014, in PyTorch's form). W x + b is made before, for all steps at once:
 *   r = σ(x_r + h U_r), z = σ(x_z + h U_z), n = tanh(x_n + r ∘ (h U_n + b_n)), h′ = (1 − z) ∘ n + z ∘ h
 * x (batch, 3·d) and U (d, 3·d) in the order r, z, n; bias (1, d); h (batch, d). Where goes_on[i] is 0, h′ = h.
 */
Var gru_step(Tape& tape, Var x, Var h, Var U, Var bias, std::span<const std::uint8_t> goes_on = {});

}  // namespace attn
