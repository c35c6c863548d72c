#pragma once
// The error of the last call, until JavaScript has read it. A bound function answers false or null, and the façade
// turns what stands here into one exception.
#include <string>

#include "base/status.hpp"

namespace attn::bindings {

/** Keeps `status` for reading; true when all is well. */
bool settle(Status status);

}  // namespace attn::bindings
