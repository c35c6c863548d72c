#include "autograd/attention.hpp"

#include <algorithm>

#include "attention/backward.hpp"
#include "attention/check.hpp"
#include "kernels/gather.hpp"

namespace attn {

namespace {

TensorView tensor_of(Var x, Index batch) {
  return x ? TensorView{x->value.data, {batch, x->rows() / batch, x->columns()}} : TensorView{};
}
TensorView matrix_of(Var x) { return x ? TensorView{x->value.data, {x->rows(), x->columns()}} : TensorView{}; }
TensorView vector_of(Var x) { return x ? TensorView{x->value.data, {x->columns()}} : TensorView{}; }

AttendOptions options_of(Var q, Var k, Var v, const AttentionShape& shape, const AttentionSettings& settings) {
  AttendOptions options;
  options.q = tensor_of(q, shape.batch);
  options.k = tensor_of(k, shape.batch);
  options.v = tensor_of(v, shape.batch);
  options.heads = shape.heads;
  options.kv_heads = shape.kv_heads;
  options.score = {.kind = settings.score,
                   .gain = {},
                   .W = matrix_of(settings.W),
                   .U = matrix_of(settings.U),
                   .b = vector_of(settings.b),
                   .v = vector_of(settings.v)};
  options.scale = settings.scale;
  options.softcap = settings.softcap;
  options.temperature = settings.temperature;
  options.causal = settings.causal;
  options.window_left = settings.window_left;
  options.window_right = settings.window_right;
  options.lengths = settings.lengths;
  options.cache = settings.cache;
  options.trace = settings.trace != nullptr;
  return options;
}

/** A matrix (batch · length, heads · d) as (batch, head, length, d). */
View4 heads_of(Matrix m, Index batch, Index heads) {
  if (!m.data) return {};
  return as_heads(m.data, {batch, m.rows() / batch, m.columns()}, heads);
}

void clear_heads(View4 all, std::span<const Index> heads) {
  for (Index b = 0; b < all.shape[0]; ++b)
    for (const Index head : heads)
      for (Index i = 0; i < all.shape[2]; ++i) std::fill_n(all[b][head][i].data, all.shape[3], 0.0f);
}

Status run(const Problem& problem, View4 output, const StageViews& stages, Arena& memory) {
  Work work(problem, output, stages, memory);
  Status status;
  while (status.ok() && !work.done()) status = work.step();
  return status;
}

Status run_traced(const Problem& problem, View4 output, Trace& trace, Arena& memory) {
  if (Status status = open_trace(problem, trace); !status.ok()) return status;
  if (Status status = run(trace.problem, trace.output.view<4>(), stages_of(trace), memory); !status.ok()) return status;
  const ConstView4 kept = std::as_const(trace.output).view<4>();
  for (Index b = 0; b < problem.batch; ++b)
    for (Index head = 0; head < problem.heads; ++head) copy(kept[b][head], output[b][head]);
  return {};
}

/** k and v are added to the cache before the queries meet it. */
Status run_cached(const Problem& problem, View4 output, KeyValueCache& cache, Arena& memory) {
  const Index length = cache.length();
  const float longest_key = cache.longest_key();
  cache.append(problem.k, problem.v);
  Status status = run(problem, output, {}, memory);
  if (!status.ok()) cache.restore(length, longest_key);
  return status;
}

AttentionGradients gradients_of(Var q, Var k, Var v, const AttentionShape& shape, const AttentionSettings& settings) {
  const auto matrix = [](Var x) { return x ? x->gradient : Matrix(); };
  const auto vector = [](Var x) { return x && x->learns() ? Vector(x->gradient.data, {x->columns()}) : Vector(); };
  return {.q = heads_of(matrix(q), shape.batch, shape.heads),
          .k = heads_of(k->gradient, shape.batch, shape.kv_heads),
          .v = heads_of(v->gradient, shape.batch, shape.kv_heads),
          .W = matrix(settings.W),
          .U = matrix(settings.U),
          .b = vector(settings.b),
          .score_v = vector(settings.v)};
}

}  // namespace

Var attention(Tape& tape, Var q, Var k, Var v, const AttentionShape& shape, const AttentionSettings& settings) {
  const AttendOptions options = options_of(q, k, v, shape, settings);
  const Heads heads{shape.heads, shape.kv_heads};
  const Problem problem = problem_from(options, heads);
  const Var y = tape.make(shape.batch * shape.queries, shape.heads * problem.value_width());
  const View4 output = heads_of(y->value, shape.batch, shape.heads);
  Arena& memory = tape.scratch(Work::floats(problem));
  Status status = check_cache(options, heads);
  if (status.ok())
    status = settings.cache   ? run_cached(problem, output, *settings.cache, memory)
             : settings.trace ? run_traced(problem, output, *settings.trace, memory)
                              : run(problem, output, {}, memory);
  tape.note(std::move(status));
  clear_heads(output, settings.heads_off);

  const View4 d_output = heads_of(y->gradient, shape.batch, shape.heads);
  const AttentionGradients gradients = gradients_of(q, k, v, shape, settings);
  tape.on_backward([&tape, problem, d_output, gradients, off = settings.heads_off] {
    clear_heads(d_output, off);
    attend_backward(problem, d_output, gradients, tape.scratch(backward_floats(problem)));
  });
  return y;
}

}  // namespace attn
