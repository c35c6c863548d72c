#include "autograd/loss.hpp"

#include <cmath>

#include "kernels/softmax.hpp"
#include "simd/loop.hpp"

namespace attn {

using simd::Batch;

LossCount cross_entropy(Tape& tape, Var logits, std::span<const std::int32_t> targets, float smoothing) {
  const Index rows = logits->rows(), n = logits->columns();
  LossCount result;
  for (const std::int32_t target : targets) result.counted += target >= 0;
  result.loss = tape.make(1, 1);
  const Matrix p(tape.take(std::int64_t{rows} * n), {rows, n});
  double loss = 0;
  for (Index i = 0; i < rows; ++i) {
    const std::int32_t target = targets[static_cast<std::size_t>(i)];
    if (target < 0) continue;
    const float max = row_max(logits->value[i]), sum = row_exp(logits->value[i], max, p[i]);
    simd::transform(
        n, &p(i, 0), [s = Batch(1 / sum)](Batch e) { return e * s; }, &p(i, 0));
    // −log p_k = max + log Σ − x_k; its mean over k needs the mean of x
    const double top = double{max} + std::log(double{sum}), own = top - double{logits->value(i, target)};
    const double mean = smoothing > 0 ? top - double{simd::sum(&logits->value(i, 0), n)} / static_cast<double>(n) : 0;
    loss += (1 - double{smoothing}) * own + double{smoothing} * mean;
    result.surprise += own;
    result.correct += logits->value(i, target) == max;
  }
  const double count = static_cast<double>(std::max<std::int64_t>(result.counted, 1));
  result.loss->value(0, 0) = static_cast<float>(loss / count);
  // dx = (p − q) / rows that count
  tape.on_backward([logits, targets, p, smoothing, n, loss_of = result.loss, count] {
    if (!logits->learns()) return;
    const float each = static_cast<float>(loss_of->gradient(0, 0) / count);
    for (Index i = 0; i < logits->rows(); ++i) {
      const std::int32_t target = targets[static_cast<std::size_t>(i)];
      if (target < 0) continue;
      const Batch factor(each), even(smoothing / static_cast<float>(n));
      const auto step = [=](Batch sum, Batch q) { return simd::madd(q - even, factor, sum); };
      simd::transform(n, &logits->gradient(i, 0), step, &logits->gradient(i, 0), &p(i, 0));
      logits->gradient(i, target) -= each * (1 - smoothing);
    }
  });
  return result;
}

LossCount squared_error(Tape& tape, Var x, std::span<const float> targets) {
  LossCount result;
  result.loss = tape.make(1, 1);
  result.counted = static_cast<std::int64_t>(targets.size());
  for (Index i = 0; i < x->rows(); ++i) {
    const float target = targets[static_cast<std::size_t>(i)];
    const double error = double{x->value(i, 0)} - double{target};
    result.surprise += error * error;
    result.correct += (x->value(i, 0) >= 0) == (target >= 0);
  }
  const double count = static_cast<double>(result.counted);
  result.loss->value(0, 0) = static_cast<float>(result.surprise / count);
  tape.on_backward([x, targets, loss_of = result.loss, count] {
    const float each = static_cast<float>(2 * loss_of->gradient(0, 0) / count);
    for (Index i = 0; x->learns() && i < x->rows(); ++i)
      x->gradient(i, 0) += each * (x->value(i, 0) - targets[static_cast<std::size_t>(i)]);
  });
  return result;
}

}  // namespace attn
