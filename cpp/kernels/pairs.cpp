#include "kernels/pairs.hpp"

#include "kernels/panel.hpp"
#include "simd/math.hpp"

namespace attn {

namespace {

constexpr auto kSquare = [](Index) {
  return [](Index, simd::Batch x, simd::Batch y, simd::Batch sum) {
    const simd::Batch difference = x - y;
    return simd::madd(difference, difference, sum);
  };
};

}  // namespace

void squared_distances(ConstMatrix a, const panel::Packed& b, Matrix out) noexcept {
  panel::run<3>(a, b, out, false, nullptr, kSquare);
}

void squared_distances(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept {
  panel::run<3>(a, transposed(b), out, false, scratch, kSquare);
}

void additive_scores(ConstMatrix a, const panel::Packed& b, ConstVector v, Matrix out) noexcept {
  // One row at a time: tanh takes all the time and all the registers, more rows would only be more code.
  panel::run<1>(a, b, out, false, nullptr, [v](Index first) {
    return [v, first](Index h, simd::Batch x, simd::Batch y, simd::Batch sum) {
      return simd::madd(simd::Batch(v(first + h)), simd::tanh(x + y), sum);
    };
  });
}

void divide_by_lengths(ConstMatrix dots, ConstVector a, ConstVector b, float gain, Matrix out) noexcept {
  const simd::Batch zero(0.0f), factor(gain);
  for (Index i = 0; i < dots.rows(); ++i) {
    const simd::Batch length(a(i));
    const auto cosine = [=](simd::Batch dot, simd::Batch other) {
      const simd::Batch lengths = length * other;
      return xsimd::select(lengths == zero, zero, dot / lengths * factor);
    };
    simd::transform(dots.columns(), &out(i, 0), cosine, &dots(i, 0), b.data);
  }
}

}  // namespace attn
