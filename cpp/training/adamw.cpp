#include "training/adamw.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/model_errors.hpp"
#include "simd/loop.hpp"

namespace attn {

using simd::Batch;

Status check(const TrainingConfig& c) {
  constexpr float kMost = std::numeric_limits<float>::max();
  struct Bound {
    std::string_view name;
    float value, most;  // from 0 on
  };
  const float under_1 = std::nextafter(1.0f, 0.0f);
  const Bound bounds[] = {{"rate", c.rate, kMost},        {"decay", c.decay, kMost},
                          {"beta1", c.beta1, under_1},    {"beta2", c.beta2, under_1},
                          {"clip", c.clip, kMost},        {"smoothing", c.smoothing, under_1},
                          {"average", c.average, under_1}};
  for (const auto& [name, value, most] : bounds)
    if (!(value >= 0 && value <= most)) return errors::bad_model(name, double{value}, value > most ? double{most} : 0);
  if (c.warmup < 0) return errors::bad_model("warmup", static_cast<double>(c.warmup), 0);
  return c.steps < 1 ? errors::bad_model("steps", static_cast<double>(c.steps), 1) : Status{};
}

float rate_of(const TrainingConfig& config, std::int64_t step) {
  const double t = static_cast<double>(step), warmup = static_cast<double>(config.warmup);
  const double rise = step < config.warmup ? t / warmup : 1;
  double fall = 1;
  if (config.schedule == Schedule::cosine && step > config.warmup) {
    const double rest = std::max(1.0, static_cast<double>(config.steps) - warmup);
    fall = 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, (t - warmup) / rest)));
  }
  if (config.schedule == Schedule::inverse_root) fall = std::sqrt(std::max(warmup, 1.0) / std::max(t, warmup));
  return static_cast<float>(config.rate * rise * std::min(fall, 1.0));
}

bool AdamW::begin(std::deque<Parameter>& parameters) {
  first_.clear();
  second_.clear();
  for (Parameter& parameter : parameters) {
    parameter.gradient = Tensor(parameter.value.shape());
    first_.emplace_back(parameter.value.shape());
    second_.emplace_back(parameter.value.shape());
    if (!parameter.gradient.allocated() || !first_.back().allocated() || !second_.back().allocated()) return false;
  }
  return true;
}

double AdamW::norm(const std::deque<Parameter>& parameters) const {
  double sum = 0;
  for (const Parameter& parameter : parameters)
    sum += xsimd::reduce_add(simd::fold(static_cast<Index>(parameter.gradient.count()), parameter.gradient.data(),
                                        Batch(0.0f), 0.0f, [](Batch s, Batch g) { return simd::madd(g, g, s); }));
  return std::sqrt(sum);
}

void AdamW::step(std::deque<Parameter>& parameters, const TrainingConfig& config, float rate, std::int64_t t,
                 float factor) {
  const double steps = static_cast<double>(t);
  const Batch whole1(static_cast<float>(1 / (1 - std::pow(double{config.beta1}, steps))));
  const Batch whole2(static_cast<float>(1 / (1 - std::pow(double{config.beta2}, steps))));
  const Batch beta1(config.beta1), beta2(config.beta2), one(1.0f), f(factor), tiny(1e-8f), pace(rate);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Parameter& parameter = parameters[i];
    const Index count = static_cast<Index>(parameter.value.count());
    float *g = parameter.gradient.data(), *m = first_[i].data(), *v = second_[i].data(), *w = parameter.value.data();
    const Batch most(std::numeric_limits<float>::max()), least(-std::numeric_limits<float>::max());
    const Batch decay(parameter.decays ? config.decay : 0.0f);
    simd::transform(
        count, m, [=](Batch old, Batch x) { return simd::madd(one - beta1, x * f, beta1 * old); }, m, g);
    simd::transform(
        count, v, [=](Batch old, Batch x) { return simd::madd((one - beta2) * (x * f), x * f, beta2 * old); }, v, g);
    simd::transform(
        count, w,
        [=](Batch x, Batch mean, Batch square) {
          const Batch to = x - pace * simd::madd(decay, x, mean * whole1 / (xsimd::sqrt(square * whole2) + tiny));
          return xsimd::min(xsimd::max(to, least), most);
        },
        w, m, v);
    std::memset(g, 0, static_cast<std::size_t>(count) * sizeof(float));
  }
}

}  // namespace attn
