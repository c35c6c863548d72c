#pragma once
// Numbers in row-major order: owned (Tensor) or somebody else's (TensorView).
#include <cstdlib>
#include <cstring>
#include <memory>

#include "tensor/view.hpp"

namespace attn {

inline constexpr std::size_t kAlignment = 64;
inline constexpr std::int64_t kMaxBytes = std::int64_t{1} << 30;  // of one call: half of what the module may have

struct FreeAligned {
  void operator()(float* memory) const { std::free(memory); }
};
using AlignedFloats = std::unique_ptr<float[], FreeAligned>;

/** `count` floats at a 64-byte boundary, or null when there is no memory. */
inline AlignedFloats allocate_aligned(std::int64_t count) {
  const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(float);
  const std::size_t whole = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  return AlignedFloats(static_cast<float*>(std::aligned_alloc(kAlignment, whole ? whole : kAlignment)));
}

template <int Rank>
std::array<Index, Rank> sizes_of(const Shape& shape) {
  std::array<Index, Rank> sizes{};
  for (int axis = 0; axis < Rank; ++axis) sizes[axis] = shape[axis];
  return sizes;
}

/** Not owning, row-major without gaps; rank 0: not given. */
struct TensorView {
  const float* data = nullptr;
  Shape shape;

  bool given() const { return shape.rank > 0; }

  template <int Rank>
  View<const float, Rank> view() const {
    return {data, sizes_of<Rank>(shape)};
  }
  ConstVector vector() const { return view<1>(); }
  ConstMatrix matrix() const { return view<2>(); }
};

/** Owns its numbers; moved, never copied by accident. */
class Tensor {
 public:
  Tensor() = default;

  /** All zeros. `allocated()` is false when there was no memory. */
  explicit Tensor(const Shape& shape) : Tensor(uninitialised(shape)) {
    if (data_) std::memset(data_.get(), 0, static_cast<std::size_t>(shape.count()) * sizeof(float));
  }

  /** For what is written before it is read. */
  static Tensor uninitialised(const Shape& shape) {
    Tensor tensor;
    tensor.data_ = allocate_aligned(shape.count());
    tensor.shape_ = shape;
    return tensor;
  }

  static Tensor copy_of(const TensorView& source) {
    Tensor copy = uninitialised(source.shape);
    if (copy.data_ && source.shape.count() > 0)
      std::memcpy(copy.data(), source.data, static_cast<std::size_t>(copy.count()) * sizeof(float));
    return copy;
  }

  bool allocated() const { return data_ != nullptr; }
  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  const Shape& shape() const { return shape_; }
  std::int64_t count() const { return shape_.count(); }
  operator TensorView() const { return {data_.get(), shape_}; }

  template <int Rank>
  View<float, Rank> view() {
    return {data_.get(), sizes_of<Rank>(shape_)};
  }
  template <int Rank>
  View<const float, Rank> view() const {
    return {data_.get(), sizes_of<Rank>(shape_)};
  }
  Vector vector() { return view<1>(); }
  ConstVector vector() const { return view<1>(); }
  Matrix matrix() { return view<2>(); }
  ConstMatrix matrix() const { return view<2>(); }

 private:
  AlignedFloats data_;
  Shape shape_;
};

}  // namespace attn
