#include "models/gru_seq2seq.hpp"

#include <cmath>

namespace attn {

namespace {

/** Row t · batch + b of a time-major matrix is row b · length + t of a batch-major one. */
std::span<std::int32_t> time_major(const Run& run, Index batch, Index length) {
  const auto order = run.indices(batch * length);
  for (Index t = 0; t < length; ++t)
    for (Index b = 0; b < batch; ++b)
      order[static_cast<std::size_t>(t * batch + b)] = static_cast<std::int32_t>(b * length + t);
  return order;
}

/** Rows of the table for each token, time-major. */
Var embed(const Run& run, Parameter& table, const Sequences& tokens) {
  const auto ids = time_major(run, tokens.batch, tokens.length);
  for (std::int32_t& place : ids) place = tokens.ids[static_cast<std::size_t>(place)];
  return run.drop(gather(run.tape, run.tape.parameter(table), ids));
}

/** (length · batch, …) → (batch · length, …) */
Var batch_major(const Run& run, Var x, Index batch, Index length) {
  return gather(run.tape, x, time_major(run, length, batch));
}

Var zeros(Tape& tape, Index rows, Index columns) {
  const Var x = tape.make(rows, columns);
  std::memset(x->value.data, 0, static_cast<std::size_t>(rows * columns) * sizeof(float));
  return x;
}

/** All states of one direction, time-major; `last` becomes the one the direction ends with. */
Var unroll(const Run& run, const Gru& gru, Var x, const Sequences& source, bool backwards, Var& last) {
  Tape& tape = run.tape;
  const Index batch = source.batch, length = source.length;
  const Var projected = gru.input(tape, x);
  std::vector<Var> states(static_cast<std::size_t>(length));
  Var h = zeros(tape, batch, gru.recurrent->rows());
  for (Index i = 0; i < length; ++i) {
    const Index t = backwards ? length - 1 - i : i;
    const std::span goes_on(reinterpret_cast<std::uint8_t*>(tape.take(batch)), static_cast<std::size_t>(batch));
    for (std::size_t b = 0; b < goes_on.size(); ++b) goes_on[b] = t < source.lengths[b];
    h = gru.step(tape, rows(tape, projected, t * batch, batch), h, goes_on);
    states[static_cast<std::size_t>(t)] = h;
  }
  last = h;
  return concatenate_rows(tape, states);
}

}  // namespace

GruSeq2Seq::GruSeq2Seq(const ModelConfig& config, Random& random) : Model(config) {
  const Index width = config.width, hidden = config.hidden;
  const float deviation = 1 / std::sqrt(static_cast<float>(width));
  const auto table = [&](const char* name, Index vocabulary) {
    return &parameters_.add_embedding(name, vocabulary, width, deviation, random);
  };
  source_table_ = table("source.embedding", config.source_vocabulary);
  target_table_ = table("target.embedding", config.target_vocabulary);
  forward_ = Gru(parameters_, "encoder.forward", width, hidden, random);
  backward_ = Gru(parameters_, "encoder.backward", width, hidden, random);
  start_ = Affine(parameters_, "decoder.start", hidden, hidden, true, random);
  decoder_ = Gru(parameters_, "decoder.gru", width + 2 * hidden, hidden, random);
  query_ = Affine(parameters_, "attention.query", hidden, hidden, false, random);
  key_ = Affine(parameters_, "attention.key", 2 * hidden, hidden, true, random);
  score_ = &parameters_.add_matrix("attention.score", 1, hidden, random);
  readout_ = Affine(parameters_, "readout", hidden + width + 2 * hidden, width, true, random);
  if (!config.tied) output_ = Affine(parameters_, "output", width, config.target_vocabulary, true, random);
}

GruSeq2Seq::Memory GruSeq2Seq::encode(const Run& run, const Sequences& source) const {
  Tape& tape = run.tape;
  const Var x = embed(run, *source_table_, source);
  Var last, first;
  const Var states[] = {unroll(run, forward_, x, source, false, last), unroll(run, backward_, x, source, true, first)};
  const Var h = run.drop(batch_major(run, concatenate_columns(tape, states), source.batch, source.length));
  return {&source, h, key_(tape, h), activate(tape, Curve::tanh, start_(tape, first))};
}

/** c_i = Σ_j a_ij h_j, a_ij = softmax_j(vᵀ tanh(W s_{i−1} + U h_j + b)); s_i = GRU([E y_{i−1}; c_i], s_{i−1}) */
GruSeq2Seq::Step GruSeq2Seq::step(const Run& run, const Memory& memory, Var state, Var word) const {
  Tape& tape = run.tape;
  const Index width = config_.width, hidden = config_.hidden;
  AttentionSettings settings;
  settings.score = ScoreKind::additive;
  settings.v = tape.parameter(*score_);
  settings.lengths = memory.source->lengths;
  SeenAttention seen{Part::cross, 0, {}};
  if (run.seen) settings.trace = &seen.trace;
  const AttentionShape shape{.batch = state->rows(), .queries = 1, .keys = memory.source->length};
  const Var context = attention(tape, query_(tape, state), memory.keys, memory.annotations, shape, settings);
  if (run.seen) run.seen->push_back(std::move(seen));
  const Var W = rows(tape, tape.parameter(*decoder_.input.weight), width, 2 * hidden);
  return {decoder_.step(tape, add(tape, word, linear(tape, context, W)), state), context};
}

/** E y · W_y + b: the part of the decoder's input that does not wait for the state. */
Var GruSeq2Seq::word_part(Tape& tape, Var words) const {
  const Var W = rows(tape, tape.parameter(*decoder_.input.weight), 0, config_.width);
  return linear(tape, words, W, tape.parameter(*decoder_.input.bias));
}

/** E t, t = tanh(W_t [s_i; E y_{i−1}; c_i] + b) */
Var GruSeq2Seq::logits(const Run& run, Var states, Var words, Var contexts) const {
  Tape& tape = run.tape;
  const Var all[] = {states, words, contexts};
  const Var t = run.drop(activate(tape, Curve::tanh, readout_(tape, concatenate_columns(tape, all))));
  return output_.weight ? output_(tape, t) : linear_transposed(tape, t, tape.parameter(*target_table_));
}

GruSeq2Seq::Next GruSeq2Seq::next(const Run& run, const Memory& memory, Var state,
                                  std::span<const std::int32_t> previous) const {
  Tape& tape = run.tape;
  const Var words = gather(tape, tape.parameter(*target_table_), previous);
  const Step done = step(run, memory, state, word_part(tape, words));
  return {done.state, logits(run, done.state, words, done.context)};
}

Var GruSeq2Seq::forward(const Run& run, const Batch& batch) {
  Tape& tape = run.tape;
  const Index size = batch.target.batch, length = batch.target.length;
  const Memory memory = encode(run, batch.source);
  const Var words = embed(run, *target_table_, batch.target), parts = word_part(tape, words);
  std::vector<Var> states, contexts;
  Var state = memory.state;
  for (Index t = 0; t < length; ++t) {
    const Step done = step(run, memory, state, rows(tape, parts, t * size, size));
    states.push_back(state = done.state);
    contexts.push_back(done.context);
  }
  const Var y = logits(run, concatenate_rows(tape, states), words, concatenate_rows(tape, contexts));
  return batch_major(run, y, size, length);
}

}  // namespace attn
