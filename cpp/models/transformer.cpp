#include "models/transformer.hpp"

#include <cmath>

namespace attn {

namespace {

LayerStyle style_of(const ModelConfig& c) {
  const Curve curve = c.activation == FeedForwardKind::gelu        ? Curve::gelu
                      : c.activation == FeedForwardKind::gelu_tanh ? Curve::gelu_tanh
                      : c.activation == FeedForwardKind::relu      ? Curve::relu
                                                                   : Curve::silu;
  return {.width = c.width,
          .heads = c.heads,
          .kv_heads = c.kv_heads,
          .hidden = c.hidden,
          .curve = curve,
          .gated = c.activation == FeedForwardKind::swiglu,
          .bias = c.bias,
          .rms = c.rms,
          .norm_first = c.norm_first,
          .epsilon = c.epsilon,
          .rotary_base = c.positions == Positions::rotary ? c.rotary_base : 0};
}

/** [sin(t ω_j), cos(t ω_j)] at 2j and 2j + 1, ω_j = 10000^(−2j/width) */
Var sinusoids(Tape& tape, Index first, Index length, Index width) {
  const Matrix m(tape.take(std::int64_t{length} * width), {length, width});
  for (Index t = 0; t < length; ++t)
    for (Index j = 0; j < width; ++j) {
      const double frequency = std::pow(10000.0, -static_cast<double>(j / 2 * 2) / static_cast<double>(width));
      const double angle = static_cast<double>(first + t) * frequency;
      m(t, j) = static_cast<float>(j % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  return tape.constant(m);
}

}  // namespace

Transformer::Transformer(const ModelConfig& config, Random& random) : Model(config) {
  const ModelConfig& c = config_;
  const LayerStyle style = style_of(c);
  const float deviation = c.scale_embedding ? 1 / std::sqrt(static_cast<float>(c.width)) : 0.02f;
  const bool encodes = c.architecture != Architecture::decoder, decodes = c.architecture != Architecture::encoder;
  const auto table = [&](const char* name, Index vocabulary) {
    return &parameters_.add_embedding(name, vocabulary, c.width, deviation, random);
  };
  if (encodes) source_table_ = table("source.embedding", c.source_vocabulary);
  if (decodes) target_table_ = table("target.embedding", c.target_vocabulary);
  if (c.positions == Positions::learned)
    positions_ = &parameters_.add_embedding("positions", c.max_length, c.width, 0.02f, random);
  if (c.embedding_norm) embedding_norm_ = Norm(parameters_, "embedding.norm", c.width, c.rms, c.epsilon);
  const auto stack = [&](const char* name, Index layers, bool cross, std::vector<TransformerLayer>& to, Norm& norm) {
    for (Index i = 0; i < layers; ++i)
      to.emplace_back(parameters_, std::string(name) + "." + std::to_string(i), style, cross, random);
    if (c.norm_first) norm = Norm(parameters_, std::string(name) + ".norm", c.width, c.rms, c.epsilon);
  };
  if (encodes) stack("encoder", c.layers, false, encoder_, encoder_norm_);
  if (decodes) stack("decoder", encodes ? c.decoder_layers : c.layers, encodes, decoder_, decoder_norm_);
  const bool tied = c.tied && (decodes || c.source_vocabulary == c.target_vocabulary);
  if (c.target_vocabulary > 0 && !tied)
    output_ = Affine(parameters_, "output", c.width, c.target_vocabulary, c.bias, random);
}

/** Rows of the table · √width + positions. */
Var Transformer::embed(const Run& run, const Sequences& tokens, Parameter& table) const {
  Tape& tape = run.tape;
  Var x = gather(tape, tape.parameter(table), tokens.ids);
  if (config_.scale_embedding) x = scale(tape, x, std::sqrt(static_cast<float>(config_.width)));
  const Index first = run.caches.empty() ? 0 : run.caches[0].length();
  if (config_.positions == Positions::sinusoidal)
    x = add_repeated(tape, x, sinusoids(tape, first, tokens.length, config_.width));
  if (positions_) x = add_repeated(tape, x, rows(tape, tape.parameter(*positions_), first, tokens.length));
  if (config_.embedding_norm) x = embedding_norm_(tape, x);
  return run.drop(x);
}

Var Transformer::encode(const Run& run, const Sequences& source) const {
  Var x = embed(run, source, *source_table_);
  for (std::size_t i = 0; i < encoder_.size(); ++i)
    x = encoder_[i](run, x,
                    {.part = Part::encoder,
                     .layer = static_cast<Index>(i),
                     .batch = source.batch,
                     .queries = source.length,
                     .keys = source.length,
                     .lengths = source.lengths});
  return config_.norm_first ? encoder_norm_(run.tape, x) : x;
}

Var Transformer::decode(const Run& run, const Sequences& target, Var memory, const Sequences* source) const {
  Var x = embed(run, target, *target_table_);
  for (std::size_t i = 0; i < decoder_.size(); ++i) {
    const Index layer = static_cast<Index>(i);
    const AttentionPlace self{.part = Part::decoder,
                              .layer = layer,
                              .batch = target.batch,
                              .queries = target.length,
                              .keys = target.length,
                              .causal = true};
    AttentionPlace cross{
        .part = Part::cross, .layer = layer, .batch = target.batch, .queries = target.length, .keys = 0};
    if (source) {
      cross.keys = source->length;
      cross.lengths = source->lengths;
    }
    x = decoder_[i](run, x, self, memory, &cross);
  }
  return config_.norm_first ? decoder_norm_(run.tape, x) : x;
}

Var Transformer::logits(const Run& run, Var x) const {
  if (output_.weight) return output_(run.tape, x);
  return linear_transposed(run.tape, x, run.tape.parameter(target_table_ ? *target_table_ : *source_table_));
}

Var Transformer::forward(const Run& run, const Batch& batch) {
  if (config_.architecture == Architecture::decoder) return logits(run, decode(run, batch.target));
  const Var memory = encode(run, batch.source);
  if (config_.architecture == Architecture::encoder)
    return config_.target_vocabulary > 0 ? logits(run, memory) : memory;
  return logits(run, decode(run, batch.target, memory, &batch.source));
}

}  // namespace attn
