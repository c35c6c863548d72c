#pragma once
// Gradients of one call: the core's, and central differences of the double-precision reference.
#include <functional>

#include "attention/backward.hpp"
#include "calls.hpp"

namespace test {

/** Tensors of the sizes of a case's inputs, filled with `start`: gradients are added to what is there. */
struct Gradients {
  static constexpr float kStart = 0.5f;

  Tensor q, k, v, W, U, b, sv;
  float gain = kStart;

  explicit Gradients(const Case& of) {
    for (const auto& [to, from] :
         {std::pair{&q, &of.q}, {&k, &of.k}, {&v, &of.v}, {&W, &of.W}, {&U, &of.U}, {&b, &of.b}, {&sv, &of.sv}}) {
      if (!from->allocated()) continue;
      *to = Tensor(from->shape());
      std::fill_n(to->data(), to->count(), kStart);
    }
  }

  AttentionGradients views() {
    AttentionGradients views;
    views.q = q.view<4>(), views.k = k.view<4>(), views.v = v.view<4>();
    if (W.allocated()) views.W = W.matrix();
    if (U.allocated()) views.U = U.matrix();
    if (b.allocated()) views.b = b.vector(), views.score_v = sv.vector();
    views.gain = &gain;
    return views;
  }
};

/** A case with the gradient of its output. */
struct BackwardCase : Case {
  Tensor d_output;                          // (batch, head, query, d_v)
  bool project_q = true, project_k = true;  // false: an additive score without W, or without U

  BackwardCase(ScoreKind kind, Sizes sizes, std::uint64_t seed = 1, float size = 1) : Case(kind, sizes, seed, size) {
    Random random(seed + 100);
    d_output = random_tensor({sizes.batch, sizes.heads, has_query(kind) ? sizes.queries : 1, sizes.d_v}, random);
  }

  /** The problem as a checked call makes it; it looks into the trace. */
  Problem problem(const AttendResult& traced) const {
    Problem problem = traced.trace->problem;
    if (!project_q) problem.score.W = {};
    if (!project_k) problem.score.U = {};
    return problem;
  }

  Gradients gradients() const {
    AttendOptions traced = options;
    traced.trace = true;
    const AttendResult result = answered(traced);
    const Problem asked = problem(result);
    Gradients gradients(*this);
    Arena memory(static_cast<Index>(backward_floats(asked)));
    attend_backward(asked, d_output.view<4>(), gradients.views(), memory);
    return gradients;
  }
};

/** Σ d_output ∘ output */
inline double loss(const BackwardCase& of, const reference::Options& options, const reference::Array4& q,
                   const reference::Array4& k, const reference::Array4& v) {
  const reference::Array4 output = reference::attend(options, q, k, v).output;
  double sum = 0;
  for (std::size_t i = 0; i < output.data.size(); ++i) sum += of.d_output.data()[i] * output.data[i];
  return sum;
}

/** Which input, its largest error over its largest gradient, if beyond the limit; "" if all is well. */
inline std::string gradient_faults(const BackwardCase& of, double limit = 1e-5) {
  constexpr double kStep = 1e-5;
  constexpr std::size_t kMost = 400;  // numbers of an input that are tried
  Gradients actual = of.gradients();
  reference::Options options = of.expected;
  reference::Array4 q = widened(of.q), k = widened(of.k), v = widened(of.v);
  std::string text;

  const auto compare = [&](const char* name, double* numbers, std::size_t count, const float* gradient) {
    const std::size_t stride = count / kMost + 1;
    std::vector<double> expected, found;
    for (std::size_t i = 0; i < count; i += stride) {
      const double at = numbers[i];
      numbers[i] = at + kStep;
      const double more = loss(of, options, q, k, v);
      numbers[i] = at - kStep;
      expected.push_back((more - loss(of, options, q, k, v)) / (2 * kStep));
      found.push_back(static_cast<double>(gradient[i]) - Gradients::kStart);
      numbers[i] = at;
    }
    // What was added to kStart has lost what lies below its last place.
    const double size =
        std::max(0.05, std::abs(*std::max_element(expected.begin(), expected.end(),
                                                  [](double x, double y) { return std::abs(x) < std::abs(y); })));
    double error = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const double apart = std::abs(found[i] - expected[i]) / size;
      if (!(apart <= error)) error = apart;
    }
    if (!(error <= limit)) text += std::string(name) + " is off by " + std::to_string(error * 1e6) + "e-6; ";
  };
  const auto compare_array = [&](const char* name, reference::Array4& numbers, const Tensor& gradient) {
    compare(name, numbers.data.data(), numbers.data.size(), gradient.data());
  };
  const auto compare_parameter = [&](const char* name, reference::Parameter& numbers, const Tensor& gradient) {
    if (gradient.allocated()) compare(name, numbers.data.data(), numbers.data.size(), gradient.data());
  };
  if (has_query(of.options.score.kind)) compare_array("q", q, actual.q);
  compare_array("k", k, actual.k);
  compare_array("v", v, actual.v);
  if (of.project_q) compare_parameter("W", options.W, actual.W);
  if (of.project_k) compare_parameter("U", options.U, actual.U);
  if (of.options.score.b.given()) compare_parameter("b", options.b, actual.b);
  compare_parameter("score v", options.v, actual.sv);
  if (of.options.score.kind == ScoreKind::cosine) compare("gain", &options.gain, 1, &actual.gain);
  return text;
}

}  // namespace test
