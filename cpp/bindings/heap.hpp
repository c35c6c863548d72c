#pragma once
// Addresses of numbers on the heap, as JavaScript reads and writes them.
#include <cstdint>
#include <vector>

#include "tensor/tensor.hpp"

namespace attn::bindings {

using Address = std::uintptr_t;

inline Address address_of(const void* data) { return reinterpret_cast<Address>(data); }

/** Where a tensor lies, for copying it out at once. */
struct TensorAddress {
  Address data = 0;
  int rank = 0;
  int size0 = 0, size1 = 0, size2 = 0, size3 = 0;
};

TensorAddress address_of(const TensorView& tensor);
TensorAddress address_of(ConstMatrix contiguous);

/** Numbers that one vector of a step holds. */
struct NumbersAddress {
  Address data = 0;
  int count = 0;
};

inline NumbersAddress address_of(const std::vector<float>& numbers) {
  return {address_of(numbers.data()), static_cast<int>(numbers.size())};
}

}  // namespace attn::bindings
