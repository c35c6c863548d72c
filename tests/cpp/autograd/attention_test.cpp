// Attention on the tape against attend() and attend_backward(), which have tests of their own.
#include "autograd/attention.hpp"

#include <catch2/catch_test_macros.hpp>

#include "../attention/gradients.hpp"

using namespace attn;
using test::BackwardCase;
using test::Gradients;
using test::joined_heads;
using test::Sizes;

namespace {

/** The inputs of a case as parameters, heads side by side. */
struct Inputs {
  Parameter q, k, v, W, U, b, sv;
  AttentionShape shape;

  static Parameter parameter(const Tensor& from, Index rows) {
    if (!from.allocated()) return {};
    const Shape matrix{rows, static_cast<Index>(from.count()) / rows};
    return {"", Tensor::copy_of({from.data(), matrix}), Tensor(matrix)};
  }

  static Parameter joined(const Tensor& from) {
    return parameter(joined_heads(from), from.shape()[0] * from.shape()[2]);
  }

  explicit Inputs(const BackwardCase& of)
      : q(joined(of.q)), k(joined(of.k)), v(joined(of.v)), b(parameter(of.b, 1)), sv(parameter(of.sv, 1)) {
    if (of.W.allocated()) W = parameter(of.W, of.W.shape()[0]);
    if (of.U.allocated()) U = parameter(of.U, of.U.shape()[0]);
    const Shape &asks = of.q.shape(), &answers = of.k.shape();
    shape = {asks[0], asks[2], answers[2], asks[1], answers[1]};
  }
};

Var given(Tape& tape, Parameter& parameter) {
  return parameter.value.allocated() ? tape.parameter(parameter) : nullptr;
}

AttentionSettings settings_of(Tape& tape, const BackwardCase& of, Inputs& inputs) {
  AttentionSettings settings;
  settings.score = of.options.score.kind;
  settings.W = given(tape, inputs.W), settings.U = given(tape, inputs.U);
  settings.b = given(tape, inputs.b), settings.v = given(tape, inputs.sv);
  settings.scale = of.options.scale;
  settings.softcap = of.options.softcap;
  settings.temperature = of.options.temperature;
  settings.causal = of.options.causal;
  settings.window_left = of.options.window_left;
  settings.lengths = of.options.lengths;
  return settings;
}

Var run(Tape& tape, const BackwardCase& of, Inputs& inputs, const AttentionSettings& settings) {
  const Var q = has_query(of.options.score.kind) ? tape.parameter(inputs.q) : nullptr;
  return attention(tape, q, tape.parameter(inputs.k), tape.parameter(inputs.v), inputs.shape, settings);
}

/** A loss whose gradient of y is `d`. */
Var loss_of(Tape& tape, Var y, const Tensor& d) {
  const Var loss = tape.make(1, 1);
  tape.on_backward([y, &d] { std::copy_n(d.data(), d.count(), y->gradient.data); });
  return loss;
}

/** Gradients in the layout of attend_backward, started from 0. */
double apart(const Parameter& actual, const Tensor& expected) {
  return test::relative_error(
      actual.gradient.count(), [&](Index i) { return actual.gradient.data()[i]; },
      [&](Index i) { return expected.data()[i] - Gradients::kStart; });
}

std::string faults(const BackwardCase& of) {
  Inputs inputs(of);
  Tape tape(true);
  const Var y = run(tape, of, inputs, settings_of(tape, of, inputs));
  if (!tape.status.ok()) return tape.status.message;
  const Tensor d = joined_heads(of.d_output), output = joined_heads(Tensor::copy_of(test::answered(of.options).output));
  tape.backward(loss_of(tape, y, d));

  std::string text;
  const auto limit = [&](const char* name, double error) {
    if (!(error <= 1e-5)) text += std::string(name) + " is off by " + std::to_string(error * 1e6) + "e-6; ";
  };
  limit("output",
        test::relative_error(
            output.count(), [&](Index i) { return y->value.data[i]; }, [&](Index i) { return output.data()[i]; }));
  const Gradients expected = of.gradients();
  if (has_query(of.options.score.kind)) limit("q", apart(inputs.q, joined_heads(expected.q)));
  limit("k", apart(inputs.k, joined_heads(expected.k)));
  limit("v", apart(inputs.v, joined_heads(expected.v)));
  if (expected.W.allocated()) limit("W", apart(inputs.W, expected.W));
  if (expected.U.allocated()) limit("U", apart(inputs.U, expected.U));
  if (expected.b.allocated()) limit("b", apart(inputs.b, expected.b)), limit("score v", apart(inputs.sv, expected.sv));
  return text;
}

}  // namespace

TEST_CASE("attention on the tape: values and gradients of every input and setting", "[autograd][backward]") {
  for (const ScoreKind kind : {ScoreKind::dot, ScoreKind::scaled_dot, ScoreKind::additive, ScoreKind::importance}) {
    INFO(score_name(kind));
    BackwardCase of(kind, {.batch = 3, .heads = 4, .kv_heads = 2, .queries = 6, .keys = 7, .hidden = 9}, 21);
    CHECK(faults(of) == "");
    const std::int32_t lengths[] = {7, 0, 4};
    of.options.lengths = lengths;
    of.options.window_left = 3;
    of.options.softcap = 2;
    of.options.temperature = 0.7f;
    of.options.scale = 0.9f;
    CHECK(faults(of) == "");
    of.options.lengths = {};
    of.options.causal = true;
    CHECK(faults(of) == "");
  }
}

TEST_CASE("attention on a tape that does not record gives the same numbers", "[autograd][backward]") {
  const BackwardCase of(ScoreKind::scaled_dot, {.batch = 2, .heads = 2, .kv_heads = 2}, 22);
  Inputs inputs(of);
  Tape recording(true), plain(false);
  const Var a = run(recording, of, inputs, settings_of(recording, of, inputs));
  const Var b = run(plain, of, inputs, settings_of(plain, of, inputs));
  CHECK(std::equal(a->value.data, a->value.data + a->rows() * a->columns(), b->value.data));
  CHECK_FALSE(b->learns());
}

TEST_CASE("heads that are off give 0 and hand nothing back", "[autograd][backward]") {
  const BackwardCase of(ScoreKind::scaled_dot, {.batch = 2, .heads = 3, .kv_heads = 3}, 23);
  Inputs inputs(of);
  Tape tape(true);
  AttentionSettings settings = settings_of(tape, of, inputs);
  const Index off[] = {1};
  settings.heads_off = off;
  const Var y = run(tape, of, inputs, settings);
  const Tensor d = joined_heads(of.d_output);
  tape.backward(loss_of(tape, y, d));
  for (Index i = 0; i < y->rows(); ++i)
    for (Index c = 0; c < 9; ++c) CHECK((y->value(i, c) == 0) == (c / 3 == 1));
  for (const Parameter* each : {&inputs.q, &inputs.k, &inputs.v}) {
    const ConstMatrix gradient = each->gradient.matrix();
    const Index width = gradient.columns() / 3;
    for (Index i = 0; i < gradient.rows(); ++i)
      for (Index c = 0; c < gradient.columns(); ++c) CHECK((gradient(i, c) == 0) == (c / width == 1));
  }
}

TEST_CASE("a trace on the tape has the stages, also of an additive score without W and U", "[autograd][backward]") {
  for (const ScoreKind kind : {ScoreKind::scaled_dot, ScoreKind::additive}) {
    const BackwardCase of(kind, {.batch = 2, .heads = 2, .kv_heads = 1, .hidden = 5}, 24);
    Inputs inputs(of);
    Tape tape(false);
    AttentionSettings settings = settings_of(tape, of, inputs);
    settings.W = settings.U = nullptr;
    Trace trace;
    settings.trace = &trace;
    const Var y = run(tape, of, inputs, settings);
    REQUIRE(tape.status.ok());
    const Tensor output = joined_heads(trace.output);
    CHECK(std::equal(output.data(), output.data() + output.count(), y->value.data));
    for (const Stage stage : {Stage::score, Stage::masked, Stage::weights, Stage::output}) {
      Explanation explanation;
      const Cell cell{1, 1, 2, 1};
      REQUIRE(explain(trace, stage, cell, explanation).ok());
      CHECK(explanation.steps.back().result == explanation.value);
      CHECK(std::abs(explanation.value - explanation.reference) < 1e-5);
    }
  }
}

TEST_CASE("attention on the tape through a cache, key after key", "[autograd][backward]") {
  const Sizes sizes{.batch = 2, .heads = 4, .kv_heads = 2, .queries = 5, .keys = 5};
  BackwardCase of(ScoreKind::scaled_dot, sizes, 25);
  of.options.causal = true;
  Inputs inputs(of);
  Tape tape(false);
  AttentionSettings settings = settings_of(tape, of, inputs);
  const Var whole = run(tape, of, inputs, settings);
  KeyValueCache cache;
  REQUIRE(KeyValueCache::make(2, 2, 5, 3, 4, cache).ok());
  settings.cache = &cache;
  const auto step = [&](Index i) {
    const auto rows = [&](Parameter& all) {  // position i of both sequences
      const ConstMatrix m = all.value.matrix();
      return tape.constant(ConstMatrix(&m(i, 0), {2, m.columns()}, {5 * m.stride[0], 1}));
    };
    const auto packed = [&](Var x) {
      const Var copy = tape.make(x->rows(), x->columns());
      for (Index r = 0; r < x->rows(); ++r) std::copy_n(&x->value(r, 0), x->columns(), &copy->value(r, 0));
      return copy;
    };
    return attention(tape, packed(rows(inputs.q)), packed(rows(inputs.k)), packed(rows(inputs.v)), {2, 1, 1, 4, 2},
                     settings);
  };
  for (Index i = 0; i < 4; ++i) {
    const Var y = step(i);
    REQUIRE(tape.status.ok());
    for (Index b = 0; b < 2; ++b)
      for (Index c = 0; c < 12; ++c) CHECK(std::abs(y->value(b, c) - whole->value(b * 5 + i, c)) < 1e-6f);
  }
  step(4);
  CHECK(tape.status.code == "cache-full");
  CHECK(cache.length() == 4);
}

TEST_CASE("a score that overflows is noted on the tape", "[autograd][backward]") {
  BackwardCase of(ScoreKind::dot, {}, 26);
  of.q.data()[0] = of.k.data()[0] = 1e30f;
  Inputs inputs(of);
  Tape tape(true);
  run(tape, of, inputs, settings_of(tape, of, inputs));
  CHECK(tape.status.code == "overflow");
}
