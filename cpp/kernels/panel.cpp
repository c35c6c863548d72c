#include "kernels/panel.hpp"

#include <array>

namespace attn::panel {

namespace {

/** to[p · kWidth + j] = b(p, j); rows of b are contiguous. */
void pack_rows(ConstMatrix b, float* to) noexcept {
  for (Index p = 0; p < b.rows(); ++p, to += kWidth) {
    const float* from = b.data + p * b.stride[0];
    for (Index c = 0; c < kBatches; ++c)
      simd::store(load_some(from + c * simd::kLanes, b.columns() - c * simd::kLanes), to + c * simd::kLanes);
  }
}

/** The same where columns of b are contiguous: squares of kLanes × kLanes are turned in registers. */
void pack_columns(ConstMatrix b, float* to) noexcept {
  constexpr Index n = simd::kLanes;
  Index p = 0;
  for (; p + n <= b.rows(); p += n)
    for (Index c = 0; c < kBatches; ++c) {
      std::array<simd::Batch, n> square;
      for (Index l = 0; l < n; ++l) square[l] = simd::load(b.data + (c * n + l) * b.stride[1] + p);
      xsimd::transpose(square.data(), square.data() + n);
      for (Index l = 0; l < n; ++l) simd::store(square[l], to + (p + l) * kWidth + c * n);
    }
  for (; p < b.rows(); ++p)
    for (Index j = 0; j < kWidth; ++j) to[p * kWidth + j] = b.data[j * b.stride[1] + p];
}

void pack_any(ConstMatrix b, float* to) noexcept {
  for (Index p = 0; p < b.rows(); ++p, to += kWidth)
    for (Index j = 0; j < kWidth; ++j) to[j] = j < b.columns() ? b(p, j) : 0;
}

}  // namespace

Packed pack(ConstMatrix b, float* to) noexcept {
  const Packed packed(to, b.rows(), b.columns());
  for (Index p = 0; p < b.rows(); p += kDepth)
    for (Index j = 0; j < b.columns(); j += kWidth) {
      const Index depth = std::min(kDepth, b.rows() - p), width = std::min(kWidth, b.columns() - j);
      const ConstMatrix part = column_block(row_block(b, p, depth), j, width);
      if (b.stride[1] == 1)
        pack_rows(part, packed.panel(p, j));
      else if (b.stride[0] == 1 && width == kWidth)
        pack_columns(part, packed.panel(p, j));
      else
        pack_any(part, packed.panel(p, j));
    }
  return packed;
}

}  // namespace attn::panel
