#include "attention/attend.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "attention/check.hpp"
#include "base/errors.hpp"
#include "kernels/gather.hpp"
#include "kernels/reduce.hpp"

namespace attn {

namespace {

void copy_heads(ConstView4 from, View4 to) noexcept {
  for (Index batch = 0; batch < from.shape[0]; ++batch)
    for (Index head = 0; head < from.shape[1]; ++head) copy(from[batch][head], to[batch][head]);
}

/** (batch, head, length, d) from `first` on, `count` rows. */
View4 rows_of(View4 all, Index first, Index count) {
  all.data += first * all.stride[2];
  all.shape[2] = count;
  return all;
}

Status allocate(const Shape& shape, Tensor& tensor) {
  tensor = Tensor::uninitialised(shape);
  return tensor.allocated() ? Status{}
                            : errors::out_of_memory("attend", shape.count() * static_cast<std::int64_t>(sizeof(float)));
}

/** past and now, one after the other: (batch, head, past + now, d) */
Status join(const TensorView& past, ConstView4 now, Tensor& joined) {
  const Index before = past.given() ? past.shape[2] : 0;
  const Shape shape{now.shape[0], now.shape[1], before + now.shape[2], now.shape[3]};
  if (Status status = allocate(shape, joined); !status.ok()) return status;
  if (before > 0) copy_heads(past.view<4>(), rows_of(joined.view<4>(), 0, before));
  copy_heads(now, rows_of(joined.view<4>(), before, now.shape[2]));
  return {};
}

float default_scale(ScoreKind kind, Index d_k) {
  return kind == ScoreKind::scaled_dot ? 1.0f / std::sqrt(static_cast<float>(d_k)) : 1.0f;
}

ConstMatrix rows_of(const MaskView& mask) {
  const Index keys = mask.shape.back();
  return {mask.additive, {static_cast<Index>(mask.shape.count()) / keys, keys}};
}

Problem problem_from(const AttendOptions& options, const Heads& heads) {
  Problem problem;
  if (options.q.given()) problem.q = as_heads(options.q, heads.query);
  problem.k = as_heads(options.k, heads.key);
  problem.v = as_heads(options.v, heads.key);
  problem.batch = problem.k.shape[0];
  problem.heads = heads.query;
  problem.kv_heads = heads.key;
  problem.queries = query_count(options);
  problem.keys = total_keys(options);
  problem.score = options.score;
  problem.default_scale = !options.scale;
  problem.scale = options.scale.value_or(default_scale(options.score.kind, problem.k.shape[3]));
  problem.softcap = options.softcap;
  problem.temperature = options.temperature;
  problem.packed = options.cache;
  if (options.mask.kind == MaskKind::additive) problem.mask_size = largest_finite(rows_of(options.mask));
  const Index past = options.cache ? options.cache->length() : options.past_k.given() ? options.past_k.shape[2] : -1;
  problem.mask = {options.mask,    options.causal, options.window_left, options.window_right,
                  options.lengths, past,           problem.queries};
  return problem;
}

/** The output as the caller gave its queries: same rank. */
Shape output_shape(const AttendOptions& options, const Problem& problem) {
  const Index width = problem.value_width();
  const int rank = options.k.shape.rank;
  if (rank == 2) return {problem.queries, problem.heads * width};
  if (rank == 3) return {problem.batch, problem.queries, problem.heads * width};
  return {problem.batch, problem.heads, problem.queries, width};
}

/** Joins past keys and values with the new ones; they are the present of the next call. */
Status join_past(const AttendOptions& options, Problem& problem, AttendResult& result) {
  if (Status status = join(options.past_k, problem.k, result.present_k); !status.ok()) return status;
  if (Status status = join(options.past_v, problem.v, result.present_v); !status.ok()) return status;
  problem.k = std::as_const(result.present_k).view<4>();
  problem.v = std::as_const(result.present_v).view<4>();
  return {};
}

/** The view of a parameter of the score function turned to a copy of its own. */
Status keep(TensorView& parameter, Tensor& copy) {
  if (!parameter.given()) return {};
  if (Status status = allocate(parameter.shape, copy); !status.ok()) return status;
  std::copy_n(parameter.data, parameter.shape.count(), copy.data());
  parameter = copy;
  return {};
}

void keep_mask(const MaskRule& rule, Trace& trace) {
  MaskRule& kept = trace.problem.mask;
  const auto count = static_cast<std::size_t>(rule.mask.shape.count());
  if (rule.mask.kind == MaskKind::boolean) trace.boolean_mask.assign(rule.mask.boolean, rule.mask.boolean + count);
  if (rule.mask.kind == MaskKind::additive) trace.additive_mask.assign(rule.mask.additive, rule.mask.additive + count);
  kept.mask.boolean = trace.boolean_mask.data();
  kept.mask.additive = trace.additive_mask.data();
  trace.lengths.assign(rule.lengths.begin(), rule.lengths.end());
  kept.lengths = trace.lengths;
}

/** Copies all inputs into the trace and makes room for its stages. */
Status open_trace(const Problem& problem, Trace& trace) {
  trace.problem = problem;
  if (problem.q.data) {
    if (Status status = join({}, problem.q, trace.q); !status.ok()) return status;
    trace.problem.q = std::as_const(trace.q).view<4>();
  }
  if (Status status = join({}, problem.k, trace.k); !status.ok()) return status;
  if (Status status = join({}, problem.v, trace.v); !status.ok()) return status;
  trace.problem.k = std::as_const(trace.k).view<4>();
  trace.problem.v = std::as_const(trace.v).view<4>();

  Score& score = trace.problem.score;
  for (auto [parameter, copy] :
       {std::pair{&score.W, &trace.W}, {&score.U, &trace.U}, {&score.b, &trace.b}, {&score.v, &trace.sv}})
    if (Status status = keep(*parameter, *copy); !status.ok()) return status;
  keep_mask(problem.mask, trace);

  const Shape stage{problem.batch, problem.heads, problem.queries, problem.keys};
  const Shape output{problem.batch, problem.heads, problem.queries, problem.value_width()};
  for (Tensor* tensor : {&trace.scores, &trace.masked, &trace.weights})
    if (Status status = allocate(stage, *tensor); !status.ok()) return status;
  if (problem.softcap > 0)
    if (Status status = allocate(stage, trace.capped); !status.ok()) return status;
  return allocate(output, trace.output);
}

StageViews views_of(Trace& trace) {
  const View4 scores = trace.scores.view<4>();
  return {scores, trace.problem.softcap > 0 ? trace.capped.view<4>() : scores, trace.masked.view<4>(),
          trace.weights.view<4>()};
}

constexpr Index kKept = 256 * 1024;  // floats of scratch memory that a small call may need

}  // namespace

Status AttendCall::begin(const AttendOptions& options, AttendResult& result) {
  result = {};
  result_ = &result;
  work_.reset();
  Heads heads;
  if (Status status = check(options, heads); !status.ok()) return status;
  problem_ = problem_from(options, heads);
  cache_ = options.cache;
  if (cache_) {
    cached_ = cache_->length();
    longest_cached_ = cache_->longest_key();
    cache_->append(problem_.k, problem_.v);
  }
  Status status = prepare(options);
  return status.ok() ? status : give_up(std::move(status));
}

Status AttendCall::prepare(const AttendOptions& options) {
  AttendResult& result = *result_;
  if (options.past_k.given())
    if (Status status = join_past(options, problem_, result); !status.ok()) return status;
  const std::int64_t floats = Work::floats(problem_);
  if (4 * floats > kMaxBytes) return errors::too_large("attend", 4 * floats, kMaxBytes);
  if (!memory_.reserve(floats)) return errors::out_of_memory("attend", 4 * floats);
  if (Status status = allocate(output_shape(options, problem_), result.output); !status.ok()) return status;

  const Shape scores{problem_.batch, problem_.heads, problem_.queries, problem_.keys};
  if (options.weights)
    if (Status status = allocate(scores, result.weights); !status.ok()) return status;
  if (options.trace) {
    Trace& trace = result.trace.emplace();
    if (Status status = open_trace(problem_, trace); !status.ok()) return status;
    work_.emplace(trace.problem, trace.output.view<4>(), views_of(trace), memory_);
    return {};
  }
  StageViews stages;
  if (options.weights) {
    const View4 all = result.weights.view<4>();
    stages = {all, all, all, all};
  }
  const View4 output = as_heads(result.output.data(), result.output.shape(), problem_.heads);
  work_.emplace(problem_, output, stages, memory_);
  return {};
}

Status AttendCall::give_up(Status status) {
  work_.reset();
  if (cache_) cache_->restore(cached_, longest_cached_);
  return status;
}

Status AttendCall::step() {
  if (Status status = work_->step(); !status.ok()) return give_up(std::move(status));
  if (!work_->done() || !result_->trace) return {};
  Trace& trace = *result_->trace;
  copy_heads(std::as_const(trace.output).view<4>(),
             as_heads(result_->output.data(), result_->output.shape(), problem_.heads));
  if (result_->weights.allocated()) copy_heads(std::as_const(trace.weights).view<4>(), result_->weights.view<4>());
  return {};
}

void AttendCall::trim() {
  work_.reset();
  if (memory_.capacity() > kKept) memory_ = Arena(0);
}

Status attend(const AttendOptions& options, AttendResult& result) {
  AttendCall call;
  Status status = call.begin(options, result);
  while (status.ok() && !call.done()) status = call.step();
  return status;
}

}  // namespace attn
