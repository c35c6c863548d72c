#pragma once
// The two ways through a checked problem; each writes output (batch, head, query, d_v), any strides but the last.
#include "attention/trace.hpp"
#include "tensor/arena.hpp"

namespace attn {

/** Every stage is kept in the trace; trace.problem is what is computed. */
Status attend_traced(Trace& trace, Arena& scratch);

/** Weights are never stored: softmax runs along blocks of keys. */
Status attend_fused(const Problem& problem, View4 output, Arena& scratch);

/** Floats the arena must hold for either. */
Index scratch_floats(const Problem& problem);

}  // namespace attn
