#pragma once
// The sizes of up to four axes, known at run time.
#include <array>
#include <cstdint>
#include <initializer_list>

#include "base/index.hpp"

namespace attn {

inline constexpr int kMaxAxes = 4;

struct Shape {
  int rank = 0;  // 0: nothing was given
  std::array<Index, kMaxAxes> size{};

  Shape() = default;
  Shape(std::initializer_list<Index> sizes) {
    for (Index axis : sizes) size[rank++] = axis;
  }

  Index operator[](int axis) const { return size[axis]; }
  Index back() const { return size[rank - 1]; }

  /** Number of elements; 64 bits, so that a size from outside cannot wrap round on wasm32. */
  std::int64_t count() const {
    std::int64_t product = rank == 0 ? 0 : 1;
    for (int axis = 0; axis < kMaxAxes; ++axis)
      if (axis < rank) product *= size[axis];
    return product;
  }

  friend bool operator==(const Shape&, const Shape&) = default;
};

}  // namespace attn
