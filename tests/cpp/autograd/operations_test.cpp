// Every operation of the tape but attention (attention_test.cpp) and the GRU (gru_test.cpp): values and gradients.
#include "autograd/operations.hpp"

#include <catch2/catch_test_macros.hpp>

#include "operation_case.hpp"

using namespace attn;
using test::faults;
using test::Grid;
using test::OperationCase;
using test::Size;

namespace {

using Vars = std::span<const Var>;
using Grids = std::span<const Grid>;

constexpr Size kSizes[] = {{1, 1}, {1, 17}, {3, 3}, {2, 33}, {19, 4}};

/** In one, two or three sizes at once, each of kSizes. */
void everywhere(OperationCase of, const std::function<std::vector<Size>(Size)>& inputs) {
  for (const Size& size : kSizes) {
    INFO(size.rows << " rows, " << size.columns << " columns");
    of.inputs = inputs(size);
    CHECK(faults(of) == "");
  }
}

}  // namespace

TEST_CASE("linear: x·W + b, and x·Wᵀ", "[autograd]") {
  for (const Index out : {1, 3, 17, 33}) {
    INFO(out << " columns of W");
    everywhere({.run = [](Tape& tape, Vars x) { return linear(tape, x[0], x[1], x[2]); },
                .expected = [](Grids x) { return plus(product(x[0], x[1]), x[2]); }},
               [&](Size s) {
                 return std::vector{s, Size{s.columns, out}, Size{1, out}};
               });
    everywhere({.run = [](Tape& tape, Vars x) { return linear(tape, x[0], x[1]); },
                .expected = [](Grids x) { return product(x[0], x[1]); }},
               [&](Size s) {
                 return std::vector{s, Size{s.columns, out}};
               });
    everywhere({.run = [](Tape& tape, Vars x) { return linear_transposed(tape, x[0], x[1]); },
                .expected = [](Grids x) { return product(x[0], turned(x[1])); }},
               [&](Size s) {
                 return std::vector{s, Size{out, s.columns}};
               });
  }
}

TEST_CASE("linear: a matrix that is input and weight, and one that is used twice", "[autograd]") {
  const OperationCase square{.inputs = {{5, 5}},
                             .run = [](Tape& tape, Vars x) { return linear(tape, x[0], x[0]); },
                             .expected = [](Grids x) { return product(x[0], x[0]); }};
  CHECK(faults(square) == "");
  const OperationCase tied{
      .inputs = {{7, 3}},
      .run = [](Tape& tape,
                Vars x) { return linear_transposed(tape, linear(tape, x[0], rows(tape, x[0], 2, 3)), x[0]); },
      .expected = [](Grids x) { return product(product(x[0], part(x[0], 2, 0, 3, 3)), turned(x[0])); }};
  CHECK(faults(tied) == "");
}

TEST_CASE("sums and products, also of a variable with itself", "[autograd]") {
  const auto two = [](Size s) { return std::vector{s, s}; };
  const auto one = [](Size s) { return std::vector{s}; };
  everywhere({.run = [](Tape& tape, Vars x) { return add(tape, x[0], x[1]); },
              .expected = [](Grids x) { return plus(x[0], x[1]); }},
             two);
  everywhere({.run = [](Tape& tape, Vars x) { return multiply(tape, x[0], x[1]); },
              .expected = [](Grids x) { return times(x[0], x[1]); }},
             two);
  everywhere({.run = [](Tape& tape, Vars x) { return scale(tape, add(tape, x[0], multiply(tape, x[0], x[0])), -1.7f); },
              .expected = [](Grids x) { return mapped(x[0], [](double v) { return (v + v * v) * double{-1.7f}; }); }},
             one);
  everywhere({.run = [](Tape& tape, Vars x) { return add(tape, x[0], x[0]); },
              .expected = [](Grids x) { return plus(x[0], x[0]); }},
             one);
}

TEST_CASE("rows that are added to each sequence", "[autograd]") {
  for (const Index period : {1, 2, 4})
    for (const Index columns : {1, 3, 17, 33}) {
      const OperationCase of{.inputs = {{4, columns}, {period, columns}},
                             .run = [](Tape& tape, Vars x) { return add_repeated(tape, x[0], x[1]); },
                             .expected =
                                 [&](Grids x) {
                                   return test::made(
                                       4, columns, [&](Index i, Index j) { return x[0](i, j) + x[1](i % period, j); });
                                 }};
      INFO(period << " rows of " << columns);
      CHECK(faults(of) == "");
    }
}

TEST_CASE("curves", "[autograd]") {
  struct Each {
    Curve curve;
    double (*f)(double);
  };
  const Each curves[] = {{Curve::relu, test::relu},           {Curve::gelu, test::gelu},
                         {Curve::gelu_tanh, test::gelu_tanh}, {Curve::silu, test::silu},
                         {Curve::sigmoid, test::sigmoid},     {Curve::tanh, [](double x) { return std::tanh(x); }}};
  for (const auto& [curve, f] : curves)
    for (const float size : {1.0f, 12.0f}) {
      INFO("curve " << static_cast<int>(curve) << ", inputs up to " << size);
      everywhere({.run = [c = curve](Tape& tape, Vars x) { return activate(tape, c, x[0]); },
                  .expected = [g = f](Grids x) { return mapped(x[0], g); },
                  .size = size},
                 [](Size s) { return std::vector{s}; });
    }
}

TEST_CASE("dropout keeps its part, at its scale, and hands gradients back through the same ones", "[autograd]") {
  constexpr Index kRows = 61, kColumns = 33;
  Random numbers(5);
  Parameter x{"", test::random_tensor({kRows, kColumns}, numbers), Tensor({kRows, kColumns})};
  for (const float p : {0.1f, 0.5f, 0.9f}) {
    Tape tape(true), plain(false);
    Random random(8), same(8);
    x.gradient = Tensor({kRows, kColumns});
    const Var y = dropout(tape, tape.parameter(x), p, random);
    const Grid ones(kRows, kColumns, 1);
    tape.backward(test::weighted_sum(tape, y, ones));
    const Var again = dropout(plain, plain.parameter(x), p, same);
    Index kept = 0;
    for (Index k = 0; k < kRows * kColumns; ++k) {
      const float from = x.value.data()[k], to = y->value.data[k], slope = x.gradient.data()[k];
      REQUIRE(to == again->value.data[k]);
      REQUIRE(to == from * slope);
      const bool is_scale = std::abs(slope * (1 - p) - 1) < 1e-3f;
      REQUIRE((slope == 0 || is_scale));
      kept += slope != 0;
    }
    const double n = kRows * kColumns, expected = n * static_cast<double>(1 - p);
    CHECK(std::abs(static_cast<double>(kept) - expected) < 4 * std::sqrt(expected * static_cast<double>(p)));
    CHECK(random.state() == same.state());
  }
  Tape tape(true);
  Random random(1);
  const Var v = tape.parameter(x);
  CHECK(dropout(tape, v, 0, random) == v);
}

TEST_CASE("norms", "[autograd]") {
  for (const float size : {1.0f, 30.0f})
    for (const float epsilon : {1e-5f, 0.1f}) {
      const auto with = [](Size s) { return std::vector{s, Size{1, s.columns}, Size{1, s.columns}}; };
      const auto without = [](Size s) { return std::vector{s, Size{1, s.columns}}; };
      INFO("inputs up to " << size << ", epsilon " << epsilon);
      everywhere({.run = [=](Tape& tape, Vars x) { return layer_norm(tape, x[0], x[1], x[2], epsilon); },
                  .expected = [=](Grids x) { return normed(x[0], x[1], &x[2], double{epsilon}); },
                  .size = size},
                 with);
      everywhere({.run = [=](Tape& tape, Vars x) { return rms_norm(tape, x[0], x[1], epsilon); },
                  .expected = [=](Grids x) { return normed(x[0], x[1], nullptr, double{epsilon}); },
                  .size = size},
                 without);
    }
}

TEST_CASE("gather: rows more than once, none, and empty ones", "[autograd]") {
  const std::vector<std::int32_t> order{2, 0, 2, -1, 1, 2, -1};
  for (const Index columns : {1, 3, 17, 33}) {
    const OperationCase of{.inputs = {{4, columns}},
                           .run = [&](Tape& tape, Vars x) { return gather(tape, x[0], order); },
                           .expected =
                               [&](Grids x) {
                                 return test::made(7, columns, [&](Index i, Index j) {
                                   const std::int32_t from = order[static_cast<std::size_t>(i)];
                                   return from < 0 ? 0 : x[0](from, j);
                                 });
                               }};
    CHECK(faults(of) == "");
  }
}

TEST_CASE("parts put together and taken out, one of them twice", "[autograd]") {
  for (const Size s : kSizes) {
    INFO(s.rows << " rows, " << s.columns << " columns");
    const OperationCase rows_of{.inputs = {s, {2, s.columns}},
                                .run =
                                    [](Tape& tape, Vars x) {
                                      const Var all[] = {x[0], x[1], x[0]};
                                      return concatenate_rows(tape, all);
                                    },
                                .expected = [](Grids x) { return below(below(x[0], x[1]), x[0]); }};
    CHECK(faults(rows_of) == "");
    const OperationCase columns_of{.inputs = {s, {s.rows, 3}},
                                   .run =
                                       [](Tape& tape, Vars x) {
                                         const Var all[] = {x[0], x[1], x[0]};
                                         return concatenate_columns(tape, all);
                                       },
                                   .expected = [](Grids x) { return beside(beside(x[0], x[1]), x[0]); }};
    CHECK(faults(columns_of) == "");
  }
  // of a parameter and of a variable, overlapping
  const OperationCase taken{.inputs = {{6, 19}},
                            .run =
                                [](Tape& tape, Vars x) {
                                  const Var y = multiply(tape, x[0], x[0]);
                                  const Var all[] = {rows(tape, y, 1, 3), rows(tape, x[0], 2, 3), rows(tape, y, 3, 3)};
                                  return columns(tape, concatenate_columns(tape, all), 5, 50);
                                },
                            .expected =
                                [](Grids x) {
                                  const Grid y = times(x[0], x[0]);
                                  const Grid all = beside(beside(part(y, 1, 0, 3, 19), part(x[0], 2, 0, 3, 19)),
                                                          part(y, 3, 0, 3, 19));
                                  return part(all, 0, 5, 3, 50);
                                }};
  CHECK(faults(taken) == "");
}

TEST_CASE("rotary positions, by head and sequence", "[autograd]") {
  for (const Index heads : {1, 3})
    for (const Index d : {1, 2, 3, 6, 17, 34})
      for (const Index first : {0, 5}) {
        constexpr Index kLength = 4;
        const OperationCase of{
            .inputs = {{2 * kLength, heads * d}},
            .run = [&](Tape& tape, Vars x) { return rotary(tape, x[0], heads, kLength, first, 100); },
            .expected =
                [&](Grids x) {
                  const auto sequence = [&](Index i) {
                    return test::rotated(part(x[0], i * kLength, 0, kLength, heads * d), heads, first, 100);
                  };
                  return below(sequence(0), sequence(1));
                }};
        INFO(heads << " heads of " << d << ", first " << first);
        CHECK(faults(of) == "");
      }
}
