#pragma once
// How one cell of a trace came about, from the numbers the core used.
//
// Each step is worked out again with the kernels that made the cell, so the last result is the cell bit for bit.
// `terms` are the float32 products, differences or exponentials of the step. `result` of a dot is their sum in order:
// exactly so in builds without fma; with fma (native AVX2, relaxed SIMD) the products are not rounded before they
// are added, and `result` can differ from the sum of the printed terms in its last bits. The sum of an `exp` step is
// made in lanes and may differ likewise. A step on several numbers that keeps them apart (add, tanh) has them in
// `terms`; its `result` is the first.
//
// Names of operands. score: q k W U v f x, Wq Uk Wq+Uk Wx qW tanh, q·k ‖q‖² ‖k‖² ‖q‖ ‖k‖ ‖q‖‖k‖ ‖q−k‖² ‖q−k‖ cosine, score,
// scale gain. capped: score softcap. masked: score capped, temperature mask. weights: masked max exp sum. output: weights v.
#include <span>
#include <string_view>
#include <vector>

#include "attention/trace.hpp"

namespace attn {

/** What a step does to its operands; web/core/types.ts tells what left, right, terms and result are for each. */
enum class StepName : unsigned char {
  dot,
  squares,
  root,
  negate,
  scale,
  quotient,
  product,
  tanh,
  add,
  softcap,
  temperature,
  mask,
  max,
  exp,
  zero
};
std::string_view step_name(StepName step);

struct Cell {
  Index batch = 0;
  Index head = 0;
  Index row = 0;     // query
  Index column = 0;  // key; for the output the value dimension
};

struct ExplainStep {
  StepName step;
  std::string_view left_name;  // string literals
  std::string_view right_name;
  std::vector<float> left;
  std::vector<float> right;
  std::vector<float> terms;
  float result = 0;
};

struct Explanation {
  Stage stage{};
  Cell cell;
  std::vector<ExplainStep> steps;  // in order; the last result is the cell
  float value = 0;                 // the cell as the trace holds it
  double reference = 0;            // the same cell in double precision from the float32 inputs
};

Status explain(const Trace& trace, Stage stage, const Cell& cell, Explanation& explanation);

}  // namespace attn
