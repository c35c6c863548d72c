#include "bindings/heap.hpp"

#include <emscripten/bind.h>
#include <malloc.h>

#include <cstdlib>
#include <string>

namespace attn::bindings {
namespace {

/** Which binary this is: "simd" or "relaxed". */
std::string build_name() { return ATTN_BUILD; }

/** Bytes in use on the heap. */
double heap_in_use() { return static_cast<double>(mallinfo().uordblks); }

/** The most bytes the heap ever held: it gives none back to the browser. */
double heap_peak() { return static_cast<double>(mallinfo().usmblks); }

/** Room for a file's bytes; 0 when there is none. */
Address allocate_bytes(double count) { return address_of(std::malloc(static_cast<std::size_t>(count))); }

void free_bytes(Address data) { std::free(reinterpret_cast<void*>(data)); }

}  // namespace

TensorAddress address_of(const TensorView& tensor) {
  auto size = [&](int axis) { return axis < tensor.shape.rank ? static_cast<int>(tensor.shape[axis]) : 0; };
  return {address_of(tensor.data), tensor.shape.rank, size(0), size(1), size(2), size(3)};
}

TensorAddress address_of(ConstMatrix contiguous) {
  return {address_of(contiguous.data),
          2,
          static_cast<int>(contiguous.rows()),
          static_cast<int>(contiguous.columns()),
          0,
          0};
}

EMSCRIPTEN_BINDINGS(heap) {
  emscripten::value_object<TensorAddress>("TensorAddress")
      .field("data", &TensorAddress::data)
      .field("rank", &TensorAddress::rank)
      .field("size0", &TensorAddress::size0)
      .field("size1", &TensorAddress::size1)
      .field("size2", &TensorAddress::size2)
      .field("size3", &TensorAddress::size3);
  emscripten::value_object<NumbersAddress>("NumbersAddress")
      .field("data", &NumbersAddress::data)
      .field("count", &NumbersAddress::count);
  emscripten::function("buildName", &build_name);
  emscripten::function("heapInUse", &heap_in_use);
  emscripten::function("heapPeak", &heap_peak);
  emscripten::function("allocateBytes", &allocate_bytes);
  emscripten::function("freeBytes", &free_bytes);
}

}  // namespace attn::bindings
