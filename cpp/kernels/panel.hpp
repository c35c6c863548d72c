#pragma once
// The loop nest of every "row of a meets row of b" kernel: b is packed into panels of a few batches, and a register
// tile of rows × panel runs over the inner index. What one step does to a cell is the template parameter.
#include <algorithm>

#include "simd/loop.hpp"
#include "tensor/arena.hpp"

namespace attn::panel {

/** Rows × batches of one register tile: 12 accumulators keep two fma units busy and fit 16 registers. */
inline constexpr Index kRows = simd::kFused || simd::kLanes > 4 ? 6 : 4;
inline constexpr Index kBatches = simd::kFused || simd::kLanes > 4 ? 2 : 3;
inline constexpr Index kWidth = kBatches * simd::kLanes;
inline constexpr Index kDepth = 256;  // inner indices packed at a time: a panel stays in the first-level cache
static_assert(kDepth * kWidth <= kKernelScratch);

/** to[p · kWidth + j] = b(p, j) for `columns` columns; the rest of the panel is zero. */
inline void pack(ConstMatrix b, float* to) noexcept {
  const Index columns = b.columns();
  for (Index p = 0; p < b.rows(); ++p, to += kWidth) {
    const float* from = b.data + p * b.stride[0];
    for (Index j = 0; j < columns; ++j) to[j] = from[j * b.stride[1]];
    for (Index j = columns; j < kWidth; ++j) to[j] = 0;
  }
}

inline simd::Batch load_some(const float* from, Index columns) noexcept {
  return columns >= simd::kLanes ? simd::load(from) : simd::load_part(from, std::max<Index>(columns, 0));
}

inline void store_some(simd::Batch value, float* to, Index columns) noexcept {
  if (columns >= simd::kLanes)
    simd::store(value, to);
  else if (columns > 0)
    simd::store_part(value, to, columns);
}

/** One tile: out(i, j) = step(p, a(i, p), packed(p, j), out(i, j)) for each p; starts from 0 unless `more`. */
template <Index Rows, class Step>
void tile(ConstMatrix a, const float* packed, Matrix out, bool more, const Step& step) noexcept {
  simd::Batch sum[Rows][kBatches];
  for (Index i = 0; i < Rows; ++i)
    for (Index c = 0; c < kBatches; ++c)
      sum[i][c] = more ? load_some(&out(i, 0) + c * simd::kLanes, out.columns() - c * simd::kLanes) : simd::Batch(0.0f);
  for (Index p = 0; p < a.columns(); ++p, packed += kWidth) {
    simd::Batch b[kBatches];
    for (Index c = 0; c < kBatches; ++c) b[c] = simd::load(packed + c * simd::kLanes);
    for (Index i = 0; i < Rows; ++i) {
      const simd::Batch left(a(i, p));
      for (Index c = 0; c < kBatches; ++c) sum[i][c] = step(p, left, b[c], sum[i][c]);
    }
  }
  for (Index i = 0; i < Rows; ++i)
    for (Index c = 0; c < kBatches; ++c)
      store_some(sum[i][c], &out(i, 0) + c * simd::kLanes, out.columns() - c * simd::kLanes);
}

/** The tile with as many rows as are left. */
template <Index Rows, class Step>
void tile_of(ConstMatrix a, const float* packed, Matrix out, bool more, const Step& step) noexcept {
  if constexpr (Rows > 1) {
    if (a.rows() < Rows) return tile_of<Rows - 1>(a, packed, out, more, step);
  }
  tile<Rows>(a, packed, out, more, step);
}

/**
 * out(i, j) = step(p, a(i, p), b(p, j), …) over all p in order; added to what out holds if `more`. `step_from(p)` makes
 * the step of the inner indices that start at p.
 */
template <Index Rows = kRows, class StepFrom>
void run(ConstMatrix a, ConstMatrix b, Matrix out, bool more, Arena& scratch, const StepFrom& step_from) noexcept {
  const Arena::Scope scope(scratch);
  float* packed = scratch.take(kDepth * kWidth);
  for (Index p = 0; p < b.rows(); p += kDepth) {
    const Index depth = std::min(kDepth, b.rows() - p);
    const auto step = step_from(p);
    for (Index j = 0; j < b.columns(); j += kWidth) {
      const Index width = std::min(kWidth, b.columns() - j);
      pack(column_block(row_block(b, p, depth), j, width), packed);
      for (Index i = 0; i < a.rows(); i += Rows) {
        const Index rows = std::min(Rows, a.rows() - i);
        tile_of<Rows>(column_block(row_block(a, i, rows), p, depth), packed,
                      column_block(row_block(out, i, rows), j, width), more || p > 0, step);
      }
    }
  }
}

}  // namespace attn::panel
