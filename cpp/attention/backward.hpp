#pragma once
// What a loss that depends on the output of attention says about its inputs: all queries, keys, values and parameters at once
// (the backward pass of Dao et al. 2022, algorithm 4: weights are made again, never stored).
#include "attention/problem.hpp"
#include "tensor/arena.hpp"

namespace attn {

/** Where gradients are added. A view without data is not wanted. Rows are contiguous. */
struct AttentionGradients {
  View4 q, k, v;  // as those of the problem
  Matrix W, U;    // as those of the score
  Vector b, score_v;
  float* gain = nullptr;
};

/** Floats of scratch memory that it takes. */
std::int64_t backward_floats(const Problem& problem);

/** d_output (batch, head, query, d_v): ∂loss/∂output of a call that has been done without an error, not one with a cache. */
void attend_backward(const Problem& problem, ConstView4 d_output, const AttentionGradients& gradients,
                     Arena& memory) noexcept;

}  // namespace attn
