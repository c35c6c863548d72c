#pragma once
// What a step takes, known before it begins: the tape cannot answer that there is no memory.
#include <cstdint>

#include "models/config.hpp"

namespace attn {

/** At least the floats that one step takes on the tape, values and gradients, for so many rows (batch · length) of each side. */
std::int64_t step_floats(const ModelConfig& config, std::int64_t source_rows, std::int64_t target_rows);

}  // namespace attn
