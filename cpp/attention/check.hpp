#pragma once
// Everything that can be wrong with a call is found here, before a kernel runs; then the call becomes a Problem.
#include "attention/attend.hpp"

namespace attn {

/** How many heads q, and k and v, have; from the options or the shapes. */
struct Heads {
  Index query = 1;
  Index key = 1;
};

Status check_heads(const AttendOptions& options, Heads& heads);
Status check_inputs(const AttendOptions& options, const Heads& heads);
Status check_past(const AttendOptions& options, const Heads& heads);
Status check_cache(const AttendOptions& options, const Heads& heads);
Status check_score(const AttendOptions& options, const Heads& heads);
Status check_mask(const AttendOptions& options, const Heads& heads);
Status check_settings(const AttendOptions& options);
Status check_memory(const AttendOptions& options, const Heads& heads);

/** All of the above. */
Status check(const AttendOptions& options, Heads& heads);

/** (length, heads·d), (batch, length, heads·d) or (batch, head, length, d) seen as (batch, head, length, d). */
template <class T>
View<T, 4> as_heads(T* data, const Shape& shape, Index heads) {
  if (shape.rank == 4) return {data, sizes_of<4>(shape)};
  const Index batch = shape.rank == 3 ? shape[0] : 1;
  const Index length = shape[shape.rank - 2];
  const Index width = shape.back();
  return {data, {batch, heads, length, width / heads}, {length * width, width / heads, width, 1}};
}

inline ConstView4 as_heads(const TensorView& tensor, Index heads) { return as_heads(tensor.data, tensor.shape, heads); }

/** NaN or infinity (but −inf where `hiding` is allowed), named with its place. */
Status check_finite(std::string_view name, const TensorView& tensor, bool hiding = false);

/** Keys of this call and the past together. */
Index total_keys(const AttendOptions& options);
Index query_count(const AttendOptions& options);

}  // namespace attn
