#include "autograd/tape.hpp"

#include <algorithm>
#include <cstdlib>

namespace attn {

namespace {

constexpr std::int64_t kBlock = 1 << 20;  // floats
constexpr std::int64_t kStep = kAlignment / sizeof(float);

}  // namespace

float* Tape::take(std::int64_t floats) {
  const std::int64_t whole = (floats + kStep - 1) / kStep * kStep;
  while (block_ < blocks_.size() && blocks_[block_].used + whole > blocks_[block_].size) ++block_;
  if (block_ == blocks_.size()) {
    const std::int64_t size = std::max(kBlock, whole);
    blocks_.push_back({allocate_aligned(size), size, 0});
    if (!blocks_.back().data) std::abort();  // models check what a run takes before it starts
  }
  Block& block = blocks_[block_];
  float* start = block.data.get() + block.used;
  block.used += whole;
  return start;
}

Var Tape::make(Index rows, Index columns) {
  constexpr std::int64_t kFloats = (sizeof(Variable) + sizeof(float) - 1) / sizeof(float);
  Var variable = new (take(kFloats)) Variable;
  const std::int64_t count = std::int64_t{rows} * columns;
  variable->value = Matrix(take(count), {rows, columns});
  if (recording_) {
    variable->gradient = Matrix(take(count), {rows, columns});
    std::memset(variable->gradient.data, 0, static_cast<std::size_t>(count) * sizeof(float));
  }
  return variable;
}

Var Tape::constant(ConstMatrix value) {
  constexpr std::int64_t kFloats = (sizeof(Variable) + sizeof(float) - 1) / sizeof(float);
  Var variable = new (take(kFloats)) Variable;
  variable->value =
      Matrix(const_cast<float*>(value.data), value.shape, value.stride);  // no operation writes its inputs
  return variable;
}

Var Tape::parameter(Parameter& parameter) {
  Var variable = constant(parameter.value.matrix());
  if (recording_ && parameter.gradient.allocated()) variable->gradient = parameter.gradient.matrix();
  return variable;
}

void Tape::backward(Var loss) {
  loss->gradient(0, 0) = 1;
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) step->run(step->closure);
}

Arena& Tape::scratch(std::int64_t floats) {
  if (!scratch_.reserve(kKernelScratch + floats)) std::abort();
  return scratch_;
}

void Tape::release(Mark mark) {
  for (std::size_t i = mark.block; i < blocks_.size(); ++i) blocks_[i].used = i == mark.block ? mark.used : 0;
  block_ = mark.block;
}

void Tape::clear() {
  steps_.clear();
  for (Block& block : blocks_) block.used = 0;
  block_ = 0;
  status = {};
}

std::int64_t Tape::floats() const {
  std::int64_t sum = 0;
  for (const Block& block : blocks_) sum += block.used;
  return sum;
}

}  // namespace attn
