#pragma once
// Reverse-mode differentiation: operations compute at once and, where the tape records, leave behind what adds to the
// gradients of their inputs (Griewank and Walther 2008, chapter 3). Layers and models are written once: a tape that does not record
// gives the same numbers and keeps nothing. Everything is a matrix; batch and length lie in the rows, batch-major.
#include <string>
#include <type_traits>
#include <vector>

#include "base/status.hpp"
#include "tensor/arena.hpp"

namespace attn {

/** What training changes; vectors are matrices of one row. */
struct Parameter {
  std::string name;
  Tensor value;         // (rows, columns)
  Tensor gradient;      // the same; empty until somebody trains
  bool decays = false;  // takes part in weight decay: matrices do, gains and biases do not

  Index rows() const { return value.shape()[0]; }
  Index columns() const { return value.shape()[1]; }
};

/** A matrix on the tape; lives until the tape is cleared. */
struct Variable {
  Matrix value;
  Matrix gradient;  // of the loss, added up; no data: nothing flows back

  Index rows() const { return value.rows(); }
  Index columns() const { return value.columns(); }
  bool learns() const { return gradient.data != nullptr; }
};
using Var = Variable*;

class Tape {
 public:
  explicit Tape(bool recording) : recording_(recording) {}

  bool recording() const { return recording_; }

  /** Not cleared; its gradient is, where the tape records. */
  Var make(Index rows, Index columns);
  /** Looks at the caller's numbers, which must outlive it; nothing flows back. */
  Var constant(ConstMatrix value);
  /** The parameter's own numbers and gradient. */
  Var parameter(Parameter& parameter);
  /** Room until clear(), at a 64-byte boundary, not cleared. */
  float* take(std::int64_t floats);

  /** `f()` adds to the gradients of an operation's inputs, once that of its output is known. */
  template <class F>
  void on_backward(const F& f) {
    static_assert(std::is_trivially_destructible_v<F> && alignof(F) <= kAlignment);
    if (!recording_) return;
    void* memory = take((sizeof(F) + sizeof(float) - 1) / sizeof(float));
    steps_.push_back({new (memory) F(f), [](void* step) { (*static_cast<F*>(step))(); }});
  }

  /** Gradients of `loss` (1, 1), in the reverse order of the operations. */
  void backward(Var loss);

  /** For kernels: kKernelScratch floats and as many more as were asked for. */
  Arena& scratch() { return scratch_; }
  /** Makes the scratch memory larger, between operations. */
  Arena& scratch(std::int64_t floats);

  /** For runs that do not record: what is made after mark() is forgotten by release(). */
  struct Mark {
    std::size_t block;
    std::int64_t used;
  };
  Mark mark() const { return {block_, block_ < blocks_.size() ? blocks_[block_].used : 0}; }
  void release(Mark mark);

  /** Forgets all variables; the memory is kept for the next run. */
  void clear();
  /** Floats taken since then, gradients included. */
  std::int64_t floats() const;

  /** The first error of an operation. */
  Status status;
  void note(Status error) {
    if (status.ok()) status = std::move(error);
  }

 private:
  struct Step {
    void* closure;
    void (*run)(void*);
  };
  struct Block {
    AlignedFloats data;
    std::int64_t size = 0, used = 0;
  };

  bool recording_;
  std::vector<Step> steps_;
  std::vector<Block> blocks_;
  std::size_t block_ = 0;  // the one that is filled
  Arena scratch_;
};

}  // namespace attn
