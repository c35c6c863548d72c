#pragma once
// Random tensors and measures of error, for all tests of the core.
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "tensor/tensor.hpp"

namespace test {

using namespace attn;

inline Tensor random_tensor(const Shape& shape, Random& random, float size = 1) {
  Tensor tensor(shape);
  for (std::int64_t i = 0; i < tensor.count(); ++i) tensor.data()[i] = random.uniform(-size, size);
  return tensor;
}

inline Tensor tensor_of(const Shape& shape, const std::vector<float>& numbers) {
  return Tensor::copy_of({numbers.data(), shape});
}

/** Largest |actual − expected| divided by largest |expected|; 0/0 is 0, and NaN counts as infinity. */
template <class Actual, class Expected>
double relative_error(std::int64_t count, Actual actual, Expected expected) {
  double error = 0, size = 0;
  for (Index i = 0; i < static_cast<Index>(count); ++i) {
    const double apart = std::abs(static_cast<double>(actual(i)) - expected(i));
    error = std::isnan(apart) ? INFINITY : std::max(error, apart);
    size = std::max(size, std::abs(static_cast<double>(expected(i))));
  }
  return error == 0 ? 0 : error / size;
}

/** Distance in steps of float32 at `expected`. */
inline double ulps(float actual, double expected) {
  const float nearest = static_cast<float>(expected);
  const double step = std::nextafter(std::abs(nearest), INFINITY) - static_cast<double>(std::abs(nearest));
  return std::abs(static_cast<double>(actual) - expected) / step;
}

}  // namespace test
