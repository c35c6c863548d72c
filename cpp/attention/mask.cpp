#include "attention/mask.hpp"

#include <algorithm>
#include <limits>

namespace attn {

namespace {

constexpr float kHidden = -std::numeric_limits<float>::infinity();
constexpr Index kFar = std::numeric_limits<Index>::max() / 4;  // beyond every key, and safe to add to

/** Where the row of (batch, head, query) starts in the mask's own axes. */
Index row_start(const Shape& shape, Index batch, Index head, Index query) {
  const Index full[kMaxAxes] = {batch, head, query, 0};
  Index start = 0;
  for (int axis = 0; axis < shape.rank; ++axis) {
    const Index index = shape[axis] == 1 ? 0 : full[kMaxAxes - shape.rank + axis];
    start = start * shape[axis] + index;
  }
  return start;
}

/** Adds the mask to out, whose first element is key `first`; keys beyond its end are hidden. */
void add_mask(const MaskView& mask, Index start, Index first, Vector out) {
  const Index given = std::clamp<Index>(mask.shape.back() - first, 0, out.shape[0]);
  for (Index j = 0; j < given; ++j) {
    if (mask.kind == MaskKind::additive)
      out(j) += mask.additive[start + first + j];
    else if (mask.boolean[start + first + j] == 0)
      out(j) = kHidden;
  }
  std::fill(out.data + given, out.data + out.shape[0], kHidden);
}

}  // namespace

Index MaskRule::offset(Index batch) const {
  if (past >= 0) return past;
  return lengths.empty() ? 0 : lengths[static_cast<std::size_t>(batch)] - queries;
}

void MaskRule::row(Index batch, Index head, Index query, Index first, Vector out) const noexcept {
  const Index position = query + offset(batch);
  const Index low = window_left < 0 ? -kFar : position - std::min(window_left, kFar);
  Index high = lengths.empty() ? kFar : lengths[static_cast<std::size_t>(batch)] - 1;
  if (causal) high = std::min(high, position);
  if (window_right >= 0) high = std::min(high, position + std::min(window_right, kFar));
  for (Index j = 0; j < out.shape[0]; ++j) out(j) = first + j < low || first + j > high ? kHidden : 0.0f;
  if (mask.kind != MaskKind::none) add_mask(mask, row_start(mask.shape, batch, head, query), first, out);
}

}  // namespace attn
