#pragma once
// AdamW (Loshchilov and Hutter 2019) and what goes with it: clipping, the schedule of its rate.
#include <cstdint>
#include <deque>
#include <vector>

#include "autograd/tape.hpp"

namespace attn {

enum class Schedule : unsigned char { constant, cosine, inverse_root };

struct TrainingConfig {
  float rate = 1e-3f;  // the highest
  Schedule schedule = Schedule::constant;
  std::int64_t warmup = 0;    // steps on which the rate grows linearly
  std::int64_t steps = 1000;  // where the cosine ends
  float decay = 0;            // λ
  float beta1 = 0.9f, beta2 = 0.98f;
  float clip = 1;       // largest norm of all gradients together; 0: any
  float smoothing = 0;  // of labels
  float average = 0;    // weights are averaged with this factor a step; 0: not
  std::uint64_t seed = 1;
};

/** bad-model where a setting is out of its bounds. */
Status check(const TrainingConfig& config);

/** Rate of step 1, 2 …: rate · min(step / warmup, 1) · [1 | ½ (1 + cos(π progress)) | √(warmup / step)] */
float rate_of(const TrainingConfig& config, std::int64_t step);

class AdamW {
 public:
  /** Moments of 0 for each parameter, and room for their gradients. False: no memory. */
  bool begin(std::deque<Parameter>& parameters);

  /** √(Σ gradient²) */
  double norm(const std::deque<Parameter>& parameters) const;

  /**
   * m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², w −= rate · (m̂ / (√v̂ + ε) + λ w), m̂ = m / (1 − β₁ᵗ), g = factor · gradient,
   * which is 0 afterwards. A weight that would leave the range of float32 stays at its end: training can be led back from any rate.
   */
  void step(std::deque<Parameter>& parameters, const TrainingConfig& config, float rate, std::int64_t t, float factor);

  std::vector<Tensor>& first() { return first_; }
  std::vector<Tensor>& second() { return second_; }
  const std::vector<Tensor>& first() const { return first_; }
  const std::vector<Tensor>& second() const { return second_; }

 private:
  std::vector<Tensor> first_, second_;
};

}  // namespace attn
