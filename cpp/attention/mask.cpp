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

KeyRange MaskRule::range(Index batch, Index query, Index keys) const noexcept {
  const Index position = query + offset(batch);
  const Index low = window_left < 0 ? 0 : position - std::min(window_left, kFar);
  Index end = lengths.empty() ? keys : std::min<Index>(keys, lengths[static_cast<std::size_t>(batch)]);
  if (causal) end = std::min(end, position + 1);
  if (window_right >= 0) end = std::min(end, position + std::min(window_right, kFar) + 1);
  return {std::max<Index>(low, 0), std::max<Index>(end, 0)};
}

Cover MaskRule::cover(Index batch, Index head, Index query, Index queries_, Index key, Index keys) const noexcept {
  if (mask.kind == MaskKind::none) return Cover::all;
  const Index given = std::clamp<Index>(mask.shape.back() - key, 0, keys);
  bool none = true, all = given == keys;
  for (Index i = 0; i < queries_ && (none || all); ++i) {
    const Index at = row_start(mask.shape, batch, head, query + i) + key;
    if (mask.kind == MaskKind::boolean) {
      none = none && std::none_of(mask.boolean + at, mask.boolean + at + given, [](auto x) { return x != 0; });
      all = all && std::none_of(mask.boolean + at, mask.boolean + at + given, [](auto x) { return x == 0; });
    } else {
      none = none && std::all_of(mask.additive + at, mask.additive + at + given, [](float x) { return x == kHidden; });
      all = all && std::all_of(mask.additive + at, mask.additive + at + given, [](float x) { return x == 0; });
    }
  }
  return none ? Cover::none : all ? Cover::all : Cover::some;
}

void MaskRule::row(Index batch, Index head, Index query, Index first, Vector out) const noexcept {
  const KeyRange seen = range(batch, query, kFar);
  for (Index j = 0; j < out.shape[0]; ++j) out(j) = first + j < seen.first || first + j >= seen.end ? kHidden : 0.0f;
  if (mask.kind != MaskKind::none) add_mask(mask, row_start(mask.shape, batch, head, query), first, out);
}

}  // namespace attn
