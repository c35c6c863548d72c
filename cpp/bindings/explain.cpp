#include "bindings/explain.hpp"

#include <emscripten/bind.h>

#include "base/errors.hpp"
#include "bindings/failure.hpp"

namespace attn::bindings {

StepAddress ExplanationHandle::step(int index) const {
  const ExplainStep& step = explanation.steps[index];
  return {std::string(step_name(step.step)),
          std::string(step.left_name),
          std::string(step.right_name),
          address_of(step.left),
          address_of(step.right),
          address_of(step.terms),
          step.result};
}

std::optional<Stage> stage_named(const std::string& name) {
  const std::optional<Stage> stage = stage_from(name);
  settle(stage ? Status{} : errors::unknown_name("explain", "stage", name));
  return stage;
}

std::unique_ptr<ExplanationHandle> explain(const Trace& trace, const std::string& stage, const Cell& cell) {
  const std::optional<Stage> known = stage_named(stage);
  if (!known) return nullptr;
  auto handle = std::make_unique<ExplanationHandle>();
  return settle(attn::explain(trace, *known, cell, handle->explanation)) ? std::move(handle) : nullptr;
}

TensorAddress TraceHandle::stage(const std::string& name) const {
  const std::optional<Stage> known = stage_named(name);
  return known ? address_of(TensorView(trace_.stage(*known))) : TensorAddress{};
}

EMSCRIPTEN_BINDINGS(explain) {
  emscripten::value_object<StepAddress>("StepAddress")
      .field("step", &StepAddress::step)
      .field("leftName", &StepAddress::leftName)
      .field("rightName", &StepAddress::rightName)
      .field("left", &StepAddress::left)
      .field("right", &StepAddress::right)
      .field("terms", &StepAddress::terms)
      .field("result", &StepAddress::result);
  emscripten::class_<ExplanationHandle>("ExplanationHandle")
      .function("steps", &ExplanationHandle::steps)
      .function("step", &ExplanationHandle::step)
      .function("value", &ExplanationHandle::value)
      .function("reference", &ExplanationHandle::reference);
  emscripten::class_<TraceHandle>("TraceHandle")
      .function("stage", &TraceHandle::stage)
      .function("explain", &TraceHandle::explain);
}

}  // namespace attn::bindings
