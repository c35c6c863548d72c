// The tape's memory, and what it keeps.
#include "autograd/tape.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "autograd/operations.hpp"

using namespace attn;

TEST_CASE("variables are aligned, gradients begin at 0, also in memory used before", "[autograd][tape]") {
  Tape tape(true);
  for (int run = 0; run < 3; ++run) {
    for (const Index rows : {1, 7, 900})
      for (const Index columns : {1, 3, 65}) {
        const Var x = tape.make(rows, columns);
        CHECK(reinterpret_cast<std::uintptr_t>(x->value.data) % kAlignment == 0);
        CHECK(reinterpret_cast<std::uintptr_t>(x->gradient.data) % kAlignment == 0);
        for (Index i = 0; i < rows; ++i)
          for (Index j = 0; j < columns; ++j) {
            if (x->gradient(i, j) != 0) FAIL("a gradient that is not 0");
            x->value(i, j) = x->gradient(i, j) = 3;
          }
      }
    tape.clear();
    CHECK(tape.floats() == 0);
  }
}

TEST_CASE("a block larger than all others, and what follows it", "[autograd][tape]") {
  Tape tape(false);
  const Var small = tape.make(1, 4), large = tape.make(2000, 1000), after = tape.make(1, 4);
  for (Index i = 0; i < 2000; ++i) std::fill_n(&large->value(i, 0), 1000, 1.0f);
  small->value(0, 3) = 2, after->value(0, 0) = 4;
  CHECK(large->value(0, 0) == 1);
  CHECK(large->value(1999, 999) == 1);
  CHECK(tape.floats() >= 2'000'000);
}

TEST_CASE("what was made after a mark is forgotten, and its room is used again", "[autograd][tape]") {
  Tape tape(false);
  const Var kept = tape.make(3, 3);
  std::fill_n(kept->value.data, 9, 5.0f);
  const Tape::Mark mark = tape.mark();
  const std::int64_t before = tape.floats();
  const float* first = nullptr;
  for (int run = 0; run < 4; ++run) {
    const Var a = tape.make(800, 700), b = tape.make(900, 900);
    if (!first) first = a->value.data;
    CHECK(a->value.data == first);
    std::fill_n(a->value.data, 800 * 700, 1.0f);
    std::fill_n(b->value.data, 900 * 900, 2.0f);
    tape.release(mark);
    CHECK(tape.floats() == before);
  }
  CHECK(std::all_of(kept->value.data, kept->value.data + 9, [](float x) { return x == 5; }));
}

TEST_CASE("a tape that does not record keeps no gradients", "[autograd][tape]") {
  Parameter parameter{"", Tensor({2, 2}), Tensor({2, 2})};
  Tape tape(false);
  CHECK_FALSE(tape.recording());
  CHECK_FALSE(tape.parameter(parameter)->learns());
  CHECK_FALSE(add(tape, tape.parameter(parameter), tape.parameter(parameter))->learns());
}

TEST_CASE("the first error is the one that is told, until the tape is cleared", "[autograd][tape]") {
  Tape tape(false);
  tape.note({});
  CHECK(tape.status.ok());
  tape.note({"first", "", {}});
  tape.note({"second", "", {}});
  CHECK(tape.status.code == "first");
  tape.clear();
  CHECK(tape.status.ok());
}
