#pragma once
// One block of queries of one head, ready to meet the keys: by the fused path, or by the one that keeps the weights.
#include "attention/score_form.hpp"
#include "base/status.hpp"

namespace attn {

struct QueryBlock {
  const Problem& problem;
  Index batch, head, first;  // the first query
  Operand q;                 // (rows, width)
  PackedKeys keys;           // (width, key)
  panel::Packed values;      // (key, d_v)
  float longest;             // no query is longer, for scores that are q·k: ‖q‖; else infinity
  float bound;               // then no |q·k| is larger
  Matrix out;                // (rows, d_v)

  Index rows() const { return out.rows(); }
  KeyRange range(Index i) const { return problem.mask.range(batch, first + i, problem.keys); }

  /** Nothing up to the masked score can leave the range of float32. */
  bool safe() const {
    const float largest = bound * std::max(1.0f, std::abs(problem.scale)) * std::max(1.0f, 1 / problem.temperature);
    return largest < 1e30f && problem.mask_size < 1e30f;
  }
};

/** The stages of the rows of a block, (rows, key); one matrix may stand for several of them. */
struct StageRows {
  Matrix scores, capped, masked, weights;
};

inline constexpr Index kQueryBlock = 48 / panel::kRows * panel::kRows;  // rows: a multiple of the tile's
inline constexpr Index kKeyBlock = 128;
inline constexpr Index kLongKeyBlock = panel::kDepth;  // for a single query
static_assert(kLongKeyBlock <= kQueryBlock * kKeyBlock);
static_assert(kKeyBlock % panel::kWidth == 0 && panel::kDepth % kKeyBlock == 0);

/** Weights are never stored: softmax runs along blocks of keys. */
Status attend_fused(const QueryBlock& block, Arena& scratch);

/** Every stage is kept. */
Status attend_traced(const QueryBlock& block, const StageRows& stages);

}  // namespace attn
