#include "attention/steps.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/norm.hpp"
#include "kernels/pairs.hpp"
#include "kernels/softmax.hpp"

namespace attn {

namespace {

ConstVector view(const Numbers& x) { return {x.data(), {static_cast<Index>(x.size())}}; }
Matrix row(Numbers& x) { return {x.data(), {1, static_cast<Index>(x.size())}}; }
ConstMatrix row(const Numbers& x) { return as_row(view(x)); }

template <class F>
Numbers each(const Numbers& left, const Numbers& right, F f) {
  Numbers out(left.size());
  std::transform(left.begin(), left.end(), right.begin(), out.begin(), f);
  return out;
}

const Named kNothing{"", Numbers{}};

}  // namespace

Numbers numbers(ConstVector v) {
  Numbers copy(static_cast<std::size_t>(v.shape[0]));
  for (std::size_t i = 0; i < copy.size(); ++i) copy[i] = v(static_cast<Index>(i));
  return copy;
}

float Steps::push(StepName step, Named left, Named right, Numbers terms, float result) {
  list_.push_back(
      {step, left.name, right.name, std::move(left.numbers), std::move(right.numbers), std::move(terms), result});
  return result;
}

float Steps::scalar(StepName step, Named left, Named right, float result) {
  return push(step, std::move(left), std::move(right), {}, result);
}

float Steps::dot(Named left, Named right) {
  const float result = attn::dot(view(left.numbers), view(right.numbers), scratch_);
  Numbers terms = each(left.numbers, right.numbers, [](float a, float b) { return a * b; });
  return push(StepName::dot, std::move(left), std::move(right), std::move(terms), result);
}

float Steps::squares(Named left) {
  float result = 0;
  squared_lengths(row(left.numbers), Vector(&result, {1}));
  Numbers terms = each(left.numbers, left.numbers, [](float a, float b) { return a * b; });
  return push(StepName::squares, std::move(left), kNothing, std::move(terms), result);
}

float Steps::squares(Named left, Named right) {
  float result = 0;
  squared_distances(row(left.numbers), row(right.numbers), Matrix(&result, {1, 1}), scratch_);
  Numbers terms = each(left.numbers, right.numbers, [](float a, float b) { return (a - b) * (a - b); });
  return push(StepName::squares, std::move(left), std::move(right), std::move(terms), result);
}

float Steps::root(Named left) {
  const float result = std::sqrt(left.numbers[0]);
  return scalar(StepName::root, std::move(left), kNothing, result);
}

float Steps::negate(Named left) {
  const float result = -left.numbers[0];
  return scalar(StepName::negate, std::move(left), kNothing, result);
}

float Steps::scale(Named left, Named factor) {
  const float result = left.numbers[0] * factor.numbers[0];
  return scalar(StepName::scale, std::move(left), std::move(factor), result);
}

float Steps::product(Named left, Named right) {
  const float result = left.numbers[0] * right.numbers[0];
  return scalar(StepName::product, std::move(left), std::move(right), result);
}

float Steps::quotient(Named left, Named right) {
  const float result = left.numbers[0] / right.numbers[0];
  return scalar(StepName::quotient, std::move(left), std::move(right), result);
}

Numbers Steps::tanh(Named left) {
  Numbers terms(left.numbers.size());
  attn::tanh(row(std::as_const(left.numbers)), row(terms));
  push(StepName::tanh, std::move(left), kNothing, terms, terms[0]);
  return terms;
}

Numbers Steps::add(Named left, Named right) {
  Numbers terms = each(left.numbers, right.numbers, [](float a, float b) { return a + b; });
  push(StepName::add, std::move(left), std::move(right), terms, terms[0]);
  return terms;
}

float Steps::softcap(Named left, Named cap) {
  float result = left.numbers[0];
  const Matrix cell(&result, {1, 1});
  attn::softcap(cell, cap.numbers[0], cell);
  return scalar(StepName::softcap, std::move(left), std::move(cap), result);
}

float Steps::temperature(Named left, Named divisor) {
  const float result = left.numbers[0] / divisor.numbers[0];
  return scalar(StepName::temperature, std::move(left), std::move(divisor), result);
}

float Steps::mask(Named left, Named bias) {
  const float result = left.numbers[0] + bias.numbers[0];
  return scalar(StepName::mask, std::move(left), std::move(bias), result);
}

float Steps::max(Named left) {
  const float result = row_max(view(left.numbers));
  return scalar(StepName::max, std::move(left), kNothing, result);
}

ExplainStep Steps::exp(Named left, Named max) {
  Numbers terms(left.numbers.size());
  const Vector out(terms.data(), {static_cast<Index>(terms.size())});
  const float sum = row_exp(view(left.numbers), max.numbers[0], out);
  push(StepName::exp, std::move(left), std::move(max), std::move(terms), sum);
  return list_.back();
}

float Steps::zero() { return push(StepName::zero, kNothing, kNothing, {}, 0.0f); }

Numbers Steps::project(std::string_view weight_name, ConstMatrix weight, const TensorView& b, Named x) {
  Numbers projected;
  if (b.given()) x.numbers.push_back(1.0f);
  for (Index h = 0; h < weight.rows(); ++h) {
    Numbers w = numbers(weight[h]);
    if (b.given()) w.push_back(b.vector()(h));
    projected.push_back(dot({weight_name, std::move(w)}, x));
  }
  return projected;
}

}  // namespace attn
