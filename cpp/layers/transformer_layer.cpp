#include "layers/transformer_layer.hpp"

namespace attn {

Affine::Affine(Parameters& parameters, const std::string& name, Index in, Index out, bool with_bias, Random& random)
    : weight(&parameters.add_matrix(name + ".weight", in, out, random)),
      bias(with_bias ? &parameters.add(name + ".bias", 1, out) : nullptr) {}

Var Affine::operator()(Tape& tape, Var x) const {
  return linear(tape, x, tape.parameter(*weight), bias ? tape.parameter(*bias) : nullptr);
}

Norm::Norm(Parameters& parameters, const std::string& name, Index width, bool rms, float epsilon_of)
    : gain(&parameters.add(name + ".weight", 1, width, 1)),
      bias(rms ? nullptr : &parameters.add(name + ".bias", 1, width)),
      epsilon(epsilon_of) {}

Var Norm::operator()(Tape& tape, Var x) const {
  const Var g = tape.parameter(*gain);
  return bias ? layer_norm(tape, x, g, tape.parameter(*bias), epsilon) : rms_norm(tape, x, g, epsilon);
}

MultiHeadAttention::MultiHeadAttention(Parameters& parameters, const std::string& name, Index width, Index heads_of,
                                       Index kv_heads_of, bool with_bias, Random& random)
    : heads(heads_of), kv_heads(kv_heads_of) {
  const Index shared = width / heads * kv_heads;
  query = Affine(parameters, name + ".query", width, width, with_bias, random);
  key = Affine(parameters, name + ".key", width, shared, with_bias, random);
  value = Affine(parameters, name + ".value", width, shared, with_bias, random);
  output = Affine(parameters, name + ".output", width, width, with_bias, random);
}

Var MultiHeadAttention::operator()(const Run& run, Var x, Var memory, const AttentionPlace& place,
                                   Rotary rotary_of) const {
  Tape& tape = run.tape;
  Var q = query(tape, x), k = key(tape, memory);
  const Var v = value(tape, memory);
  if (rotary_of.base > 0) {
    q = rotary(tape, q, heads, place.queries, rotary_of.first, rotary_of.base);
    k = rotary(tape, k, kv_heads, place.keys, rotary_of.first, rotary_of.base);
  }
  AttentionSettings settings;
  settings.causal = place.causal;
  settings.lengths = place.lengths;
  if (place.part == Part::decoder && !run.caches.empty()) settings.cache = &run.caches[place.layer];
  SeenAttention seen{place.part, place.layer, {}};
  if (run.seen) settings.trace = &seen.trace;
  std::vector<Index> off;
  for (const HeadPlace& each : run.off)
    if (each.part == place.part && each.layer == place.layer && each.head >= 0 && each.head < heads)
      off.push_back(each.head);
  const auto kept = run.indices(2 * static_cast<Index>(off.size()));  // as long as the tape
  static_assert(sizeof(Index) <= 2 * sizeof(std::int32_t));
  settings.heads_off = {reinterpret_cast<Index*>(kept.data()), off.size()};
  std::copy(off.begin(), off.end(), reinterpret_cast<Index*>(kept.data()));

  const AttentionShape shape{place.batch, place.queries, place.keys, heads, kv_heads};
  const Var joined = attention(tape, q, k, v, shape, settings);
  if (run.seen) run.seen->push_back(std::move(seen));
  return output(tape, joined);
}

GatedFeedForward::GatedFeedForward(Parameters& parameters, const std::string& name, Index width, Index units,
                                   Curve curve_of, bool gated, bool with_bias, Random& random)
    : curve(curve_of) {
  if (gated) gate = Affine(parameters, name + ".gate", width, units, with_bias, random);
  hidden = Affine(parameters, name + ".hidden", width, units, with_bias, random);
  output = Affine(parameters, name + ".output", units, width, with_bias, random);
}

Var GatedFeedForward::operator()(const Run& run, Var x) const {
  Tape& tape = run.tape;
  const Var units = gate ? multiply(tape, activate(tape, curve, (*gate)(tape, x)), hidden(tape, x))
                         : activate(tape, curve, hidden(tape, x));
  return output(tape, run.drop(units));
}

TransformerLayer::TransformerLayer(Parameters& parameters, const std::string& name, const LayerStyle& style,
                                   bool with_cross, Random& random)
    : norm_first(style.norm_first), rotary_base(style.rotary_base) {
  const auto norm = [&](const char* which) {
    return Norm(parameters, name + which, style.width, style.rms, style.epsilon);
  };
  const auto heads = [&](const char* which) {
    return MultiHeadAttention(parameters, name + which, style.width, style.heads, style.kv_heads, style.bias, random);
  };
  self_norm = norm(".attention.norm");
  self = heads(".attention");
  if (with_cross) {
    cross_norm = norm(".cross.norm");
    cross = heads(".cross");
  }
  feed_forward_norm = norm(".feed-forward.norm");
  feed_forward = GatedFeedForward(parameters, name + ".feed-forward", style.width, style.hidden, style.curve,
                                  style.gated, style.bias, random);
}

Var TransformerLayer::operator()(const Run& run, Var x, const AttentionPlace& place, Var memory,
                                 const AttentionPlace* cross_place) const {
  Tape& tape = run.tape;
  const auto part = [&](const Norm& norm, auto f) {
    x = norm_first ? add(tape, x, run.drop(f(norm(tape, x)))) : norm(tape, add(tape, x, run.drop(f(x))));
  };
  const Index first = run.caches.empty() ? 0 : run.caches[place.layer].length();
  part(self_norm, [&](Var n) { return self(run, n, n, place, {rotary_base, first}); });
  if (cross) part(cross_norm, [&](Var n) { return (*cross)(run, n, memory, *cross_place); });
  part(feed_forward_norm, [&](Var n) { return feed_forward(run, n); });
  return x;
}

}  // namespace attn
