#pragma once
// Scratch memory for kernels: taken from one block, given back all at once at the end of a scope.
#include <cassert>

#include "tensor/tensor.hpp"

namespace attn {

/** Enough for any one kernel: no kernel's scratch depends on the sizes it works on. */
inline constexpr Index kKernelScratch = 128 * 1024;

class Arena {
 public:
  explicit Arena(Index floats = kKernelScratch) : block_(allocate_aligned(floats)), capacity_(floats) {}

  bool allocated() const { return block_ != nullptr; }

  /** Begins anew with room for `floats`: what was taken is lost. False: there is no memory. */
  bool reserve(std::int64_t floats) {
    used_ = 0;
    if (block_ && floats <= capacity_) return true;
    block_.reset();  // before the new one, which then may take its place
    block_ = allocate_aligned(floats);
    capacity_ = block_ ? static_cast<Index>(floats) : 0;
    return allocated();
  }

  Index capacity() const { return capacity_; }

  /** `count` floats at a 64-byte boundary, not cleared. The caller has made the arena large enough. */
  float* take(Index count) noexcept {
    constexpr Index kStep = kAlignment / sizeof(float);
    float* start = block_.get() + used_;
    used_ += (count + kStep - 1) / kStep * kStep;
    assert(used_ <= capacity_);
    return start;
  }

  Matrix take_matrix(Index rows, Index columns) noexcept { return {take(rows * columns), {rows, columns}}; }

  /** What is taken during the life of a scope is free again after it. */
  class Scope {
   public:
    explicit Scope(Arena& arena) : arena_(arena), used_(arena.used_) {}
    ~Scope() { arena_.used_ = used_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Arena& arena_;
    Index used_;
  };

 private:
  AlignedFloats block_;
  Index capacity_;
  Index used_ = 0;
};

}  // namespace attn
