#include "layers/pooling.hpp"

#include <algorithm>
#include <cmath>

namespace attn {

void mean_of_rows(ConstMatrix x, Vector out) noexcept {
  for (Index j = 0; j < x.columns(); ++j) out(j) = 0;
  for (Index i = 0; i < x.rows(); ++i)
    for (Index j = 0; j < x.columns(); ++j) out(j) += x(i, j);
  for (Index j = 0; j < x.columns(); ++j) out(j) /= static_cast<float>(x.rows());
}

void normalize(Vector x, float smallest) noexcept {
  float squares = 0;
  for (Index j = 0; j < x.shape[0]; ++j) squares += x(j) * x(j);
  const float length = std::sqrt(std::max(squares, smallest));
  for (Index j = 0; j < x.shape[0]; ++j) x(j) /= length;
}

}  // namespace attn
