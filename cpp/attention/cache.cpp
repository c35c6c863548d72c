#include "attention/cache.hpp"

#include <algorithm>

#include "base/errors.hpp"
#include "kernels/reduce.hpp"

namespace attn {

namespace {

constexpr std::string_view kOperation = "cache";
constexpr Index kMost[] = {1 << 20, 1 << 16, 4096, 4096, 1 << 24};

using panel::kWidth;

/** Wide panels, as it is single queries that come; but no more padding than columns. */
constexpr Index panel_width(Index columns) { return columns >= panel::kWideWidth ? panel::kWideWidth : kWidth; }

/** Column `at` of packed keys (d, length) becomes k. */
void put_key(const panel::Packed& keys, Index at, ConstVector k) noexcept {
  for (Index p = 0; p < keys.depth; ++p) keys.panel(p, at / kWidth * kWidth)[at % kWidth] = k(p);
}

/** Row `at` of packed values (length, d_v) becomes v. */
void put_value(const panel::Packed& values, Index at, ConstVector v) noexcept {
  for (Index j = 0; j < values.columns; j += kWidth)
    std::copy_n(v.data + j, std::min(kWidth, values.columns - j), values.panel(at, j));
}

}  // namespace

Status KeyValueCache::make(Index batch, Index kv_heads, Index d, Index d_v, Index capacity, KeyValueCache& cache) {
  constexpr std::string_view kNames[] = {"batch", "kvHeads", "d", "dv", "capacity"};
  const Index sizes[] = {batch, kv_heads, d, d_v, capacity};
  for (int i = 0; i < 5; ++i)
    if (sizes[i] < 1 || sizes[i] > kMost[i]) return errors::out_of_range(kOperation, kNames[i], sizes[i], kMost[i] + 1);
  const double heads = static_cast<double>(batch) * static_cast<double>(kv_heads);
  const double keys =
      heads * static_cast<double>(d) * static_cast<double>(panel::padded(capacity, panel_width(capacity)));
  const double values =
      heads * static_cast<double>(capacity) * static_cast<double>(panel::padded(d_v, panel_width(d_v)));
  const double bytes = 4 * (keys + values);
  if (bytes > static_cast<double>(kMaxBytes))
    return errors::too_large(kOperation, static_cast<std::int64_t>(std::min(bytes, 9e18)), kMaxBytes);
  cache = {};
  cache.keys_ = allocate_aligned(static_cast<std::int64_t>(keys));
  cache.values_ = allocate_aligned(static_cast<std::int64_t>(values));
  if (!cache.keys_ || !cache.values_) return errors::out_of_memory(kOperation, static_cast<std::int64_t>(bytes));
  // Lanes beyond the last key are multiplied, never used; they must not be NaN, which is slow.
  std::fill_n(cache.keys_.get(), static_cast<Index>(keys), 0.0f);
  std::fill_n(cache.values_.get(), static_cast<Index>(values), 0.0f);
  cache.batch_ = batch;
  cache.kv_heads_ = kv_heads;
  cache.d_ = d;
  cache.d_v_ = d_v;
  cache.capacity_ = capacity;
  return {};
}

panel::Packed KeyValueCache::keys(Index batch, Index kv_head) const {
  const Index width = panel_width(capacity_), floats = panel::floats(d_, capacity_, width);
  return panel::Packed(keys_.get() + place(batch, kv_head) * floats, d_, capacity_, width).column_block(0, length_);
}

panel::Packed KeyValueCache::values(Index batch, Index kv_head) const {
  const Index width = panel_width(d_v_), floats = panel::floats(capacity_, d_v_, width);
  return panel::Packed(values_.get() + place(batch, kv_head) * floats, capacity_, d_v_, width).rows(0, length_);
}

void KeyValueCache::append(ConstView4 k, ConstView4 v) noexcept {
  const Index before = length_, count = k.shape[2];
  length_ += count;
  for (Index b = 0; b < batch_; ++b)
    for (Index h = 0; h < kv_heads_; ++h) {
      for (Index i = 0; i < count; ++i) {
        put_key(keys(b, h), before + i, k[b][h][i]);
        put_value(values(b, h), before + i, v[b][h][i]);
      }
      longest_key_ = std::max(longest_key_, longest_row(k[b][h]));
    }
}

}  // namespace attn
