#pragma once
// Matrices in double precision and plain loops over them: what references of layers and models are written with.
#include <functional>
#include <vector>

#include "numbers.hpp"

namespace test {

struct Grid {
  Index rows = 0, columns = 0;
  std::vector<double> data;

  Grid() = default;
  Grid(Index r, Index c, double start = 0) : rows(r), columns(c), data(static_cast<std::size_t>(r * c), start) {}

  double& operator()(Index i, Index j) { return data[static_cast<std::size_t>(i * columns + j)]; }
  double operator()(Index i, Index j) const { return data[static_cast<std::size_t>(i * columns + j)]; }
};

inline Grid grid_of(ConstMatrix m) {
  Grid grid(m.rows(), m.columns());
  for (Index i = 0; i < grid.rows; ++i)
    for (Index j = 0; j < grid.columns; ++j) grid(i, j) = static_cast<double>(m(i, j));
  return grid;
}

/** Each element made of its place. */
template <class F>
Grid made(Index rows, Index columns, F f) {
  Grid grid(rows, columns);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) grid(i, j) = f(i, j);
  return grid;
}

inline Grid product(const Grid& a, const Grid& b) {
  return made(a.rows, b.columns, [&](Index i, Index j) {
    double sum = 0;
    for (Index k = 0; k < a.columns; ++k) sum += a(i, k) * b(k, j);
    return sum;
  });
}

inline Grid turned(const Grid& a) {
  return made(a.columns, a.rows, [&](Index i, Index j) { return a(j, i); });
}

/** b may be one row for all. */
inline Grid plus(const Grid& a, const Grid& b) {
  return made(a.rows, a.columns, [&](Index i, Index j) { return a(i, j) + b(b.rows == 1 ? 0 : i, j); });
}

inline Grid times(const Grid& a, const Grid& b) {
  return made(a.rows, a.columns, [&](Index i, Index j) { return a(i, j) * b(i, j); });
}

inline Grid mapped(const Grid& a, const std::function<double(double)>& f) {
  return made(a.rows, a.columns, [&](Index i, Index j) { return f(a(i, j)); });
}

inline Grid part(const Grid& a, Index row, Index column, Index rows, Index columns) {
  return made(rows, columns, [&](Index i, Index j) { return a(row + i, column + j); });
}

inline Grid row_of(const Grid& a, Index i) { return part(a, i, 0, 1, a.columns); }

inline Grid beside(const Grid& a, const Grid& b) {
  return made(a.rows, a.columns + b.columns,
              [&](Index i, Index j) { return j < a.columns ? a(i, j) : b(i, j - a.columns); });
}

inline Grid below(const Grid& a, const Grid& b) {
  if (a.rows == 0) return b;
  return made(a.rows + b.rows, a.columns, [&](Index i, Index j) { return i < a.rows ? a(i, j) : b(i - a.rows, j); });
}

inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
inline double relu(double x) { return x > 0 ? x : 0; }
inline double silu(double x) { return x * sigmoid(x); }
inline double gelu(double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }
inline double gelu_tanh(double x) {
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x)));
}

/** (x − mean) / √(variance + ε) · gain + bias, or x / √(mean of x² + ε) · gain where there is no bias. */
inline Grid normed(const Grid& x, const Grid& gain, const Grid* bias, double epsilon) {
  Grid y = x;
  const double n = static_cast<double>(x.columns);
  for (Index i = 0; i < x.rows; ++i) {
    double mean = 0, squares = 0;
    for (Index j = 0; bias && j < x.columns; ++j) mean += x(i, j) / n;
    for (Index j = 0; j < x.columns; ++j) squares += (x(i, j) - mean) * (x(i, j) - mean) / n;
    for (Index j = 0; j < x.columns; ++j)
      y(i, j) = (x(i, j) - mean) / std::sqrt(squares + epsilon) * gain(0, j) + (bias ? (*bias)(0, j) : 0);
  }
  return y;
}

/** Each row. */
inline Grid softmax(const Grid& x) {
  Grid y = x;
  for (Index i = 0; i < x.rows; ++i) {
    double most = -INFINITY, sum = 0;
    for (Index j = 0; j < x.columns; ++j) most = std::max(most, x(i, j));
    for (Index j = 0; j < x.columns; ++j) sum += y(i, j) = std::exp(x(i, j) - most);
    for (Index j = 0; j < x.columns; ++j) y(i, j) /= sum;
  }
  return y;
}

/** Pairs j and j + d/2 of each head of row i turned by the angle (first + i) · base^(−2j/d), as complex numbers are. */
inline Grid rotated(const Grid& x, Index heads, Index first, double base) {
  Grid y = x;
  const Index d = x.columns / heads;
  for (Index i = 0; i < x.rows; ++i)
    for (Index h = 0; h < heads; ++h)
      for (Index j = 0; j < d / 2; ++j) {
        const double angle =
            static_cast<double>(first + i) / std::pow(base, 2.0 * static_cast<double>(j) / static_cast<double>(d));
        const double re = x(i, h * d + j), im = x(i, h * d + j + d / 2);
        y(i, h * d + j) = re * std::cos(angle) - im * std::sin(angle);
        y(i, h * d + j + d / 2) = re * std::sin(angle) + im * std::cos(angle);
      }
  return y;
}

/** r = σ(x_r + h U_r), z = σ(x_z + h U_z), n = tanh(x_n + r ∘ (h U_n + b_n)), h′ = (1 − z) ∘ n + z ∘ h; x = W x + b. */
inline Grid gru(const Grid& x, const Grid& h, const Grid& U, const Grid& bias) {
  const Index d = h.columns;
  const Grid inner = product(h, U);
  return made(h.rows, d, [&](Index i, Index j) {
    const double r = sigmoid(x(i, j) + inner(i, j)), z = sigmoid(x(i, d + j) + inner(i, d + j));
    const double n = std::tanh(x(i, 2 * d + j) + r * (inner(i, 2 * d + j) + bias(0, j)));
    return (1 - z) * n + z * h(i, j);
  });
}

/** Cross-entropy of softmax(row) and (1 − ε)·[target] + ε/n. */
inline double cross_entropy_of(const Grid& logits, Index row, Index target, double smoothing) {
  const Grid p = softmax(row_of(logits, row));
  double sum = 0;
  for (Index k = 0; k < p.columns; ++k)
    sum -= std::log(p(0, k)) * ((k == target ? 1 - smoothing : 0) + smoothing / static_cast<double>(p.columns));
  return sum;
}

/** (f(x + h) − f(x − h)) / 2h, h = 10⁻⁵; x is as before afterwards. */
template <class F>
double central_difference(double& x, F f) {
  constexpr double kStep = 1e-5;
  const double middle = x;
  x = middle + kStep;
  const double above = f();
  x = middle - kStep;
  const double under = f();
  x = middle;
  return (above - under) / (2 * kStep);
}

}  // namespace test
