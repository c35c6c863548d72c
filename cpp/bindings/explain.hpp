#pragma once
// A trace read from JavaScript: its stages and the arithmetic of one cell.
#include <memory>
#include <string>

#include "attention/explain.hpp"
#include "bindings/heap.hpp"

namespace attn::bindings {

/** One step of an explanation, as addresses. */
struct StepAddress {
  std::string step, leftName, rightName;
  NumbersAddress left, right, terms;
  float result = 0;
};

/** An explanation until JavaScript has copied it. */
class ExplanationHandle {
 public:
  int steps() const { return static_cast<int>(explanation.steps.size()); }
  StepAddress step(int index) const;
  float value() const { return explanation.value; }
  double reference() const { return explanation.reference; }

  Explanation explanation;
};

/** Null where the stage or the cell does not exist; the error is then kept. */
std::unique_ptr<ExplanationHandle> explain(const Trace& trace, const std::string& stage, const Cell& cell);

/** Stage of that name; keeps the error and answers nullopt where there is none. */
std::optional<Stage> stage_named(const std::string& name);

class TraceHandle {
 public:
  explicit TraceHandle(Trace trace) : trace_(std::move(trace)) {}

  TensorAddress stage(const std::string& name) const;
  std::unique_ptr<ExplanationHandle> explain(const std::string& stage, int batch, int head, int row, int column) const {
    return bindings::explain(trace_, stage, {batch, head, row, column});
  }

 private:
  Trace trace_;
};

}  // namespace attn::bindings
