#pragma once
// The parameters of a model, in the order they were made, with addresses that stay.
#include <deque>
#include <string>

#include "autograd/tape.hpp"
#include "base/random.hpp"

namespace attn {

class Parameters {
 public:
  /** Zeros; a gain starts at `start`. */
  Parameter& add(std::string name, Index rows, Index columns, float start = 0);
  /** Uniform in ±√(6 / (rows + columns)) (Glorot and Bengio 2010); decays. */
  Parameter& add_matrix(std::string name, Index rows, Index columns, Random& random);
  /** Normal with this deviation; an embedding does not decay. */
  Parameter& add_embedding(std::string name, Index rows, Index columns, float deviation, Random& random);

  std::deque<Parameter>& all() { return all_; }
  const std::deque<Parameter>& all() const { return all_; }
  std::int64_t count() const;  // numbers
  /** False: no memory for one of them. */
  bool allocated() const;

 private:
  std::deque<Parameter> all_;
};

}  // namespace attn
