#include "tensor/tensor.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <utility>

#include "tensor/arena.hpp"

using namespace attn;

TEST_CASE("a shape counts in 64 bits", "[tensor]") {
  CHECK(Shape{}.count() == 0);
  CHECK(Shape{2, 3, 4}.count() == 24);
  CHECK(Shape{5, 0}.count() == 0);
  CHECK(Shape{65536, 65536}.count() == std::int64_t{1} << 32);
  CHECK(Shape{2, 3} == Shape{2, 3});
  CHECK(Shape{2, 3} != Shape{2, 3, 1});
}

TEST_CASE("views: rows, blocks, columns, transposed", "[tensor]") {
  Tensor tensor({3, 4});
  for (int i = 0; i < 12; ++i) tensor.data()[i] = static_cast<float>(i);
  const ConstMatrix m = std::as_const(tensor).matrix();
  CHECK(m(2, 1) == 9);
  CHECK(m[1](3) == 7);
  CHECK(transposed(m)(1, 2) == 9);
  CHECK(transposed(m).rows() == 4);
  CHECK(row_block(m, 1, 2)(1, 0) == 8);
  CHECK(row_block(m, 1, 2).rows() == 2);
  CHECK(column_block(m, 2, 2)(1, 1) == 7);
  CHECK(column(m, 3)(2, 0) == 11);
  CHECK(as_row(transposed(m)[1])(0, 2) == 9);
}

TEST_CASE("heads of (length, heads·d) as a strided view of four axes", "[tensor]") {
  Tensor tensor({2, 6});
  for (int i = 0; i < 12; ++i) tensor.data()[i] = static_cast<float>(i);
  const ConstView4 heads(tensor.data(), {1, 3, 2, 2}, {12, 2, 6, 1});
  CHECK(heads(0, 1, 0, 0) == 2);
  CHECK(heads[0][2](1, 1) == 11);
}

TEST_CASE("a tensor is aligned, zero, movable; its view survives the move", "[tensor]") {
  for (Index size : {1, 3, 16, 1000}) {
    Tensor tensor({size});
    CHECK(reinterpret_cast<std::uintptr_t>(tensor.data()) % kAlignment == 0);
    CHECK(tensor.data()[size - 1] == 0);
    const Vector view = tensor.vector();
    Tensor moved = std::move(tensor);
    view(0) = 5;
    CHECK(moved.data()[0] == 5);
  }
  const float numbers[] = {1, 2, 3};
  CHECK(Tensor::copy_of({numbers, {3}}).data()[2] == 3);
  CHECK_FALSE(Tensor().allocated());
  CHECK_FALSE(TensorView{}.given());
}

TEST_CASE("an arena gives aligned blocks and takes them back at the end of a scope", "[tensor]") {
  Arena arena(256);
  REQUIRE(arena.allocated());
  float* first = arena.take(3);
  float* second;
  {
    const Arena::Scope scope(arena);
    second = arena.take(17);
    CHECK(second - first == 16);
    CHECK(reinterpret_cast<std::uintptr_t>(arena.take(1)) % kAlignment == 0);
  }
  CHECK(arena.take(5) == second);
}
