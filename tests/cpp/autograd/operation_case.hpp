#pragma once
// One operation of the tape against a reference in double precision: values, gradients, accumulation, no recording.
#include <cstring>
#include <deque>
#include <string>

#include "../doubles.hpp"
#include "autograd/tape.hpp"

namespace test {

struct Size {
  Index rows, columns;
};

struct OperationCase {
  std::vector<Size> inputs{};
  std::function<Var(Tape&, std::span<const Var>)> run;
  std::function<Grid(std::span<const Grid>)> expected;
  float size = 1;  // of the inputs
  double limit = 1e-5;
};

/** A loss Σ weights ∘ y. */
inline Var weighted_sum(Tape& tape, Var y, const Grid& weights) {
  const Var loss = tape.make(1, 1);
  loss->value(0, 0) = 0;
  tape.on_backward([y, loss, &weights] {
    for (Index i = 0; i < y->rows(); ++i)
      for (Index j = 0; j < y->columns(); ++j)
        y->gradient(i, j) += loss->gradient(0, 0) * static_cast<float>(weights(i, j));
  });
  return loss;
}

class OperationRun {
 public:
  OperationRun(const OperationCase& of, std::uint64_t seed) : of_(of), random_(seed) {
    for (const Size& each : of.inputs) {
      Parameter& parameter = parameters_.emplace_back();
      parameter.value = random_tensor({each.rows, each.columns}, random_, of.size);
      parameter.gradient = Tensor({each.rows, each.columns});
      grids_.push_back(grid_of(std::as_const(parameter.value).matrix()));
    }
  }

  /** "" if all is well. */
  std::string faults() {
    const Grid y = of_.expected(grids_);
    weights_ = made(y.rows, y.columns, [&](Index, Index) { return static_cast<double>(random_.uniform(-1, 1)); });
    compare("value", computed(true, kNone), y);
    if (std::memcmp(value_.data(), computed(false, kNone).data(), value_.size() * sizeof(float)) != 0)
      text_ += "other bits where the tape does not record; ";
    std::vector<Grid> gradients;
    for (Grid& input : grids_) gradients.push_back(differences(input));
    check_gradients(gradients, kNone);
    for (std::size_t constant = 0; constant < grids_.size(); ++constant) check_gradients(gradients, constant);
    return text_;
  }

 private:
  static constexpr std::size_t kNone = 1000;
  static constexpr float kStart = 0.5f;  // gradients are added to what is there

  /** The numbers of the result, with one input as a constant. */
  const std::vector<float>& computed(bool recording, std::size_t constant) {
    Tape tape(recording);
    std::vector<Var> vars;
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      vars.push_back(i == constant ? tape.constant(std::as_const(parameters_[i].value).matrix())
                                   : tape.parameter(parameters_[i]));
    const Var y = of_.run(tape, vars);
    (recording ? value_ : plain_).assign(static_cast<std::size_t>(y->rows() * y->columns()), 0);
    for (Index i = 0; i < y->rows(); ++i)
      for (Index j = 0; j < y->columns(); ++j)
        (recording ? value_ : plain_)[static_cast<std::size_t>(i * y->columns() + j)] = y->value(i, j);
    if (recording && y->learns()) tape.backward(weighted_sum(tape, y, weights_));
    return recording ? value_ : plain_;
  }

  void check_gradients(const std::vector<Grid>& expected, std::size_t constant) {
    for (Parameter& parameter : parameters_) std::fill_n(parameter.gradient.data(), parameter.gradient.count(), kStart);
    computed(true, constant);
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      std::vector<float> gradient;
      for (std::int64_t k = 0; k < parameters_[i].gradient.count(); ++k)
        gradient.push_back(parameters_[i].gradient.data()[k] - kStart);
      const std::string name = "gradient of input " + std::to_string(i);
      const Grid none(expected[i].rows, expected[i].columns);
      compare(constant == kNone ? name : name + " with " + std::to_string(constant) + " constant", gradient,
              i == constant ? none : expected[i]);
    }
  }

  Grid differences(Grid& input) {
    Grid gradient(input.rows, input.columns);
    for (std::size_t k = 0; k < input.data.size(); ++k)
      gradient.data[k] = central_difference(input.data[k], [&] {
        const Grid y = of_.expected(grids_);
        double sum = 0;
        for (std::size_t i = 0; i < y.data.size(); ++i) sum += y.data[i] * weights_.data[i];
        return sum;
      });
    return gradient;
  }

  /** Against the largest number there is, or 1: a gradient that is nearly 0 everywhere is rounded off. */
  void compare(const std::string& what, const std::vector<float>& actual, const Grid& expected) {
    double error = actual.size() == expected.data.size() ? 0 : INFINITY, size = 1;
    for (std::size_t i = 0; i < std::min(actual.size(), expected.data.size()); ++i) {
      const double apart = std::abs(static_cast<double>(actual[i]) - expected.data[i]);
      error = std::isnan(apart) ? INFINITY : std::max(error, apart);
      size = std::max(size, std::abs(expected.data[i]));
    }
    if (!(error / size <= of_.limit)) text_ += what + " is off by " + std::to_string(error / size * 1e6) + "e-6; ";
  }

  const OperationCase& of_;
  Random random_;
  std::deque<Parameter> parameters_;
  std::vector<Grid> grids_;
  Grid weights_;
  std::vector<float> value_, plain_;
  std::string text_;
};

/** What is wrong with an operation; "" if nothing. */
inline std::string faults(const OperationCase& of, std::uint64_t seed = 1) { return OperationRun(of, seed).faults(); }

}  // namespace test
