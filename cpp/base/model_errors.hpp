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
// bad-model           name, actual, limit               a setting that no model can have
// unknown-setting     name, actual                      a text that the setting of a model has not
// bad-batch           name, actual, limit               examples that the model cannot read
// not-for-model       operation, kind
// loss-not-finite     step
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
Status bad_model(std::string_view name, double actual, double limit);
Status unknown_setting(std::string_view name, std::string_view actual);
Status bad_batch(std::string_view name, std::int64_t actual, std::int64_t limit);
Status not_for_model(std::string_view operation, std::string_view kind);
Status loss_not_finite(std::int64_t step);

}  // namespace attn::errors
