#pragma once
#include <cstdint>
#include <span>

#include "tensor/view.hpp"

namespace attn {

/** out(i, ·) = table(rows[i], ·); each of rows is a row of table. */
void gather_rows(ConstMatrix table, std::span<const std::int32_t> rows, Matrix out) noexcept;

/** out(j, ·) = [x(j−1, ·), x(j, ·), x(j+1, ·)], zeros beyond the ends; x (length, d), out (length, 3·d). */
void gather_neighbours(ConstMatrix x, Matrix out) noexcept;

/** out = x, element by element; any strides. */
void copy(ConstMatrix x, Matrix out) noexcept;

}  // namespace attn
