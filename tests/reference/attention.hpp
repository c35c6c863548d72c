#pragma once
// Attention in double precision, straight from the formulas of SEEDS.md and the ONNX operator: naive loops, no code
// shared with the core. Everything is (batch, head, row, column) in row-major order.
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace reference {

struct Array4 {
  int b = 0, h = 0, r = 0, c = 0;
  std::vector<double> data;

  Array4() = default;
  Array4(int batch, int heads, int rows, int columns)
      : b(batch), h(heads), r(rows), c(columns), data(static_cast<std::size_t>(batch) * heads * rows * columns) {}
  double& operator()(int i, int j, int k, int l) {
    return data[((static_cast<std::size_t>(i) * h + j) * r + k) * c + l];
  }
  double operator()(int i, int j, int k, int l) const {
    return data[((static_cast<std::size_t>(i) * h + j) * r + k) * c + l];
  }
};

/** A matrix (rows, columns) or a vector (rows of 1). */
struct Parameter {
  int rows = 0, columns = 0;
  std::vector<double> data;
  double operator()(int i, int j = 0) const { return data[static_cast<std::size_t>(i) * columns + j]; }
};

struct Options {
  std::string score = "scaled-dot";
  double gain = 1;
  Parameter W, U, b, v;
  double scale = std::numeric_limits<double>::quiet_NaN();  // NaN: the default
  double softcap = 0, temperature = 1;
  /** true: hidden; and what is added. Both by (batch, head, query, key). */
  std::function<bool(int, int, int, int)> hidden = [](int, int, int, int) { return false; };
  std::function<double(int, int, int, int)> bias = [](int, int, int, int) { return 0.0; };
};

struct Result {
  Array4 score, capped, masked, weights, output;
};

/** The score of query i and key j of batch b; head h asks, head g of the keys answers. */
inline double score_of(const Options& o, const Array4& q, const Array4& k, int b, int h, int g, int i, int j) {
  const auto x = [&](int row, int d) { return row < 0 || row >= k.r ? 0.0 : k(b, g, row, d); };
  double dot = 0, qq = 0, kk = 0, distance = 0;
  if (o.score == "dot" || o.score == "scaled-dot" || o.score == "tanh-dot" || o.score == "cosine" ||
      o.score == "euclidean" || o.score == "squared-euclidean") {
    for (int d = 0; d < k.c; ++d) {
      const double a = q(b, h, i, d), c = k(b, g, j, d);
      dot += a * c;
      qq += a * a;
      kk += c * c;
      distance += (a - c) * (a - c);
    }
  }
  if (o.score == "dot" || o.score == "scaled-dot") return dot;
  if (o.score == "tanh-dot") return std::tanh(dot);
  if (o.score == "cosine") return qq * kk == 0 ? 0 : o.gain * dot / std::sqrt(qq * kk);
  if (o.score == "euclidean") return -std::sqrt(distance);
  if (o.score == "squared-euclidean") return -distance;
  double sum = 0;
  if (o.score == "bilinear") {
    for (int d = 0; d < q.c; ++d)
      for (int e = 0; e < k.c; ++e) sum += q(b, h, i, d) * o.W(d, e) * k(b, g, j, e);
    return sum;
  }
  for (int u = 0; u < o.W.rows; ++u) {
    double inner = o.b.rows > 0 ? o.b(u) : 0;
    if (o.score == "additive") {
      for (int d = 0; d < q.c; ++d) inner += o.W(u, d) * q(b, h, i, d);
      for (int d = 0; d < k.c; ++d) inner += o.U(u, d) * k(b, g, j, d);
    } else if (o.score == "importance") {
      for (int d = 0; d < k.c; ++d) inner += o.W(u, d) * x(j, d);
    } else {  // importance-conv
      for (int side = 0; side < 3; ++side)
        for (int d = 0; d < k.c; ++d) inner += o.W(u, side * k.c + d) * x(j + side - 1, d);
    }
    sum += o.v(u) * std::tanh(inner);
  }
  return sum;
}

/** q (batch, head, query, d); for importance its numbers are not looked at and it has one row. */
inline Result attend(const Options& o, const Array4& q, const Array4& k, const Array4& v) {
  const int group = q.h / k.h;
  Result result;
  result.score = result.capped = result.masked = result.weights = Array4(q.b, q.h, q.r, k.r);
  result.output = Array4(q.b, q.h, q.r, v.c);
  const double scale = !std::isnan(o.scale) ? o.scale : o.score == "scaled-dot" ? 1 / std::sqrt(double(k.c)) : 1;
  for (int b = 0; b < q.b; ++b)
    for (int h = 0; h < q.h; ++h)
      for (int i = 0; i < q.r; ++i) {
        double max = -std::numeric_limits<double>::infinity(), sum = 0;
        for (int j = 0; j < k.r; ++j) {
          const double score = scale * score_of(o, q, k, b, h, h / group, i, j);
          const double capped = o.softcap > 0 ? o.softcap * std::tanh(score / o.softcap) : score;
          const double masked = o.hidden(b, h, i, j) ? -std::numeric_limits<double>::infinity()
                                                     : capped / o.temperature + o.bias(b, h, i, j);
          result.score(b, h, i, j) = score;
          result.capped(b, h, i, j) = capped;
          result.masked(b, h, i, j) = masked;
          max = std::fmax(max, masked);
        }
        if (std::isinf(max)) continue;  // all hidden: weights and output stay 0
        for (int j = 0; j < k.r; ++j) sum += result.weights(b, h, i, j) = std::exp(result.masked(b, h, i, j) - max);
        for (int j = 0; j < k.r; ++j) {
          result.weights(b, h, i, j) /= sum;
          for (int d = 0; d < v.c; ++d) result.output(b, h, i, d) += result.weights(b, h, i, j) * v(b, h / group, j, d);
        }
      }
  return result;
}

}  // namespace reference
