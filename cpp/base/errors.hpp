#pragma once
// Every error of the core: its code, its named values and (errors.cpp) its English sentence. Nothing else makes one.
//
// code                  values
// shape-mismatch        operation, name, axis, actual, other, expected    axis: batch | heads | rows | columns | size
// bad-rank              operation, name, actual, expected                 expected: "2, 3 or 4"
// data-size             operation, name, actual, expected                 numbers given, numbers the shape holds
// empty                 operation, name                                   a size of 0, or an input not given
// not-finite            operation, name, actual, batch, head, row, column    in the named input, in its own layout
// overflow              operation, stage, batch, head, row, column        a finite input, a result that is not
// bad-temperature       operation, actual                                 must be finite and > 0
// bad-softcap           operation, actual                                 must be finite and ≥ 0
// bad-scale             operation, actual                                 must be finite
// bad-gain              operation, actual                                 must be finite
// bad-heads             operation, name, actual                           name: heads | kvHeads; must be ≥ 1
// heads-not-divisible   operation, name, actual, divisor                  name: heads by kvHeads, or a width by heads
// bad-length            operation, index, actual, limit                   lengths[index] must lie in 0 … limit
// bad-window            operation, name, actual                           name: left | right; must be ≥ −1
// missing-parameter     operation, score, name
// unused-parameter      operation, score, name                            given, but the score function has none
// unknown-name          operation, name, actual                           name: score | stage | …
// out-of-range          operation, name, actual, limit                    must lie in 0 … limit − 1
// cache-full            operation, actual, limit                          keys it would hold, keys it has room for
// not-together          operation, name, other                            two options of which only one may be given
// too-large             operation, bytes, limit
// out-of-memory         operation, bytes
#include <cstdint>
#include <string_view>

#include "base/status.hpp"

namespace attn::errors {

/** Where a number stands; printed from 0. */
struct Place {
  std::int64_t batch = 0;
  std::int64_t head = 0;
  std::int64_t row = 0;
  std::int64_t column = 0;
};

Status shape_mismatch(std::string_view operation, std::string_view name, std::string_view axis, std::int64_t actual,
                      std::string_view other, std::int64_t expected);
Status bad_rank(std::string_view operation, std::string_view name, std::int64_t actual, std::string_view expected);
Status data_size(std::string_view operation, std::string_view name, std::int64_t actual, std::int64_t expected);
Status empty(std::string_view operation, std::string_view name);
Status not_finite(std::string_view operation, std::string_view name, double actual, const Place& place);
Status overflow(std::string_view operation, std::string_view stage, const Place& place);
Status bad_temperature(std::string_view operation, double actual);
Status bad_softcap(std::string_view operation, double actual);
Status bad_scale(std::string_view operation, double actual);
Status bad_gain(std::string_view operation, double actual);
Status bad_heads(std::string_view operation, std::string_view name, std::int64_t actual);
Status heads_not_divisible(std::string_view operation, std::string_view name, std::int64_t actual,
                           std::int64_t divisor);
Status bad_length(std::string_view operation, std::int64_t index, std::int64_t actual, std::int64_t limit);
Status bad_window(std::string_view operation, std::string_view name, std::int64_t actual);
Status missing_parameter(std::string_view operation, std::string_view score, std::string_view name);
Status unused_parameter(std::string_view operation, std::string_view score, std::string_view name);
Status unknown_name(std::string_view operation, std::string_view name, std::string_view actual);
Status out_of_range(std::string_view operation, std::string_view name, std::int64_t actual, std::int64_t limit);
Status cache_full(std::string_view operation, std::int64_t actual, std::int64_t limit);
Status not_together(std::string_view operation, std::string_view name, std::string_view other);
Status too_large(std::string_view operation, std::int64_t bytes, std::int64_t limit);
Status out_of_memory(std::string_view operation, std::int64_t bytes);

}  // namespace attn::errors
