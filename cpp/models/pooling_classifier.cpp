#include "models/pooling_classifier.hpp"

#include <cmath>

namespace attn {

PoolingClassifier::PoolingClassifier(const ModelConfig& config, Random& random) : Model(config) {
  const ModelConfig& c = config_;
  table_ = &parameters_.add_embedding("embedding", c.source_vocabulary, c.width,
                                      1 / std::sqrt(static_cast<float>(c.width)), random);
  const LayerStyle style{.width = c.width,
                         .heads = c.heads,
                         .kv_heads = c.kv_heads,
                         .hidden = c.hidden,
                         .curve = Curve::gelu,
                         .gated = false,
                         .bias = true,
                         .rms = false,
                         .norm_first = true,
                         .epsilon = c.epsilon,
                         .rotary_base = c.rotary_base};
  for (Index i = 0; i < c.layers; ++i)
    layers_.emplace_back(parameters_, "encoder." + std::to_string(i), style, false, random);
  norm_ = Norm(parameters_, "encoder.norm", c.width, false, c.epsilon);
  importance_ = &parameters_.add_matrix("pooling.weight", c.width, c.width, random);
  importance_bias_ = &parameters_.add("pooling.bias", 1, c.width);
  score_ = &parameters_.add_matrix("pooling.score", 1, c.width, random);
  output_ = Affine(parameters_, "output", c.width, 1, true, random);
}

Var PoolingClassifier::forward(const Run& run, const Batch& batch) {
  Tape& tape = run.tape;
  const Sequences& source = batch.source;
  Var x = gather(tape, tape.parameter(*table_), source.ids);
  x = run.drop(scale(tape, x, std::sqrt(static_cast<float>(config_.width))));
  for (std::size_t i = 0; i < layers_.size(); ++i)
    x = layers_[i](run, x,
                   {.part = Part::encoder,
                    .layer = static_cast<Index>(i),
                    .batch = source.batch,
                    .queries = source.length,
                    .keys = source.length,
                    .lengths = source.lengths});
  x = norm_(tape, x);

  AttentionSettings settings;
  settings.score = ScoreKind::importance;
  settings.W = tape.parameter(*importance_);
  settings.b = tape.parameter(*importance_bias_);
  settings.v = tape.parameter(*score_);
  settings.lengths = source.lengths;
  SeenAttention seen{Part::pooling, 0, {}};
  if (run.seen) settings.trace = &seen.trace;
  const AttentionShape shape{.batch = source.batch, .queries = 1, .keys = source.length};
  const Var pooled = attention(tape, nullptr, x, x, shape, settings);
  if (run.seen) run.seen->push_back(std::move(seen));
  return activate(tape, Curve::tanh, output_(tape, run.drop(pooled)));
}

}  // namespace attn
