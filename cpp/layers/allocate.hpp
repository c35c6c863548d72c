#pragma once
#include <string_view>

#include "base/errors.hpp"
#include "tensor/tensor.hpp"

namespace attn {

/** A tensor of zeros, or out-of-memory. */
inline Status allocate(std::string_view operation, const Shape& shape, Tensor& tensor) {
  tensor = Tensor(shape);
  return tensor.allocated() ? Status{} : errors::out_of_memory(operation, shape.count() * 4);
}

}  // namespace attn
