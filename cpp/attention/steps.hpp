#pragma once
// Writes an explanation step by step; each step is computed with the kernel that made the traced number.
#include "attention/explain.hpp"
#include "tensor/arena.hpp"

namespace attn {

using Numbers = std::vector<float>;

Numbers numbers(ConstVector v);

/** A name as it is shown, and the numbers that bear it. */
struct Named {
  std::string_view name;
  Numbers numbers;

  Named(std::string_view name_of, Numbers values) : name(name_of), numbers(std::move(values)) {}
  Named(std::string_view name_of, float value) : name(name_of), numbers{value} {}
};

class Steps {
 public:
  explicit Steps(std::vector<ExplainStep>& list) : list_(list) {}

  bool allocated() const { return scratch_.allocated(); }

  float dot(Named left, Named right);            // Σ left·right
  float squares(Named left);                     // Σ left²
  float squares(Named left, Named right);        // Σ (left − right)²
  float root(Named left);                        // √left
  float negate(Named left);                      // −left
  float scale(Named left, Named factor);         // left · factor
  float product(Named left, Named right);        // left · right
  float quotient(Named left, Named right);       // left / right
  Numbers tanh(Named left);                      // each
  Numbers add(Named left, Named right);          // each
  float softcap(Named left, Named cap);          // cap · tanh(left / cap)
  float temperature(Named left, Named divisor);  // left / divisor
  float mask(Named left, Named bias);            // left + bias
  float max(Named left);                         // the largest
  ExplainStep exp(Named left, Named max);        // terms = exp(left − max), result = Σ
  float zero();                                  // 0

  /** Wx + b, element by element: the projection of x by the rows of `weight`, each a dot; b is the last term. */
  Numbers project(std::string_view weight_name, ConstMatrix weight, const TensorView& b, Named x);

 private:
  float push(StepName step, Named left, Named right, Numbers terms, float result);
  float scalar(StepName step, Named left, Named right, float result);

  std::vector<ExplainStep>& list_;
  Arena scratch_;
};

}  // namespace attn
