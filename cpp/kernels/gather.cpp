#include "kernels/gather.hpp"

#include <cstring>

namespace attn {

namespace {

void copy_row(const float* from, Index count, float* to) noexcept {
  std::memcpy(to, from, static_cast<std::size_t>(count) * sizeof(float));
}

void clear_row(Index count, float* to) noexcept { std::memset(to, 0, static_cast<std::size_t>(count) * sizeof(float)); }

}  // namespace

void gather_rows(ConstMatrix table, std::span<const std::int32_t> rows, Matrix out) noexcept {
  for (std::size_t i = 0; i < rows.size(); ++i)
    copy_row(&table(rows[i], 0), table.columns(), &out(static_cast<Index>(i), 0));
}

void gather_neighbours(ConstMatrix x, Matrix out) noexcept {
  const Index width = x.columns();
  for (Index j = 0; j < x.rows(); ++j)
    for (Index side = 0; side < 3; ++side) {
      const Index from = j + side - 1;
      float* to = &out(j, side * width);
      if (from < 0 || from >= x.rows())
        clear_row(width, to);
      else
        copy_row(&x(from, 0), width, to);
    }
}

void copy(ConstMatrix x, Matrix out) noexcept {
  for (Index i = 0; i < x.rows(); ++i)
    for (Index j = 0; j < x.columns(); ++j) out(i, j) = x(i, j);
}

}  // namespace attn
