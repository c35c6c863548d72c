#pragma once
// Looks through a matrix for a number that should not be there.
#include <optional>

#include "tensor/view.hpp"

namespace attn {

struct Found {
  Index row, column;
};

/** The first NaN or infinity, row by row. Rows are contiguous. */
std::optional<Found> first_not_finite(ConstMatrix m) noexcept;

/** The largest finite |number|; 0 for none. Rows are contiguous. */
float largest_finite(ConstMatrix m) noexcept;

/**
 * No row is longer: ‖row‖ of the longest, a little more where squares are so small that float32 loses them, infinity
 * where one is too large for it.
 */
float longest_row(ConstMatrix m) noexcept;

/** The first NaN or number > limit: −inf passes. */
std::optional<Found> first_above(ConstMatrix m, float limit) noexcept;

}  // namespace attn
