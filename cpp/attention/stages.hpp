#pragma once
// The stages of a score for a block of queries and keys of one head. The traced path calls them with the whole
// matrix, the fused path with one block after another: there is no second implementation.
#include "attention/score_form.hpp"
#include "base/status.hpp"

namespace attn {

/** Which cells: the position of the first one, the sizes are those of the matrices. */
struct Block {
  Index batch, head, query, key;
};

/** scores = score(q, k) · scale */
Status score_stage(const Problem& problem, const Block& block, const Operand& q, const Operand& k, Matrix scores,
                   Arena& scratch);

/** masked = capped / temperature + mask; may work in place. */
Status mask_stage(const Problem& problem, const Block& block, ConstMatrix capped, Matrix masked);

}  // namespace attn
