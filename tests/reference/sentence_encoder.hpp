#pragma once
// The sentence encoder in double precision, straight from the formulas at the head of models/sentence_encoder.hpp.
// It shares no code with the core.
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace reference {

using Row = std::vector<double>;
using Rows = std::vector<Row>;

struct SentenceEncoder {
  /** The numbers of a tensor by name, row-major. */
  std::function<Row(const std::string&)> numbers;
  int layers = 1, heads = 1;

  struct Run {
    Row vector;
    std::vector<std::vector<Rows>> weights;  // (layer, head, query, key)
  };

  Run encode(const std::vector<int>& tokens, const std::set<std::pair<int, int>>& off = {}) const {
    Run run;
    Rows x = embed(tokens);
    for (int layer = 0; layer < layers; ++layer) x = block(layer, x, off, run.weights.emplace_back());
    Row mean(x[0].size());
    for (const Row& row : x)
      for (std::size_t j = 0; j < row.size(); ++j) mean[j] += row[j] / static_cast<double>(x.size());
    run.vector = linear("sentence", {mean})[0];
    double squares = 0;
    for (double& s : run.vector) s = std::tanh(s), squares += s * s;
    for (double& s : run.vector) s /= std::sqrt(std::max(squares, 1e-12));
    return run;
  }

 private:
  Rows embed(const std::vector<int>& tokens) const {
    const Row table = numbers("embedding.weight"), frequency = numbers("positions.frequency");
    const std::size_t half = frequency.size();
    Rows x;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      Row row(2 * half);
      for (std::size_t j = 0; j < 2 * half; ++j) {
        const double angle = static_cast<double>(i) * frequency[j % half];
        row[j] = 2 * table[static_cast<std::size_t>(tokens[i]) * 2 * half + j] +
                 (j < half ? std::sin(angle) : std::cos(angle));
      }
      x.push_back(row);
    }
    return x;
  }

  Rows linear(const std::string& name, const Rows& x) const {
    const Row weight = numbers(name + ".weight"), bias = numbers(name + ".bias");
    Rows y;
    for (const Row& row : x) {
      Row out = bias;
      for (std::size_t j = 0; j < out.size(); ++j)
        for (std::size_t k = 0; k < row.size(); ++k) out[j] += row[k] * weight[k * bias.size() + j];
      y.push_back(out);
    }
    return y;
  }

  Rows norm(const std::string& name, Rows x) const {
    const Row gain = numbers(name + ".gain"), bias = numbers(name + ".bias");
    for (Row& row : x) {
      const double n = static_cast<double>(row.size());
      double mean = 0, variance = 0;
      for (const double each : row) mean += each / n;
      for (const double each : row) variance += (each - mean) * (each - mean) / n;
      for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = (row[j] - mean) / std::sqrt(variance + 1e-6) * gain[j] + bias[j];
    }
    return x;
  }

  Rows block(int layer, const Rows& x, const std::set<std::pair<int, int>>& off, std::vector<Rows>& weights) const {
    const std::string name = "layers." + std::to_string(layer);
    const Rows normed = norm(name + ".attention.norm", x);
    const Rows q = linear(name + ".attention.query", normed), k = linear(name + ".attention.key", normed),
               v = linear(name + ".attention.value", normed);
    Rows joined(x.size(), Row(q[0].size()));
    const std::size_t d = q[0].size() / static_cast<std::size_t>(heads);
    for (int head = 0; head < heads; ++head) {
      Rows& own = weights.emplace_back();
      const std::size_t first = static_cast<std::size_t>(head) * d;
      for (std::size_t i = 0; i < x.size(); ++i) {
        Row row(x.size());
        double sum = 0;
        for (std::size_t j = 0; j < x.size(); ++j) {
          double score = 0;
          for (std::size_t c = first; c < first + d; ++c) score += q[i][c] * k[j][c];
          sum += row[j] = std::exp(score / std::sqrt(static_cast<double>(d)));
        }
        for (double& each : row) each /= sum;
        if (!off.contains({layer, head}))
          for (std::size_t j = 0; j < x.size(); ++j)
            for (std::size_t c = first; c < first + d; ++c) joined[i][c] += row[j] * v[j][c];
        own.push_back(row);
      }
    }
    const bool projected = !numbers(name + ".residual.weight").empty();
    const Rows residual = projected ? linear(name + ".residual", x) : x;
    const Rows u = sum_of(linear(name + ".attention.output", joined), residual);
    Rows hidden = linear(name + ".feed_forward.hidden", norm(name + ".feed_forward.norm", u));
    for (Row& row : hidden)
      for (double& each : row) each = std::max(each, 0.0);
    return sum_of(linear(name + ".feed_forward.output", hidden), u);
  }

  static Rows sum_of(Rows a, const Rows& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < a[i].size(); ++j) a[i][j] += b[i][j];
    return a;
  }
};

}  // namespace reference
