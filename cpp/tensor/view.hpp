#pragma once
// A strided window onto numbers that somebody else owns.
#include <array>

#include "tensor/shape.hpp"

namespace attn {

template <class T, int Rank>
struct View {
  T* data = nullptr;
  std::array<Index, Rank> shape{};
  std::array<Index, Rank> stride{};  // in elements

  View() = default;
  View(T* first, std::array<Index, Rank> sizes, std::array<Index, Rank> strides)
      : data(first), shape(sizes), stride(strides) {}

  /** Row-major and without gaps. */
  View(T* first, std::array<Index, Rank> sizes) : data(first), shape(sizes) {
    Index step = 1;
    for (int axis = Rank - 1; axis >= 0; --axis) {
      stride[axis] = step;
      step *= sizes[axis];
    }
  }

  operator View<const T, Rank>() const { return {data, shape, stride}; }

  template <class... Indices>
  T& operator()(Indices... indices) const {
    static_assert(sizeof...(indices) == Rank);
    Index offset = 0;
    int axis = 0;
    ((offset += indices * stride[axis++]), ...);
    return data[offset];
  }

  /** The view at `index` of the first axis: a row of a matrix, a batch entry … */
  View<T, Rank - 1> operator[](Index index) const requires(Rank > 1) {
    View<T, Rank - 1> inner;
    inner.data = data + index * stride[0];
    for (int axis = 1; axis < Rank; ++axis) {
      inner.shape[axis - 1] = shape[axis];
      inner.stride[axis - 1] = stride[axis];
    }
    return inner;
  }

  Index rows() const requires(Rank == 2) { return shape[0]; }
  Index columns() const requires(Rank == 2) { return shape[1]; }
};

using Vector = View<float, 1>;
using ConstVector = View<const float, 1>;
using Matrix = View<float, 2>;
using ConstMatrix = View<const float, 2>;
using View4 = View<float, 4>;
using ConstView4 = View<const float, 4>;

template <class T>
View<T, 2> transposed(View<T, 2> m) {
  return {m.data, {m.shape[1], m.shape[0]}, {m.stride[1], m.stride[0]}};
}

/** Rows first … first + count − 1. */
template <class T>
View<T, 2> row_block(View<T, 2> m, Index first, Index count) {
  return {m.data + first * m.stride[0], {count, m.shape[1]}, m.stride};
}

template <class T>
View<T, 2> column_block(View<T, 2> m, Index first, Index count) {
  return {m.data + first * m.stride[1], {m.shape[0], count}, m.stride};
}

/** Column `index` as a matrix of one column. */
template <class T>
View<T, 2> column(View<T, 2> m, Index index) {
  return column_block(m, index, 1);
}

/** A vector as a matrix of one row. */
template <class T>
View<T, 2> as_row(View<T, 1> v) {
  return {v.data, {1, v.shape[0]}, {v.shape[0] * v.stride[0], v.stride[0]}};
}

}  // namespace attn
