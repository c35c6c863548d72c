#pragma once
// Which keys a query may see, and what is added to the scores of those it sees.
#include <cstdint>
#include <span>

#include "tensor/tensor.hpp"

namespace attn {

enum class MaskKind : unsigned char { none, boolean, additive };

/**
 * 1 to 4 axes, the last of them keys; batch, head and query are broadcast where they are 1 or left out.
 * Keys beyond the end of a shorter last axis are hidden, also when it is 1: the ONNX reference pads, too.
 */
struct MaskView {
  MaskKind kind = MaskKind::none;
  const std::uint8_t* boolean = nullptr;  // 0: hidden
  const float* additive = nullptr;        // −inf: hidden
  Shape shape;
};

/** Keys first … end − 1. */
struct KeyRange {
  Index first, end;
};

enum class Cover : unsigned char { none, some, all };

/** All rules together: what is added to the score of a cell, −inf where the key is hidden. */
struct MaskRule {
  MaskView mask;
  bool causal = false;     // query i sees key j iff j ≤ i + offset
  Index window_left = -1;  // i + offset − left ≤ j; −1: no bound
  Index window_right = -1;
  std::span<const std::int32_t> lengths;  // (batch): key j ≥ lengths[b] is hidden; empty: all valid
  Index past = -1;                        // keys of earlier calls; −1: no past given
  Index queries = 0;

  /** Whether a matrix hides or adds beyond what causal, window and lengths say. */
  bool has_matrix() const { return mask.kind != MaskKind::none; }

  /** The keys that causal, window and lengths let this query see: none where first ≥ end. */
  KeyRange range(Index batch, Index query, Index keys) const noexcept;

  /** What the matrix alone does to a block of queries and keys. */
  Cover cover(Index batch, Index head, Index query, Index queries_, Index key, Index keys) const noexcept;

  /** Position of query 0 among the keys: the past, or lengths[b] − queries, or 0. Negative is not clamped. */
  Index offset(Index batch) const;

  /** The bias of the keys first, first + 1 … for one query. */
  void row(Index batch, Index head, Index query, Index first, Vector out) const noexcept;

  float bias(Index batch, Index head, Index query, Index key) const {
    float value = 0;
    row(batch, head, query, key, Vector(&value, {1}));
    return value;
  }
};

}  // namespace attn
