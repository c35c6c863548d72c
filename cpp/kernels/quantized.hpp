#pragma once
// Products with int8 weights: a quarter of the bytes to download, and to read when a product has one row (decoding).
// After Jacob et al. 2018 (arXiv 1712.05877, section 2): sums of products of integer codes, scaled once at the end.
//
//   w(p, j) ≈ t(j) · c(p, j)             c = −127 … 127, t(j) = max_p |w(p, j)| / 127
//   a(i, p) ≈ s(i) · (u(i, p) − z(i))    u, z = 0 … 127, s(i) = (max_p a − min_p a) / 127, both bounds widened to hold 0
//   out(i, j) = s(i) · t(j) · Σ_p (u(i, p) − z(i)) · c(p, j)
//
// The sum is exact: |Σ| ≤ in · 127 · 128 < 2^31 for in ≤ kMaxInputs, and the same integer in every build.
#include <cstdint>

#include "tensor/arena.hpp"

namespace attn {

using ConstCodes = View<const std::int8_t, 2>;

/** Weights (in, out) as int8 codes in the order the product reads them; made once. */
class PackedInt8 {
 public:
  static constexpr Index kMaxInputs = 65536;

  PackedInt8() = default;

  /** The nearest code of each of the weights (in, out): |w − t·c| ≤ t/2. in ≤ kMaxInputs; any strides; finite. */
  explicit PackedInt8(ConstMatrix weights);

  /** Codes (in, out) as a file brings them, −128 … 127, and their scales t (out), finite. in ≤ kMaxInputs. */
  PackedInt8(ConstCodes codes, ConstVector scales);

  /** False when there was no memory. */
  bool allocated() const { return codes_ && scales_ && sums_; }
  Index inputs() const { return inputs_; }
  Index outputs() const { return outputs_; }

  /** inputs, rounded up to whole steps of simd/int8.hpp. */
  Index depth() const { return depth_; }

  // Of 8 columns j, 8 · panel and on; zeros beyond the last column:
  /** t(j) */
  const float* scales(Index panel) const;
  /** Σ_p c(p, j) */
  const std::int32_t* sums(Index panel) const;
  /** c(p, j), a step of simd/int8.hpp after the other; zeros beyond the last p. */
  const std::int8_t* codes(Index panel) const;

 private:
  PackedInt8(Index inputs, Index outputs);
  template <class CodeOf>
  void fill_column(Index j, float scale, const CodeOf& code_of);

  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  template <class T>
  using Memory = std::unique_ptr<T[], Free>;
  template <class T>
  static Memory<T> zeros(std::int64_t count);

  Index inputs_ = 0, outputs_ = 0, depth_ = 0;
  Memory<std::int8_t> codes_;  // (panel, depth / group, column, group)
  Memory<float> scales_;       // (panel, column)
  Memory<std::int32_t> sums_;  // (panel, column)
};

/**
 * out ≈ a · weights; a (rows, in), weights (in, out), out (rows, out). Rows of a and of out are contiguous; a is finite,
 * out is not a. With ŵ = t·c the error is at most
 *
 *   |out(i, j) − Σ_p a(i, p) · w(p, j)| ≤ s(i)/2 · Σ_p |ŵ(p, j)| + t(j)/2 · Σ_p |a(i, p)|
 *
 * (times 1 + 1e-4, plus 3 roundings of out, for the float arithmetic). A row or a column whose step s or t is below 2^−126
 * counts as zeros. Scratch: kQuantizedScratch floats.
 */
void matmul(ConstMatrix a, const PackedInt8& weights, Matrix out, Arena& scratch) noexcept;

inline constexpr Index kQuantizedScratch = PackedInt8::kMaxInputs * 2 / sizeof(float);
static_assert(kQuantizedScratch <= kKernelScratch);

}  // namespace attn
