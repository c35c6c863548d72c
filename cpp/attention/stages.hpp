#pragma once
// The stages of a score for a block of queries and keys of one head. The traced path calls them with whole rows, the
// fused path with one block after another: there is no second implementation.
#include "attention/score_form.hpp"
#include "base/status.hpp"

namespace attn {

/** Which cells: the position of the first one, the sizes are those of the matrices. */
struct Block {
  Index batch, head, query, key;
};

/** scores = score(q, k) · scale. `safe`: nothing can leave the range of float32, so that is not looked for. */
Status score_stage(const Problem& problem, const Block& block, const Operand& q, const PackedKeys& k, Matrix scores,
                   bool safe);

/** masked = capped / temperature + mask; may work in place. */
Status mask_stage(const Problem& problem, const Block& block, ConstMatrix capped, Matrix masked, bool safe);

}  // namespace attn
