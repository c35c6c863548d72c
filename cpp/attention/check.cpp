#include "attention/check.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "attention/score_form.hpp"
#include "base/errors.hpp"
#include "kernels/reduce.hpp"

namespace attn {

namespace {

constexpr std::string_view kAttend = "attend";

Index rows(const TensorView& tensor) { return tensor.shape[tensor.shape.rank - 2]; }
Index batch(const TensorView& tensor) { return tensor.shape.rank == 2 ? 1 : tensor.shape[0]; }
Index width(const TensorView& tensor, Index heads) {
  return tensor.shape.back() / (tensor.shape.rank == 4 ? 1 : heads);
}

Status check_shape(std::string_view name, const TensorView& tensor) {
  if (!tensor.given()) return errors::empty(kAttend, name);
  if (tensor.shape.rank < 2) return errors::bad_rank(kAttend, name, tensor.shape.rank, "2, 3 or 4");
  return tensor.shape.count() == 0 ? errors::empty(kAttend, name) : Status{};
}

Status same(std::string_view axis, std::string_view name, Index actual, std::string_view other, Index expected) {
  return actual == expected ? Status{} : errors::shape_mismatch(kAttend, name, axis, actual, other, expected);
}

Status same_rank(std::string_view name, const TensorView& tensor, const TensorView& other) {
  const std::string expected = std::to_string(other.shape.rank);
  return tensor.shape.rank == other.shape.rank ? Status{}
                                               : errors::bad_rank(kAttend, name, tensor.shape.rank, expected);
}

/** The heads of one input: given, or its own in 4-D, or `otherwise`. */
Status heads_of(std::string_view name, const TensorView& tensor, std::string_view option, Index given, Index otherwise,
                Index& heads) {
  if (tensor.shape.rank == 4) {
    heads = tensor.shape[1];
    return given == 0 ? Status{} : same("heads", name, heads, option, given);
  }
  heads = given == 0 ? otherwise : given;
  return tensor.shape.back() % heads == 0 ? Status{}
                                          : errors::heads_not_divisible(kAttend, name, tensor.shape.back(), heads);
}

bool scores_meet_directly(ScoreKind kind) {
  return kind != ScoreKind::additive && kind != ScoreKind::bilinear && has_query(kind);
}

}  // namespace

Index query_count(const AttendOptions& options) { return has_query(options.score.kind) ? rows(options.q) : 1; }

Index total_keys(const AttendOptions& options) {
  return rows(options.k) + (options.past_k.given() ? options.past_k.shape[2] : 0) +
         (options.cache ? options.cache->length() : 0);
}

Status check_finite(std::string_view name, const TensorView& tensor, bool hiding) {
  const Index columns = tensor.shape.back();
  const ConstMatrix all(tensor.data, {static_cast<Index>(tensor.shape.count()) / columns, columns});
  Index from = 0;
  while (const auto found = first_not_finite(row_block(all, from, all.rows() - from))) {
    const Index row = from + found->row;
    for (Index column = found->column; column < columns; ++column) {
      const float value = all(row, column);
      if (std::isfinite(value) || (hiding && value < 0)) continue;
      const Index length = tensor.shape.rank > 1 ? rows(tensor) : 1;
      const Index heads = tensor.shape.rank == 4 ? tensor.shape[1] : 1;
      return errors::not_finite(kAttend, name, value,
                                {row / length / heads, row / length % heads, row % length, column});
    }
    from = row + 1;
    if (from == all.rows()) break;
  }
  return {};
}

Status check_heads(const AttendOptions& options, Heads& heads) {
  if (options.heads < 0) return errors::bad_heads(kAttend, "heads", options.heads);
  if (options.kv_heads < 0) return errors::bad_heads(kAttend, "kvHeads", options.kv_heads);
  const bool asks = has_query(options.score.kind);
  if (!asks && options.q.given()) return errors::unused_parameter(kAttend, score_name(options.score.kind), "q");
  if (asks)
    if (Status status = check_shape("q", options.q); !status.ok()) return status;
  if (Status status = check_shape("k", options.k); !status.ok()) return status;
  if (Status status = check_shape("v", options.v); !status.ok()) return status;
  if (asks)
    if (Status status = same_rank("k", options.k, options.q); !status.ok()) return status;
  if (Status status = same_rank("v", options.v, options.k); !status.ok()) return status;

  if (asks)
    if (Status status = heads_of("q", options.q, "heads", options.heads, 1, heads.query); !status.ok()) return status;
  const Index usual = asks ? heads.query : std::max<Index>(options.heads, 1);
  if (Status status = heads_of("k", options.k, "kvHeads", options.kv_heads, usual, heads.key); !status.ok())
    return status;
  if (!asks) heads.query = options.heads > 0 ? options.heads : heads.key;
  Index value_heads = 0;
  if (Status status = heads_of("v", options.v, "kvHeads", options.kv_heads, heads.key, value_heads); !status.ok())
    return status;
  if (Status status = same("heads", "v", value_heads, "k", heads.key); !status.ok()) return status;
  return heads.query % heads.key == 0 ? Status{}
                                      : errors::heads_not_divisible(kAttend, "heads", heads.query, heads.key);
}

Status check_inputs(const AttendOptions& options, const Heads& heads) {
  const TensorView &q = options.q, &k = options.k, &v = options.v;
  if (Status status = same("batch", "v", batch(v), "k", batch(k)); !status.ok()) return status;
  if (Status status = same("rows", "v", rows(v), "k", rows(k)); !status.ok()) return status;
  if (has_query(options.score.kind)) {
    if (Status status = same("batch", "k", batch(k), "q", batch(q)); !status.ok()) return status;
    if (scores_meet_directly(options.score.kind))
      if (Status status = same("columns", "k", width(k, heads.key), "q", width(q, heads.query)); !status.ok())
        return status;
    if (Status status = check_finite("q", q); !status.ok()) return status;
  }
  if (Status status = check_finite("k", k); !status.ok()) return status;
  return check_finite("v", v);
}

namespace {

Status check_past_of(std::string_view name, const TensorView& past, std::string_view other, const TensorView& now,
                     Index heads) {
  if (past.shape.rank != 4) return errors::bad_rank(kAttend, name, past.shape.rank, "4");
  if (Status status = same("batch", name, past.shape[0], other, batch(now)); !status.ok()) return status;
  if (Status status = same("heads", name, past.shape[1], other, heads); !status.ok()) return status;
  if (Status status = same("columns", name, past.shape[3], other, width(now, heads)); !status.ok()) return status;
  return check_finite(name, past);
}

}  // namespace

Status check_past(const AttendOptions& options, const Heads& heads) {
  if (!options.past_k.given() && !options.past_v.given()) return {};
  if (!options.past_k.given()) return errors::empty(kAttend, "past.k");
  if (!options.past_v.given()) return errors::empty(kAttend, "past.v");
  if (Status status = check_past_of("past.k", options.past_k, "k", options.k, heads.key); !status.ok()) return status;
  if (Status status = check_past_of("past.v", options.past_v, "v", options.v, heads.key); !status.ok()) return status;
  return same("rows", "past.v", options.past_v.shape[2], "past.k", options.past_k.shape[2]);
}

Status check_cache(const AttendOptions& options, const Heads& heads) {
  if (!options.cache) return {};
  const KeyValueCache& cache = *options.cache;
  if (options.past_k.given() || options.past_v.given()) return errors::not_together(kAttend, "cache", "past");
  if (!options.lengths.empty()) return errors::not_together(kAttend, "cache", "lengths");
  if (options.trace) return errors::not_together(kAttend, "cache", "trace");
  if (form_of(options.score.kind).key != as_given)
    return errors::not_together(kAttend, "cache", score_name(options.score.kind));
  if (Status status = same("batch", "k", batch(options.k), "cache", cache.batch()); !status.ok()) return status;
  if (Status status = same("heads", "k", heads.key, "cache", cache.kv_heads()); !status.ok()) return status;
  if (Status status = same("columns", "k", width(options.k, heads.key), "cache", cache.d()); !status.ok())
    return status;
  if (Status status = same("columns", "v", width(options.v, heads.key), "cache", cache.d_v()); !status.ok())
    return status;
  const Index keys = total_keys(options);
  return keys <= cache.capacity() ? Status{} : errors::cache_full(kAttend, keys, cache.capacity());
}

Status check_settings(const AttendOptions& options) {
  if (!std::isfinite(options.temperature) || options.temperature <= 0)
    return errors::bad_temperature(kAttend, options.temperature);
  if (!std::isfinite(options.softcap) || options.softcap < 0) return errors::bad_softcap(kAttend, options.softcap);
  if (options.scale && !std::isfinite(*options.scale)) return errors::bad_scale(kAttend, *options.scale);
  if (options.window_left < -1) return errors::bad_window(kAttend, "left", options.window_left);
  if (options.window_right < -1) return errors::bad_window(kAttend, "right", options.window_right);
  return {};
}

Status check_memory(const AttendOptions& options, const Heads& heads) {
  const double b = static_cast<double>(batch(options.k)), h = static_cast<double>(heads.query);
  const double queries = static_cast<double>(query_count(options)), keys = static_cast<double>(total_keys(options));
  const double kv = b * static_cast<double>(heads.key) * keys;
  const double output = b * h * queries * static_cast<double>(width(options.v, heads.key));
  double floats = output;
  const double joined = kv * static_cast<double>(width(options.k, heads.key) + width(options.v, heads.key));
  if (options.past_k.given()) floats += joined;
  if (options.weights) floats += b * h * queries * keys;
  if (options.trace) {
    const double stages = options.softcap > 0 ? 4 : 3;
    floats += joined + output + stages * b * h * queries * keys;
    if (options.q.given()) floats += static_cast<double>(options.q.shape.count());
  }
  const double bytes = floats * sizeof(float);
  if (bytes <= static_cast<double>(kMaxBytes)) return {};
  return errors::too_large(kAttend, static_cast<std::int64_t>(std::min(bytes, 9e18)), kMaxBytes);
}

Status check(const AttendOptions& options, Heads& heads) {
  if (Status status = check_heads(options, heads); !status.ok()) return status;
  if (Status status = check_inputs(options, heads); !status.ok()) return status;
  if (Status status = check_past(options, heads); !status.ok()) return status;
  if (Status status = check_cache(options, heads); !status.ok()) return status;
  if (Status status = check_score(options, heads); !status.ok()) return status;
  if (Status status = check_mask(options, heads); !status.ok()) return status;
  if (Status status = check_settings(options); !status.ok()) return status;
  return check_memory(options, heads);
}

}  // namespace attn
