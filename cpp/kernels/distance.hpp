#pragma once
#include "tensor/arena.hpp"

namespace attn {

/** out(i, j) = Σ_d (a(i, d) − b(j, d))²; a (m, d), b (n, d), out (m, n). Differences are taken directly. */
void squared_distances(ConstMatrix a, ConstMatrix b, Matrix out, Arena& scratch) noexcept;

}  // namespace attn
