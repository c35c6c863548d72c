#pragma once
// The loop nest of every "row of a meets column of b" kernel: b is packed into panels of a few batches, and a register
// tile of rows × panel runs over the inner index. What one step does to a cell is the template parameter.
#include <algorithm>

#include "kernels/finish.hpp"
#include "simd/loop.hpp"
#include "tensor/arena.hpp"

namespace attn::panel {

/**
 * Rows × batches of one register tile, one inner index at a time; README.md has the measurements. With 16 registers 12
 * accumulators, 2 batches of b and a broadcast just fit; mul + add needs one more for the product. AVX-512 has 32.
 */
inline constexpr Index kRows = simd::kLanes >= 16 ? 12 : simd::kFused || simd::kLanes > 4 ? 6 : 5;
inline constexpr Index kBatches = 2;
inline constexpr Index kWidth = kBatches * simd::kLanes;
inline constexpr Index kPanels = 4;  // that one row meets at once: 8 chains, else it waits for its own sums
inline constexpr Index kWideWidth = kPanels * kWidth;
inline constexpr Index kDepth = 512;  // inner indices of a block: a panel of it stays in the first-level cache
inline constexpr Index kRowBlock =
    96;  // rows of a that meet all panels of a block: they stay in the second-level cache
inline constexpr Index kColumnBlock = 128;

constexpr Index padded(Index columns, Index width = kWidth) { return (columns + width - 1) / width * width; }

/** Floats that b (depth, columns) takes when packed. */
constexpr Index floats(Index depth, Index columns, Index width = kWidth) { return depth * padded(columns, width); }
static_assert(floats(kDepth, kColumnBlock) + kRowBlock * kDepth <= kKernelScratch);

/**
 * A matrix (depth, columns) as the tile reads it, or a part of one: blocks of kDepth inner indices; in a block one panel
 * of `width` columns after another; in a panel one inner index after another. Columns beyond the last are zero. `width`
 * is kWidth, or kWideWidth for what mostly meets single rows: they then read memory in its own order.
 */
struct Packed {
  float* data = nullptr;
  Index whole_depth = 0, whole_columns = 0;  // of the whole; columns padded
  Index width = kWidth;                      // of a panel
  Index row = 0, column = 0;                 // where this part begins; column is a multiple of kWidth
  Index depth = 0, columns = 0;              // of this part

  Packed() = default;
  Packed(float* to, Index depth_, Index columns_, Index width_ = kWidth)
      : data(to),
        whole_depth(depth_),
        whole_columns(padded(columns_, width_)),
        width(width_),
        depth(depth_),
        columns(columns_) {}

  Packed rows(Index first, Index count) const {
    Packed part = *this;
    part.row += first;
    part.depth = count;
    return part;
  }
  Packed column_block(Index first, Index count) const {
    Packed part = *this;
    part.column += first;
    part.columns = count;
    return part;
  }

  /** Inner indices from p on that lie in one block. */
  Index run_from(Index p) const { return std::min(depth - p, kDepth - (row + p) % kDepth); }

  /** Where column j (a multiple of kWidth) has inner index p; the next one is `width` floats on. */
  float* panel(Index p, Index j) const {
    const Index block = (row + p) / kDepth * kDepth, block_depth = std::min(kDepth, whole_depth - block);
    const Index inside = (column + j) % width;
    return data + block * whole_columns + (column + j - inside) * block_depth + (row + p - block) * width + inside;
  }

  /** Whether kPanels panels of the tile that begin at column j are equally far from each other. */
  bool even(Index j) const { return j + kWideWidth <= columns && (column + j) % width == 0; }
};

/** Packs b (depth, columns), any strides, into floats(depth, columns) floats. */
Packed pack(ConstMatrix b, float* to) noexcept;

inline simd::Batch load_some(const float* from, Index columns) noexcept {
  return columns >= simd::kLanes ? simd::load(from) : simd::load_part(from, std::max<Index>(columns, 0));
}

inline void store_some(simd::Batch value, float* to, Index columns) noexcept {
  if (columns >= simd::kLanes)
    simd::store(value, to);
  else if (columns > 0)
    simd::store_part(value, to, columns);
}

/** Where a tile takes its numbers from and puts them. */
struct Place {
  const float* a;
  Index a_row;  // floats from one row to the next
  const float* b;
  Index b_row;
  Index depth;
  float* out;
  Index out_row;
  Index panel;           // floats from one panel of b to the next
  Index columns;         // of out; may be fewer than those of the tile
  bool more;             // add to what out holds
  const Finish* finish;  // of the whole product, or null
  Index row, column;     // of this tile, for finish
};

/** One tile: out(i, j) = step(p, a(i, p), b(p, j), out(i, j)) for each p. Own function: V8 then keeps it in registers. */
template <Index Rows, Index Panels, class Step>
[[gnu::noinline]] void tile(const Place& at, Step step) noexcept {
  constexpr Index kColumns = Panels * kBatches;  // in batches
  simd::Batch sum[Rows][kColumns];
  for (Index i = 0; i < Rows; ++i)
    for (Index c = 0; c < kColumns; ++c)
      sum[i][c] = at.more ? load_some(at.out + i * at.out_row + c * simd::kLanes, at.columns - c * simd::kLanes)
                          : simd::Batch(0.0f);
  const float* a = at.a;
  const float* b = at.b;
  const Index a_row = at.a_row, b_row = at.b_row, panel = at.panel, depth = at.depth;
  for (Index p = 0; p < depth; ++p, ++a, b += b_row) {
    simd::Batch right[kColumns];
    for (Index c = 0; c < kColumns; ++c) right[c] = simd::load(b + c / kBatches * panel + c % kBatches * simd::kLanes);
    for (Index i = 0; i < Rows; ++i) {
      const simd::Batch left(a[i * a_row]);
      for (Index c = 0; c < kColumns; ++c) sum[i][c] = step(p, left, right[c], sum[i][c]);
    }
  }
  for (Index i = 0; i < Rows; ++i)
    for (Index c = 0; c < kColumns; ++c) {
      const Index column = c * simd::kLanes, left = at.columns - column;
      if (at.finish && left > 0) sum[i][c] = finished(*at.finish, sum[i][c], at.row + i, at.column + column, left);
      store_some(sum[i][c], at.out + i * at.out_row + column, left);
    }
}

/** All rows of a block of a against one panel: tiles of `Most` rows, then of 3 and of 1. */
template <Index Most, class Step>
void column_of_tiles(Place at, Index rows, Step step) noexcept {
  const auto next = [&]<Index Rows>() {
    tile<Rows, 1>(at, step);
    at.a += Rows * at.a_row;
    at.out += Rows * at.out_row;
    at.row += Rows;
    rows -= Rows;
  };
  while (rows >= Most) next.template operator()<Most>();
  if constexpr (Most > 3)
    while (rows >= 3) next.template operator()<3>();
  if constexpr (Most > 1)
    while (rows > 0) next.template operator()<1>();
}

/**
 * out(i, j) = step(p, a(i, p), b(p, j), …) over all p in order; added to what out holds if `more`; then `finish`. Rows
 * of a are contiguous. `step_from(p)` makes the step of the inner indices that start at p.
 */
template <Index Most = kRows, class StepFrom>
void run(ConstMatrix a, const Packed& b, Matrix out, bool more, const Finish* finish,
         const StepFrom& step_from) noexcept {
  for (Index p = 0; p < b.depth;) {
    const Index depth = b.run_from(p);
    const bool last = p + depth == b.depth;
    const auto step = step_from(p);
    const Index panel = b.width > kWidth ? kWidth : b.panel(p, kWidth) - b.panel(p, 0);
    for (Index i = 0; i < a.rows(); i += kRowBlock)
      for (Index j = 0; j < b.columns;) {
        const Place at{
            &a(i, p),      a.stride[0],   b.panel(p, j),           b.width, depth, &out(i, j), out.stride[0], panel,
            b.columns - j, more || p > 0, last ? finish : nullptr, i,       j};
        if constexpr (Most == kRows)
          if (a.rows() == 1 && b.even(j)) {
            tile<1, kPanels>(at, step);
            j += kWideWidth;
            continue;
          }
        column_of_tiles<Most>(at, std::min(kRowBlock, a.rows() - i), step);
        j += kWidth;
      }
    p += depth;
  }
}

/** The same with b not yet packed: a block at a time, each block used for all rows of a. */
template <Index Most = kRows, class StepFrom>
void run(ConstMatrix a, ConstMatrix b, Matrix out, bool more, Arena& scratch, const StepFrom& step_from) noexcept {
  const Arena::Scope scope(scratch);
  float* packed = scratch.take(floats(kDepth, kColumnBlock));
  for (Index j = 0; j < b.columns(); j += kColumnBlock) {
    const Index columns = std::min(kColumnBlock, b.columns() - j);
    for (Index p = 0; p < b.rows(); p += kDepth) {
      const Index depth = std::min(kDepth, b.rows() - p);
      const Packed block = pack(column_block(row_block(b, p, depth), j, columns), packed);
      run<Most>(column_block(a, p, depth), block, column_block(out, j, columns), more || p > 0, nullptr,
                [&](Index first) { return step_from(p + first); });
    }
  }
}

}  // namespace attn::panel
