// Kernels that go row by row: softmax, norm, elementwise, gather, reduce.
#include <catch2/catch_test_macros.hpp>

#include "../numbers.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"
#include "kernels/norm.hpp"
#include "kernels/pairs.hpp"
#include "kernels/reduce.hpp"
#include "kernels/softmax.hpp"

using namespace attn;

namespace {

const Index kWidths[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65};

}  // namespace

TEST_CASE("softmax of rows of every width", "[kernels]") {
  Random random(21);
  for (Index n : kWidths)
    for (float size : {0.1f, 5.0f, 60.0f}) {
      const Tensor x = test::random_tensor({3, n}, random, size);
      Tensor y({3, n});
      softmax_rows(x.matrix(), y.matrix());
      for (Index i = 0; i < 3; ++i) {
        double sum = 0, total = 0;
        const double max = row_max(x.matrix()[i]);
        for (Index j = 0; j < n; ++j) sum += std::exp(x.matrix()(i, j) - max);
        for (Index j = 0; j < n; ++j) {
          const double expected = std::exp(x.matrix()(i, j) - max) / sum;
          CHECK(std::abs(y.matrix()(i, j) - expected) <= 1e-6 * std::max(expected, 1e-3));
          total += y.matrix()(i, j);
        }
        CHECK(std::abs(total - 1) < 1e-6);
      }
      Tensor in_place = Tensor::copy_of(x);
      softmax_rows(in_place.matrix(), in_place.matrix());
      CHECK(std::equal(y.data(), y.data() + 3 * n, in_place.data()));
    }
}

TEST_CASE("softmax: a hidden key weighs 0, a hidden row is all 0, a huge score is no NaN", "[kernels]") {
  const Tensor x = test::tensor_of({3, 3}, {1, -INFINITY, 1, -INFINITY, -INFINITY, -INFINITY, 3e38f, -3e38f, 3e38f});
  Tensor y({3, 3});
  softmax_rows(x.matrix(), y.matrix());
  const float expected[] = {0.5f, 0, 0.5f, 0, 0, 0, 0.5f, 0, 0.5f};
  for (int i = 0; i < 9; ++i) CHECK(y.data()[i] == expected[i]);
}

TEST_CASE("layer norm of every width", "[kernels]") {
  Random random(22);
  for (Index n : kWidths) {
    const Tensor x = test::random_tensor({2, n}, random, 3), gain = test::random_tensor({n}, random),
                 bias = test::random_tensor({n}, random);
    Tensor y({2, n});
    layer_norm(x.matrix(), gain.vector(), bias.vector(), 1e-6f, y.matrix());
    for (Index i = 0; i < 2; ++i) {
      double mean = 0, variance = 0;
      for (Index j = 0; j < n; ++j) mean += x.matrix()(i, j) / static_cast<double>(n);
      for (Index j = 0; j < n; ++j) variance += std::pow(x.matrix()(i, j) - mean, 2) / static_cast<double>(n);
      for (Index j = 0; j < n; ++j) {
        const double expected =
            (x.matrix()(i, j) - mean) / std::sqrt(variance + 1e-6) * gain.vector()(j) + bias.vector()(j);
        CHECK(std::abs(y.matrix()(i, j) - expected) < 5e-6);
      }
    }
  }
}

TEST_CASE("layer norm far from the origin does not cancel", "[kernels]") {
  const Tensor x = test::tensor_of({1, 4}, {10000, 10001, 10002, 10003});
  const Tensor gain = test::tensor_of({4}, {1, 1, 1, 1});
  Tensor bias({4}), y({1, 4});
  layer_norm(x.matrix(), gain.vector(), bias.vector(), 0, y.matrix());
  CHECK(std::abs(y.data()[0] + 1.3416408) < 1e-6);
}

TEST_CASE("squared lengths add their rounded squares in order", "[kernels]") {
  Random random(23);
  const Tensor x = test::random_tensor({5, 17}, random);
  Tensor out({5});
  squared_lengths(x.matrix(), out.vector());
  for (Index i = 0; i < 5; ++i) {
    float sum = 0;
    for (Index d = 0; d < 17; ++d) sum += x.matrix()(i, d) * x.matrix()(i, d);
    CHECK(out.data()[i] == sum);
  }
}

TEST_CASE("elementwise kernels, also on a block of a wider matrix and in place", "[kernels]") {
  Random random(24);
  for (Index n : kWidths) {
    const Tensor a = test::random_tensor({2, n}, random, 4), b = test::random_tensor({2, n}, random, 4);
    Tensor wide({2, n + 9});
    const Matrix out = column_block(wide.matrix(), 4, n);
    const auto each = [&](auto expected, double tolerance) {
      for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < n; ++j)
          CHECK(std::abs(out(i, j) - expected(a.matrix()(i, j), b.matrix()(i, j), b.matrix()(0, j))) <= tolerance);
      for (Index i = 0; i < 2; ++i) CHECK((wide.matrix()(i, 3) == 0 && wide.matrix()(i, 4 + n) == 0));
    };
    add(a.matrix(), b.matrix(), out);
    each([](float x, float y, float) { return x + y; }, 0);
    add_row(a.matrix(), b.matrix()[0], out);
    each([](float x, float, float row) { return x + row; }, 0);
    multiply(a.matrix(), b.matrix(), out);
    each([](float x, float y, float) { return x * y; }, 0);
    scale(a.matrix(), 2.5f, out);
    each([](float x, float, float) { return x * 2.5f; }, 0);
    divide(a.matrix(), 3.0f, out);
    each([](float x, float, float) { return x / 3.0f; }, 0);
    relu(a.matrix(), out);
    each([](float x, float, float) { return x > 0 ? x : 0; }, 0);
    negate(a.matrix(), out);
    each([](float x, float, float) { return -x; }, 0);
    tanh(a.matrix(), out);
    each([](float x, float, float) { return std::tanh(x); }, 3e-7);
    softcap(a.matrix(), 2.0f, out);
    each([](float x, float, float) { return 2 * std::tanh(x / 2); }, 5e-7);
    multiply(a.matrix(), a.matrix(), out);
    negate_root(out, out);
    each([](float x, float, float) { return -std::sqrt(x * x); }, 0);
  }
}

TEST_CASE("cosine: products divided by lengths; 0 where a length is 0", "[kernels]") {
  Tensor dots = test::tensor_of({2, 3}, {6, 8, 1, 2, 4, 5});
  const Tensor a = test::tensor_of({2}, {2, 0}), b = test::tensor_of({3}, {3, 0, 0.5f});
  divide_by_lengths(dots.matrix(), a.vector(), b.vector(), 10, dots.matrix());
  const float expected[] = {10, 0, 10, 0, 0, 0};
  for (int i = 0; i < 6; ++i) CHECK(dots.data()[i] == expected[i]);
}

TEST_CASE("gather: rows, neighbours, copies", "[kernels]") {
  Random random(25);
  const Tensor table = test::random_tensor({5, 3}, random);
  const std::int32_t rows[] = {4, 0, 4, 2};
  Tensor picked({4, 3}), windows({5, 9}), one_window({1, 9}), turned({3, 5});
  gather_rows(table.matrix(), rows, picked.matrix());
  for (Index i = 0; i < 4; ++i)
    for (Index d = 0; d < 3; ++d) CHECK(picked.matrix()(i, d) == table.matrix()(rows[i], d));
  gather_neighbours(table.matrix(), windows.matrix());
  for (Index j = 0; j < 5; ++j)
    for (Index side = 0; side < 3; ++side)
      for (Index d = 0; d < 3; ++d) {
        const Index from = j + side - 1;
        CHECK(windows.matrix()(j, side * 3 + d) == (from < 0 || from > 4 ? 0 : table.matrix()(from, d)));
      }
  gather_neighbours(row_block(table.matrix(), 2, 1), one_window.matrix());
  CHECK((one_window.data()[2] == 0 && one_window.data()[3] == table.matrix()(2, 0) && one_window.data()[6] == 0));
  copy(transposed(table.matrix()), turned.matrix());
  CHECK(turned.matrix()(2, 4) == table.matrix()(4, 2));
}

TEST_CASE("what should not be there is found at its place", "[kernels]") {
  for (Index n : kWidths)
    for (float bad : {NAN, INFINITY, -INFINITY}) {
      Tensor m({3, n});
      CHECK_FALSE(first_not_finite(m.matrix()));
      CHECK_FALSE(first_above(m.matrix(), 1));
      const Index column = n / 2;
      m.matrix()(1, column) = bad;
      m.matrix()(2, 0) = NAN;
      const auto found = first_not_finite(m.matrix());
      REQUIRE(found);
      CHECK((found->row == 1 && found->column == column));
      const auto above = first_above(m.matrix(), 1);
      REQUIRE(above);
      CHECK(above->row == (bad == -INFINITY ? 2 : 1));
    }
  Tensor huge({1, 8});
  for (int i = 0; i < 8; ++i) huge.data()[i] = 3e38f;  // their sum would overflow
  CHECK_FALSE(first_not_finite(huge.matrix()));
}
