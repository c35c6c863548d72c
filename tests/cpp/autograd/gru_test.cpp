// The gated recurrent unit on the tape: one step, several, and sequences that have ended.
#include <catch2/catch_test_macros.hpp>

#include "autograd/operations.hpp"
#include "operation_case.hpp"

using namespace attn;
using test::faults;
using test::Grid;
using test::OperationCase;

namespace {

using Vars = std::span<const Var>;
using Grids = std::span<const Grid>;

}  // namespace

TEST_CASE("a GRU step", "[autograd][gru]") {
  for (const Index batch : {1, 5})
    for (const Index d : {1, 3, 17, 33}) {
      const OperationCase of{.inputs = {{batch, 3 * d}, {batch, d}, {d, 3 * d}, {1, d}},
                             .run = [](Tape& tape, Vars x) { return gru_step(tape, x[0], x[1], x[2], x[3]); },
                             .expected = [](Grids x) { return test::gru(x[0], x[1], x[2], x[3]); }};
      INFO(batch << " sequences, " << d << " units");
      CHECK(faults(of) == "");
    }
}

TEST_CASE("GRU steps in a row; sequences that do not go on keep their state", "[autograd][gru]") {
  const std::vector<std::uint8_t> first{1, 0, 1}, second{0, 1, 1};
  constexpr Index kUnits = 5;
  const auto stayed = [](const Grid& to, const Grid& from, const std::vector<std::uint8_t>& goes_on) {
    return test::made(to.rows, to.columns,
                      [&](Index i, Index j) { return goes_on[static_cast<std::size_t>(i)] ? to(i, j) : from(i, j); });
  };
  const OperationCase of{.inputs = {{3, 3 * kUnits}, {3, kUnits}, {kUnits, 3 * kUnits}, {1, kUnits}},
                         .run =
                             [&](Tape& tape, Vars x) {
                               const Var h = gru_step(tape, x[0], x[1], x[2], x[3], first);
                               return gru_step(tape, x[0], h, x[2], x[3], second);
                             },
                         .expected =
                             [&](Grids x) {
                               const Grid h = stayed(test::gru(x[0], x[1], x[2], x[3]), x[1], first);
                               return stayed(test::gru(x[0], h, x[2], x[3]), h, second);
                             }};
  CHECK(faults(of) == "");
}
