#pragma once
// Whole models in double precision, for one example: what they compute, from the papers.
#include "reference_layers.hpp"

namespace reference_model {

/** Vaswani et al. 2017, section 3.5, and the settings beside it. */
inline Grid embedding(const Weights& weights, const std::string& table, const ModelConfig& config, const Ids& ids) {
  Grid x = embedded(weights.at(table), ids);
  const double width = static_cast<double>(config.width);
  for (Index t = 0; t < x.rows; ++t)
    for (Index j = 0; j < x.columns; ++j) {
      if (config.scale_embedding) x(t, j) *= std::sqrt(width);
      if (config.positions == attn::Positions::learned) x(t, j) += weights.at("positions")(t, j);
      if (config.positions != attn::Positions::sinusoidal) continue;
      const double angle = static_cast<double>(t) / std::pow(10000, static_cast<double>(j - j % 2) / width);
      x(t, j) += j % 2 == 0 ? std::sin(angle) : std::cos(angle);
    }
  return config.embedding_norm ? norm(weights, "embedding.norm", config, x) : x;
}

inline Grid stack(const Weights& weights, const std::string& name, const ModelConfig& config, Index layers, bool causal,
                  Grid x, const Grid* memory) {
  const HeadsOf heads{config.heads, config.kv_heads, causal,
                      config.positions == attn::Positions::rotary ? static_cast<double>(config.rotary_base) : 0};
  for (Index i = 0; i < layers; ++i) x = layer(weights, name + '.' + std::to_string(i), config, heads, x, memory);
  return config.norm_first ? norm(weights, name + ".norm", config, x) : x;
}

/** Logits at each position of the source (encoder), else of the target that begins with kBegin. */
inline Grid transformer(const Weights& weights, const ModelConfig& config, const Ids& source, const Ids& target) {
  using attn::Architecture;
  Grid memory, x;
  const bool encodes = config.architecture != Architecture::decoder;
  if (encodes)
    memory = stack(weights, "encoder", config, config.layers, false,
                   embedding(weights, "source.embedding", config, source), nullptr);
  if (config.architecture == Architecture::encoder)
    x = memory;
  else
    x = stack(weights, "decoder", config, encodes ? config.decoder_layers : config.layers, true,
              embedding(weights, "target.embedding", config, target), encodes ? &memory : nullptr);
  if (config.target_vocabulary == 0) return x;
  if (weights.contains("output.weight")) return affine(weights, "output", x);
  return product(
      x, turned(weights.at(config.architecture == Architecture::encoder ? "source.embedding" : "target.embedding")));
}

/** States of one direction, from a state of 0. */
inline Grid gru_states(const Weights& weights, const std::string& name, const Grid& x, bool backwards) {
  const Grid &U = weights.at(name + ".recurrent.weight"), &bias = weights.at(name + ".recurrent.bias");
  const Grid inputs = affine(weights, name + ".input", x);
  Grid states(x.rows, U.rows), h(1, U.rows);
  for (Index i = 0; i < x.rows; ++i) {
    const Index t = backwards ? x.rows - 1 - i : i;
    h = test::gru(row_of(inputs, t), h, U, bias);
    for (Index j = 0; j < h.columns; ++j) states(t, j) = h(0, j);
  }
  return states;
}

/** c = Σ_j a_j h_j, a = softmax_j(vᵀ tanh(W s + U h_j + b)) */
inline Grid additive_context(const Weights& weights, const Grid& state, const Grid& annotations) {
  const Grid query = affine(weights, "attention.query", state), keys = affine(weights, "attention.key", annotations);
  const Grid& v = weights.at("attention.score");
  const Grid scores = test::made(1, keys.rows, [&](Index, Index j) {
    double sum = 0;
    for (Index k = 0; k < keys.columns; ++k) sum += v(0, k) * std::tanh(query(0, k) + keys(j, k));
    return sum;
  });
  return product(test::softmax(scores), annotations);
}

/** Bahdanau, Cho and Bengio 2015, with a tanh readout. */
inline Grid gru_seq2seq(const Weights& weights, const Ids& source, const Ids& target) {
  const Grid x = embedded(weights.at("source.embedding"), source);
  const Grid back = gru_states(weights, "encoder.backward", x, true);
  const Grid annotations = beside(gru_states(weights, "encoder.forward", x, false), back);
  Grid state = mapped(affine(weights, "decoder.start", row_of(back, 0)), [](double s) { return std::tanh(s); });
  const Grid words = embedded(weights.at("target.embedding"), target);
  Grid logits;
  for (Index t = 0; t < words.rows; ++t) {
    const Grid word = row_of(words, t), context = additive_context(weights, state, annotations);
    state = test::gru(affine(weights, "decoder.gru.input", beside(word, context)), state,
                      weights.at("decoder.gru.recurrent.weight"), weights.at("decoder.gru.recurrent.bias"));
    const Grid read =
        mapped(affine(weights, "readout", beside(beside(state, word), context)), [](double s) { return std::tanh(s); });
    logits = below(logits, weights.contains("output.weight") ? affine(weights, "output", read)
                                                             : product(read, turned(weights.at("target.embedding"))));
  }
  return logits;
}

/** tanh(w · Σ_j a_j x_j + b), a = softmax_j(vᵀ tanh(W x_j + b)), W (hidden, width) */
inline Grid pooling_classifier(const Weights& weights, const ModelConfig& config, const Ids& source) {
  Grid x = embedded(weights.at("embedding"), source);
  for (double& each : x.data) each *= std::sqrt(static_cast<double>(config.width));
  ModelConfig style = config;  // all its layers are of one kind
  style.positions = attn::Positions::rotary;
  style.activation = attn::FeedForwardKind::gelu;
  style.rms = false;
  style.norm_first = true;
  x = stack(weights, "encoder", style, config.layers, false, x, nullptr);
  const Grid units = mapped(plus(product(x, turned(weights.at("pooling.weight"))), weights.at("pooling.bias")),
                            [](double s) { return std::tanh(s); });
  const Grid pooled = product(test::softmax(turned(product(units, turned(weights.at("pooling.score"))))), x);
  return mapped(affine(weights, "output", pooled), [](double s) { return std::tanh(s); });
}

}  // namespace reference_model
