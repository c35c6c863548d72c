#include "kernels/activation.hpp"

#include "kernels/finish.hpp"
#include "simd/loop.hpp"
#include "simd/math.hpp"

namespace attn {

namespace {

using simd::Batch;
using simd::madd;

Batch sigmoid(Batch x) noexcept { return madd(simd::tanh(Batch(0.5f) * x), Batch(0.5f), Batch(0.5f)); }

/** e^(−x²/2) / √(2π) */
Batch bell(Batch x) noexcept { return Batch(0.398942280f) * simd::exp(Batch(-0.5f) * x * x); }

/** Φ(x) by Abramowitz and Stegun 26.2.17 on |x|: absolute error below 7.5e-8. */
Batch below(Batch x) noexcept {
  const Batch size = xsimd::abs(x);
  const Batch t = Batch(1.0f) / madd(size, Batch(0.2316419f), Batch(1.0f));
  Batch p(1.330274429f);
  p = madd(p, t, Batch(-1.821255978f));
  p = madd(p, t, Batch(1.781477937f));
  p = madd(p, t, Batch(-0.356563782f));
  p = madd(p, t, Batch(0.319381530f));
  const Batch above = bell(size) * p * t;
  return xsimd::select(x < Batch(0.0f), above, Batch(1.0f) - above);
}

Batch value(Curve curve, Batch x) noexcept {
  switch (curve) {
    case Curve::relu: return activated(Activation::relu, x);
    case Curve::gelu: return x * below(x);
    case Curve::gelu_tanh: return activated(Activation::gelu, x);
    case Curve::silu: return x * sigmoid(x);
    case Curve::tanh: return simd::tanh(x);
    case Curve::sigmoid: break;
  }
  return sigmoid(x);
}

Batch slope(Curve curve, Batch x) noexcept {
  const Batch one(1.0f), half(0.5f);
  switch (curve) {
    case Curve::relu: return xsimd::select(x > Batch(0.0f), one, Batch(0.0f));
    case Curve::gelu: return madd(x, bell(x), below(x));
    case Curve::gelu_tanh: {
      const Batch c(0.797884561f), square = x * x;
      const Batch t = simd::tanh(c * madd(square * x, Batch(0.044715f), x));
      return half * (one + t) + half * x * (one - t * t) * c * madd(square, Batch(3 * 0.044715f), one);
    }
    case Curve::silu: {
      const Batch s = sigmoid(x);
      return s * madd(x, one - s, one);
    }
    case Curve::tanh: {
      const Batch t = simd::tanh(x);
      return one - t * t;
    }
    case Curve::sigmoid: break;
  }
  const Batch s = sigmoid(x);
  return s * (one - s);
}

}  // namespace

void activate(Curve curve, ConstMatrix x, Matrix out) noexcept {
  for (Index i = 0; i < x.rows(); ++i)
    simd::transform(
        x.columns(), &out(i, 0), [curve](Batch each) { return value(curve, each); }, &x(i, 0));
}

void activate_backward(Curve curve, ConstMatrix x, ConstMatrix dy, Matrix dx) noexcept {
  const auto step = [curve](Batch sum, Batch each, Batch d) { return madd(slope(curve, each), d, sum); };
  for (Index i = 0; i < x.rows(); ++i) simd::transform(x.columns(), &dx(i, 0), step, &dx(i, 0), &x(i, 0), &dy(i, 0));
}

}  // namespace attn
