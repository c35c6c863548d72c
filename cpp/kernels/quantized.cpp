#include "kernels/quantized.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "simd/int8.hpp"
#include "simd/loop.hpp"

namespace attn {

namespace {

using simd::int8::Code;
using simd::int8::kColumns;
using simd::int8::kGroup;

constexpr Index kRows = 4;              // of a register tile: 8 sums, 2 vectors of weights, one of codes, products
constexpr Index kMostRows = 8 * kRows;  // quantised at a time
constexpr Index kMostCodes = PackedInt8::kMaxInputs;
static_assert(kMostCodes * sizeof(Code) <= kQuantizedScratch * sizeof(float));

/** ⌈count / step⌉ */
template <class T>
constexpr T steps_of(T count, T step) {
  return (count + step - 1) / step;
}

/** The nearest integer (halves to even), |x| < 2^22. */
std::int32_t nearest(float x) noexcept {
  constexpr float kMagic = 12582912.0f;  // 1.5 · 2²³
  return std::bit_cast<std::int32_t>(x + kMagic) - std::bit_cast<std::int32_t>(kMagic);
}

/** A step that can be divided by, or 0. */
float usable(float step) noexcept { return step < std::numeric_limits<float>::min() ? 0.0f : step; }

float inverse(float step) noexcept { return step > 0 ? 1.0f / step : 0.0f; }

/** A row of a is ≈ step · (codes − zero). */
struct RowScale {
  float step;
  std::int32_t zero;
};

/** Writes the codes of a row and zeros up to `depth`. */
RowScale quantize(ConstVector row, Code* codes, Index depth) noexcept {
  using simd::Batch;
  const Index count = row.shape[0];
  const auto lower = [](Batch a, Batch b) { return xsimd::min(a, b); };
  const auto higher = [](Batch a, Batch b) { return xsimd::max(a, b); };
  const float low = xsimd::reduce_min(simd::fold(count, row.data, Batch(0.0f), 0.0f, lower));
  const float high = xsimd::reduce_max(simd::fold(count, row.data, Batch(0.0f), 0.0f, higher));
  const float step = usable(high / 127 - low / 127);  // high − low could overflow
  const float factor = inverse(step);
  const std::int32_t zero = nearest(-low * factor);
  for (Index p = 0; p < count; ++p)
    codes[p] = static_cast<Code>(std::clamp(nearest(row.data[p] * factor) + zero, 0, 127));
  std::fill(codes + count, codes + depth, Code{0});
  return {step, zero};
}

/** Rows that are quantised together. */
struct Block {
  const Code* codes;  // (rows, depth)
  const RowScale* scales;
  Index depth;
};

/** totals(i, j) = Σ_p codes(i, p) · weights(p, j) */
template <Index Rows>
void sum_products(const Code* codes, Index depth, const std::int8_t* weights,
                  std::int32_t (&totals)[Rows][kColumns]) noexcept {
  simd::int8::Sums sums[Rows];
  for (Index p = 0; p < depth; p += kGroup, weights += kColumns * kGroup) {
    const simd::int8::Weights step = simd::int8::load_weights(weights);
    for (Index i = 0; i < Rows; ++i) simd::int8::add_products(step, codes + i * depth + p, sums[i]);
  }
  for (Index i = 0; i < Rows; ++i) simd::int8::store(sums[i], totals[i]);
}

/** out = step · t ∘ (totals − zero · sums) */
void finish(RowScale row, const std::int32_t* totals, const float* t, const std::int32_t* sums, Index columns,
            float* out) noexcept {
  float scaled[kColumns];
  for (Index j = 0; j < kColumns; ++j) scaled[j] = row.step * t[j] * static_cast<float>(totals[j] - row.zero * sums[j]);
  std::memcpy(out, scaled, static_cast<std::size_t>(columns) * sizeof(float));
}

/** Columns of a panel times rows first … of a block; fewer than Rows at the end. */
template <Index Rows>
void tile(const Block& block, Index first, const PackedInt8& weights, Index panel, Matrix out) noexcept {
  if constexpr (Rows > 1) {
    if (out.rows() < Rows) return tile<Rows - 1>(block, first, weights, panel, out);
  }
  std::int32_t totals[Rows][kColumns];
  sum_products<Rows>(block.codes + first * block.depth, block.depth, weights.codes(panel), totals);
  for (Index i = 0; i < Rows; ++i)
    finish(block.scales[first + i], totals[i], weights.scales(panel), weights.sums(panel), out.columns(), &out(i, 0));
}

}  // namespace

template <class T>
PackedInt8::Memory<T> PackedInt8::zeros(std::int64_t count) {
  const std::int64_t bytes = count * static_cast<std::int64_t>(sizeof(T));
  Memory<T> memory(reinterpret_cast<T*>(allocate_aligned(steps_of<std::int64_t>(bytes, sizeof(float))).release()));
  if (memory) std::memset(memory.get(), 0, static_cast<std::size_t>(bytes));
  return memory;
}

PackedInt8::PackedInt8(Index inputs, Index outputs)
    : inputs_(inputs), outputs_(outputs), depth_(steps_of(inputs, kGroup) * kGroup) {
  const std::int64_t columns = steps_of(outputs, kColumns) * kColumns;
  codes_ = zeros<std::int8_t>(columns * depth_);
  scales_ = zeros<float>(columns);
  sums_ = zeros<std::int32_t>(columns);
}

PackedInt8::PackedInt8(ConstMatrix weights) : PackedInt8(weights.rows(), weights.columns()) {
  if (!allocated()) return;
  for (Index j = 0; j < outputs_; ++j) {
    float most = 0;
    for (Index p = 0; p < inputs_; ++p) most = std::max(most, std::abs(weights(p, j)));
    const float scale = usable(most / 127), factor = inverse(scale);
    fill_column(j, scale, [&](Index p) { return std::clamp(nearest(weights(p, j) * factor), -127, 127); });
  }
}

PackedInt8::PackedInt8(ConstCodes codes, ConstVector scales) : PackedInt8(codes.rows(), codes.columns()) {
  if (!allocated()) return;
  for (Index j = 0; j < outputs_; ++j) fill_column(j, scales(j), [&](Index p) { return codes(p, j); });
}

template <class CodeOf>
void PackedInt8::fill_column(Index j, float scale, const CodeOf& code_of) {
  const Index panel = j / kColumns, column = j % kColumns;
  std::int8_t* codes = codes_.get() + panel * kColumns * depth_ + column * kGroup;
  scales_[j] = scale;
  for (Index p = 0; p < inputs_; ++p) {
    const auto code = static_cast<std::int8_t>(code_of(p));
    codes[p / kGroup * kColumns * kGroup + p % kGroup] = code;
    sums_[j] += code;
  }
}

const float* PackedInt8::scales(Index panel) const { return scales_.get() + panel * kColumns; }
const std::int32_t* PackedInt8::sums(Index panel) const { return sums_.get() + panel * kColumns; }
const std::int8_t* PackedInt8::codes(Index panel) const { return codes_.get() + panel * kColumns * depth_; }

void matmul(ConstMatrix a, const PackedInt8& weights, Matrix out, Arena& scratch) noexcept {
  const Arena::Scope scope(scratch);
  Code* codes = reinterpret_cast<Code*>(scratch.take(kQuantizedScratch));
  RowScale scales[kMostRows];
  const Index depth = weights.depth();
  const Index most = std::clamp<Index>(kMostCodes / std::max<Index>(depth, 1), 1, kMostRows);
  for (Index i = 0; i < a.rows(); i += most) {
    const Index rows = std::min(most, a.rows() - i);
    for (Index r = 0; r < rows; ++r) scales[r] = quantize(a[i + r], codes + r * depth, depth);
    const Block block{codes, scales, depth};
    for (Index j = 0; j < out.columns(); j += kColumns)
      for (Index r = 0; r < rows; r += kRows) {
        const Matrix target = row_block(out, i + r, std::min(kRows, rows - r));
        tile<kRows>(block, r, weights, j / kColumns, column_block(target, j, std::min(kColumns, out.columns() - j)));
      }
  }
}

}  // namespace attn
