#include "layers/gru.hpp"

namespace attn {

Gru::Gru(Parameters& parameters, const std::string& name, Index in, Index hidden, Random& random)
    : input(parameters, name + ".input", in, 3 * hidden, true, random),
      recurrent(&parameters.add_matrix(name + ".recurrent.weight", hidden, 3 * hidden, random)),
      inner_bias(&parameters.add(name + ".recurrent.bias", 1, hidden)) {}

Var Gru::step(Tape& tape, Var projected, Var h, std::span<const std::uint8_t> goes_on) const {
  return gru_step(tape, projected, h, tape.parameter(*recurrent), tape.parameter(*inner_bias), goes_on);
}

}  // namespace attn
