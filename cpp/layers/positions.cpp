#include "layers/positions.hpp"

#include <cmath>

namespace attn {

void add_positions(ConstVector frequency, Matrix x) noexcept {
  const Index half = frequency.shape[0];
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index j = 0; j < half; ++j) {
      const float angle = static_cast<float>(i) * frequency(j);
      x(i, j) += std::sin(angle);
      x(i, half + j) += std::cos(angle);
    }
  }
}

}  // namespace attn
