#include "attention/explain.hpp"

#include <array>
#include <cmath>

#include "attention/reference.hpp"
#include "attention/score_form.hpp"
#include "attention/steps.hpp"
#include "base/errors.hpp"
#include "kernels/softmax.hpp"

namespace attn {

namespace {

constexpr std::array<std::string_view, 15> kStepNames = {"dot",         "squares", "root", "negate", "scale",
                                                         "quotient",    "product", "tanh", "add",    "softcap",
                                                         "temperature", "mask",    "max",  "exp",    "zero"};
constexpr std::array<std::string_view, 5> kStageNames = {"score", "capped", "masked", "weights", "output"};

struct Explainer {
  const Trace& trace;
  Cell cell;
  Steps& steps;

  const Problem& problem() const { return trace.problem; }
  ConstMatrix stage(Stage which) const { return trace.stage(which, cell.batch, cell.head); }
  float at(Stage which) const { return stage(which)(cell.row, cell.column); }

  void score() {
    const Pair pair{problem().query_row(cell.batch, cell.head, cell.row), problem().key_rows(cell.batch, cell.head),
                    cell.column};
    const float raw = form_of(problem().score.kind).explain(problem(), pair, steps);
    if (problem().scale != 1) steps.scale({"score", raw}, {"scale", problem().scale});
  }

  void capped() {
    if (problem().softcap > 0)
      steps.softcap({"score", at(Stage::score)}, {"softcap", problem().softcap});
    else
      score();
  }

  void masked() {
    const std::string_view before = problem().softcap > 0 ? "capped" : "score";
    float value = at(Stage::capped);
    if (problem().temperature != 1) value = steps.temperature({before, value}, {"temperature", problem().temperature});
    steps.mask({before, value}, {"mask", problem().mask.bias(cell.batch, cell.head, cell.row, cell.column)});
  }

  void weight() {
    const Numbers row = numbers(stage(Stage::masked)[cell.row]);
    const float max = steps.max({"masked", row});
    if (std::isinf(max)) {
      steps.zero();
      return;
    }
    const ExplainStep exp = steps.exp({"masked", row}, {"max", max});
    steps.quotient({"exp", exp.terms[static_cast<std::size_t>(cell.column)]}, {"sum", exp.result});
  }

  void output() {
    const ConstMatrix values = problem().value_rows(cell.batch, cell.head);
    steps.dot({"weights", numbers(stage(Stage::weights)[cell.row])}, {"v", numbers(transposed(values)[cell.column])});
    if (std::isinf(row_max(stage(Stage::masked)[cell.row]))) steps.zero();
  }

  void run(Stage which) {
    switch (which) {
      case Stage::score: return score();
      case Stage::capped: return capped();
      case Stage::masked: return masked();
      case Stage::weights: return weight();
      case Stage::output: return output();
    }
  }
};

Status check_cell(const Trace& trace, Stage stage, const Cell& cell) {
  const Shape& shape = trace.stage(stage).shape();
  const std::array<std::string_view, 4> names = {"batch", "head", "row", "column"};
  const std::array<Index, 4> given = {cell.batch, cell.head, cell.row, cell.column};
  for (int axis = 0; axis < 4; ++axis)
    if (given[axis] < 0 || given[axis] >= shape[axis])
      return errors::out_of_range("explain", names[axis], given[axis], shape[axis]);
  return {};
}

}  // namespace

std::string_view step_name(StepName step) { return kStepNames[static_cast<std::size_t>(step)]; }

std::string_view stage_name(Stage stage) { return kStageNames[static_cast<std::size_t>(stage)]; }

std::optional<Stage> stage_from(std::string_view name) {
  for (std::size_t i = 0; i < kStageNames.size(); ++i)
    if (kStageNames[i] == name) return static_cast<Stage>(i);
  return std::nullopt;
}

Status explain(const Trace& trace, Stage stage, const Cell& cell, Explanation& explanation) {
  if (Status status = check_cell(trace, stage, cell); !status.ok()) return status;
  explanation = {stage, cell, {}, trace.stage(stage, cell.batch, cell.head)(cell.row, cell.column), 0};
  Steps steps(explanation.steps);
  if (!steps.allocated()) return errors::out_of_memory("explain", 4 * std::int64_t{kKernelScratch});
  Explainer{trace, cell, steps}.run(stage);
  explanation.reference = reference::cell(trace.problem, stage, cell.batch, cell.head, cell.row, cell.column);
  return {};
}

}  // namespace attn
