#pragma once
#include <cstddef>

namespace attn {

/** Sizes, positions and strides: signed, as wide as a pointer. */
using Index = std::ptrdiff_t;

}  // namespace attn
