#pragma once
// The layers of models once more, in double precision and plain loops, one sequence at a time and without padding; weights by name.
#include <cstdint>
#include <map>
#include <string>

#include "../doubles.hpp"
#include "models/model.hpp"

namespace reference_model {

using attn::Index;
using attn::ModelConfig;
using test::Grid;

/** The parameters of a model, by name. */
using Weights = std::map<std::string, Grid>;
using Ids = std::vector<std::int32_t>;

inline Weights weights_of(const attn::Model& model) {
  Weights weights;
  for (const attn::Parameter& parameter : model.parameters().all())
    weights[parameter.name] = test::grid_of(parameter.value.matrix());
  return weights;
}

/** x·W + b, b where there is one. */
inline Grid affine(const Weights& weights, const std::string& name, const Grid& x) {
  const Grid y = product(x, weights.at(name + ".weight"));
  const auto bias = weights.find(name + ".bias");
  return bias == weights.end() ? y : plus(y, bias->second);
}

inline Grid norm(const Weights& weights, const std::string& name, const ModelConfig& config, const Grid& x) {
  return test::normed(x, weights.at(name + ".weight"), config.rms ? nullptr : &weights.at(name + ".bias"),
                      static_cast<double>(config.epsilon));
}

inline Grid embedded(const Grid& table, const Ids& ids) {
  return test::made(static_cast<Index>(ids.size()), table.columns,
                    [&](Index i, Index j) { return table(ids[static_cast<std::size_t>(i)], j); });
}

/** softmax(q kᵀ / √d)·v of one head. */
inline Grid attended(const Grid& q, const Grid& k, const Grid& v, bool causal) {
  const double root = std::sqrt(static_cast<double>(q.columns));
  Grid scores = product(q, turned(k));
  for (Index i = 0; i < scores.rows; ++i)
    for (Index j = 0; j < scores.columns; ++j) scores(i, j) = causal && j > i ? -INFINITY : scores(i, j) / root;
  return product(test::softmax(scores), v);
}

struct HeadsOf {
  Index heads, kv_heads;
  bool causal = false;
  double rotary_base = 0;  // 0: none
  Index off = -1;          // a head that gives 0
};

/** Query head h meets key head h / (heads / kv_heads). */
inline Grid multi_head(const Weights& weights, const std::string& name, const HeadsOf& of, const Grid& x,
                       const Grid& memory) {
  Grid q = affine(weights, name + ".query", x), k = affine(weights, name + ".key", memory);
  const Grid v = affine(weights, name + ".value", memory);
  if (of.rotary_base > 0) q = test::rotated(q, of.heads, 0, of.rotary_base);
  if (of.rotary_base > 0) k = test::rotated(k, of.kv_heads, 0, of.rotary_base);
  const Index d = q.columns / of.heads;
  Grid all(x.rows, 0);
  for (Index h = 0; h < of.heads; ++h) {
    const Index shared = h / (of.heads / of.kv_heads) * d;
    const Grid head =
        attended(part(q, 0, h * d, q.rows, d), part(k, 0, shared, k.rows, d), part(v, 0, shared, v.rows, d), of.causal);
    all = beside(all, h == of.off ? Grid(head.rows, d) : head);
  }
  return affine(weights, name + ".output", all);
}

inline Grid feed_forward(const Weights& weights, const std::string& name, const ModelConfig& config, const Grid& x) {
  using attn::FeedForwardKind;
  const Grid hidden = affine(weights, name + ".hidden", x);
  if (config.activation == FeedForwardKind::swiglu) {
    const Grid gate = mapped(affine(weights, name + ".gate", x), test::silu);
    return affine(weights, name + ".output", times(gate, hidden));
  }
  const auto f = config.activation == FeedForwardKind::gelu        ? test::gelu
                 : config.activation == FeedForwardKind::gelu_tanh ? test::gelu_tanh
                                                                   : test::relu;
  return affine(weights, name + ".output", mapped(hidden, f));
}

/** A layer of an encoder, or of a decoder where `memory` is given or `causal` is set. */
inline Grid layer(const Weights& weights, const std::string& name, const ModelConfig& config, HeadsOf heads, Grid x,
                  const Grid* memory) {
  const auto sum = [&](const std::string& which, auto f) {
    x = config.norm_first ? plus(x, f(norm(weights, name + which + ".norm", config, x)))
                          : norm(weights, name + which + ".norm", config, plus(x, f(x)));
  };
  sum(".attention", [&](const Grid& n) { return multi_head(weights, name + ".attention", heads, n, n); });
  const HeadsOf cross{heads.heads, heads.kv_heads};
  if (memory) sum(".cross", [&](const Grid& n) { return multi_head(weights, name + ".cross", cross, n, *memory); });
  sum(".feed-forward", [&](const Grid& n) { return feed_forward(weights, name + ".feed-forward", config, n); });
  return x;
}

}  // namespace reference_model
