#include "kernels/pairs.hpp"

#include "kernels/panel.hpp"
#include "simd/math.hpp"

namespace attn {

void squared_distances(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept {
  panel::run(a, transposed(b), out, false, scratch, [](Index) {
    return [](Index, simd::Batch x, simd::Batch y, simd::Batch sum) {
      const simd::Batch difference = x - y;
      return simd::madd(difference, difference, sum);
    };
  });
}

void additive_scores(ConstMatrix a, ConstMatrix b, ConstVector v, Matrix out, Arena& scratch) noexcept {
  panel::run(a, transposed(b), out, false, scratch, [v](Index first) {
    return [v, first](Index h, simd::Batch x, simd::Batch y, simd::Batch sum) {
      return simd::madd(simd::Batch(v(first + h)), simd::tanh(x + y), sum);
    };
  });
}

}  // namespace attn
