#pragma once
// A gated recurrent unit (Cho et al. 2014) over the tape; its arithmetic is autograd/gru.cpp.
#include "layers/transformer_layer.hpp"

namespace attn {

struct Gru {
  Affine input;                     // W, b: (in, 3·hidden)
  Parameter* recurrent = nullptr;   // U: (hidden, 3·hidden)
  Parameter* inner_bias = nullptr;  // b_n: (1, hidden)

  Gru() = default;
  Gru(Parameters& parameters, const std::string& name, Index in, Index hidden, Random& random);

  /** h′ from x·W + b (batch, 3·hidden) and h (batch, hidden); sequences that do not go on keep theirs. */
  Var step(Tape& tape, Var projected, Var h, std::span<const std::uint8_t> goes_on = {}) const;
};

}  // namespace attn
