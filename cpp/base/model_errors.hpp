#pragma once
// Errors of models and of the files their weights come in, beside those of errors.hpp.
//
// code                values
// weights-truncated   actual, expected                  bytes there are, bytes the file says it has
// weights-header      reason, byte                      not a safetensors file, or damaged
// weights-type        tensor, actual                    numbers of a kind we do not read
// weights-missing     tensor
// weights-shape       tensor, actual, expected          "(256, 512)"
// weights-not-finite  tensor, index                     NaN or infinity, counted in row-major order
// weights-format      field, actual, expected           a text of the file's metadata
// too-many-tokens     actual, limit
#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.hpp"

namespace attn::errors {

Status weights_truncated(std::int64_t actual, std::int64_t expected);
Status weights_header(std::string_view reason, std::int64_t byte);
Status weights_type(std::string_view tensor, std::string_view actual);
Status weights_missing(std::string_view tensor);
Status weights_shape(std::string_view tensor, std::string_view actual, std::string_view expected);
Status weights_not_finite(std::string_view tensor, std::int64_t index);
Status weights_format(std::string_view field, std::string_view actual, std::string_view expected);
Status too_many_tokens(std::int64_t actual, std::int64_t limit);

}  // namespace attn::errors
