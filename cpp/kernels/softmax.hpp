#pragma once
#include "tensor/view.hpp"

namespace attn {

/** weights(i, j) = exp(scores(i, j) − max_i) / Σ_j exp(scores(i, j) − max_i); a row of −inf gives zeros. May work in place. */
void softmax_rows(ConstMatrix scores, Matrix weights) noexcept;

/** The largest of a row that is not empty. */
float row_max(ConstVector row) noexcept;

/** out = exp(row − max); answers Σ out. Elements more than 126·ln 2 below max give 0. May work in place. */
float row_exp(ConstVector row, float max, Vector out) noexcept;

}  // namespace attn
