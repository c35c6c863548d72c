// Loops that JavaScript times: what this machine can do at best.
#include <emscripten/bind.h>

#include <cstring>

#include "kernels/peak.hpp"
#include "tensor/tensor.hpp"

namespace attn::bindings {
namespace {

/** Copies `bytes` bytes from one block to another, `times` times. False: there is no memory. */
bool copy_block(int bytes, int times) {
  const AlignedFloats from = allocate_aligned(bytes / 4), to = allocate_aligned(bytes / 4);
  if (!from || !to) return false;
  for (int i = 0; i < times; ++i) {
    std::memcpy(to.get(), from.get(), static_cast<std::size_t>(bytes));
    asm volatile("" ::"r"(to.get()) : "memory");  // each copy is made
  }
  return true;
}

}  // namespace

EMSCRIPTEN_BINDINGS(measure) {
  emscripten::function("flopsOfARound", &flops_of_a_round);
  emscripten::function("multiplyAdds", &multiply_adds);
  emscripten::function("copyBlock", &copy_block);
}

}  // namespace attn::bindings
