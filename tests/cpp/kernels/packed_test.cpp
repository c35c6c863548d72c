// Packed panels, what is done to a product in registers, and products of few rows.
#include <catch2/catch_test_macros.hpp>

#include "../numbers.hpp"
#include "kernels/matmul.hpp"

using namespace attn;

namespace {

double element(ConstMatrix a, ConstMatrix b, Index i, Index j) {
  double sum = 0;
  for (Index p = 0; p < a.columns(); ++p) sum += static_cast<double>(a(i, p)) * b(p, j);
  return sum;
}

template <class Expected>
double error_of(ConstMatrix out, Expected expected) {
  return test::relative_error(
      out.rows() * out.columns(), [&](Index n) { return out(n / out.columns(), n % out.columns()); },
      [&](Index n) { return expected(n / out.columns(), n % out.columns()); });
}

double gelu(double x) {
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / 3.14159265358979323846) * (x + 0.044715 * x * x * x)));
}

double activated_in_double(Activation activation, double x) {
  return activation == Activation::relu ? std::max(x, 0.0) : activation == Activation::gelu ? gelu(x) : x;
}

Tensor identity(Index n) {
  Tensor one({n, n});
  for (Index i = 0; i < n; ++i) one.matrix()(i, i) = 1;
  return one;
}

/** out = a · b by way of panels. */
Tensor packed_product(ConstMatrix a, ConstMatrix b) {
  Tensor panels({panel::floats(b.rows(), b.columns())}), out({a.rows(), b.columns()});
  matmul(a, panel::pack(b, panels.data()), out.matrix());
  return out;
}

bool equal(const Tensor& out, ConstMatrix b) {
  const ConstMatrix a = out.matrix();
  for (Index i = 0; i < a.rows(); ++i)
    for (Index j = 0; j < a.columns(); ++j)
      if (a(i, j) != b(i, j)) return false;
  return a.rows() == b.rows() && a.columns() == b.columns();
}

}  // namespace

TEST_CASE("a packed matrix of any strides comes back by the identity", "[kernels][packed]") {
  Random random(51);
  for (Index depth : {1, 3, 8, 17, 40, 257})
    for (Index columns : {1, 2, 7, 8, 9, 16, 17, 31, 33, 65}) {
      const Tensor numbers = test::random_tensor({2 * depth + 3, 2 * columns + 3}, random), one = identity(depth);
      const float* data = numbers.data();
      const Index row = 2 * columns + 3;
      INFO(depth << " by " << columns);
      for (const ConstMatrix& b :
           {ConstMatrix(data, {depth, columns}), ConstMatrix(data + 1, {depth, columns}, {row, 1}),
            ConstMatrix(data + 1, {depth, columns}, {1, 2 * depth + 3}), ConstMatrix(data, {depth, columns}, {row, 2}),
            ConstMatrix(data, {depth, columns}, {2, 2 * depth + 1})})
        CHECK(equal(packed_product(one.matrix(), b), b));
    }
}

TEST_CASE("columns beyond the last of packed panels are 0", "[kernels][packed]") {
  for (bool turned : {false, true}) {
    const Index columns = panel::kWidth + 1;
    Tensor numbers({3, columns}), panels({panel::floats(3, columns)});
    std::fill_n(numbers.data(), numbers.count(), 7.0f);
    std::fill_n(panels.data(), panels.count(), NAN);
    const ConstMatrix rows(numbers.data(), {3, columns}), lines(numbers.data(), {3, columns}, {1, 3});
    const panel::Packed packed = panel::pack(turned ? lines : rows, panels.data());
    for (Index p = 0; p < 3; ++p)
      for (Index j = 0; j < panel::kWidth; ++j) CHECK(packed.panel(p, panel::kWidth)[j] == (j == 0 ? 7 : 0));
  }
}

TEST_CASE("parts of packed panels are products of the parts", "[kernels][packed]") {
  Random random(52);
  const Tensor a = test::random_tensor({7, 600}, random), b = test::random_tensor({600, 3 * panel::kWidth}, random);
  Tensor panels({panel::floats(600, 3 * panel::kWidth)});
  const panel::Packed packed = panel::pack(b.matrix(), panels.data());
  for (const auto& [first, count] : {std::pair<Index, Index>{0, 600}, {100, 30}, {200, 100}, {250, 300}, {512, 88}})
    for (Index columns : {Index(1), panel::kWidth - 1, 2 * panel::kWidth}) {
      const Index column = panel::kWidth;
      Tensor out({7, columns});
      const ConstMatrix left = column_block<const float>(a.matrix(), first, count);
      const ConstMatrix right = column_block(row_block<const float>(b.matrix(), first, count), column, columns);
      matmul(left, packed.rows(first, count).column_block(column, columns), out.matrix());
      INFO("rows " << first << " + " << count << ", " << columns << " columns");
      CHECK(error_of(out.matrix(), [&](Index i, Index j) { return element(left, right, i, j); }) < 2e-6);
    }
}

TEST_CASE("scale, bias, activation and residual are done to the whole product once", "[kernels][packed]") {
  Random random(53);
  for (Index rows : {1, 5, 13, 97})
    for (Index columns : {1, 7, 16, 17, 33})
      for (Index depth : {1, 17, 256, 257, 600}) {
        const float size = 2 / std::sqrt(static_cast<float>(depth));
        const Tensor a = test::random_tensor({rows, depth}, random),
                     b = test::random_tensor({depth, columns}, random, size);
        const Tensor bias = test::random_tensor({columns}, random),
                     wide = test::random_tensor({rows, columns + 5}, random);
        Tensor panels({panel::floats(depth, columns)}), out({rows, columns});
        const panel::Packed packed = panel::pack(b.matrix(), panels.data());
        for (int which = 0; which < 12; ++which) {
          Finish finish;
          finish.activation = static_cast<Activation>(which % 3);
          if (which & 1) finish.bias = bias.data();
          if (which & 2) finish.scale = -0.75f;
          if (which & 4) finish.residual = wide.data() + 2, finish.residual_row = columns + 5;
          std::fill_n(out.data(), out.count(), NAN);
          matmul(a.matrix(), packed, out.matrix(), finish);
          const double error = error_of(out.matrix(), [&](Index i, Index j) {
            const double x = element(a.matrix(), b.matrix(), i, j) * finish.scale + (which & 1 ? bias.data()[j] : 0);
            return activated_in_double(finish.activation, x) + (which & 4 ? wide.matrix()(i, 2 + j) : 0);
          });
          INFO(rows << "x" << depth << "x" << columns << ", finish " << which);
          REQUIRE(error < 1e-5);
        }
      }
}

TEST_CASE("activations of huge and tiny numbers", "[kernels][packed]") {
  const float numbers[] = {-3e38f, -1e20f, -1e13f, -20, -1e-20f, 0, 1e-20f, 20, 1e13f, 1e20f, 3e38f};
  for (Activation activation : {Activation::relu, Activation::gelu})
    for (float x : numbers) {
      float y[simd::kLanes];
      simd::store(activated(activation, simd::Batch(x)), y);
      const double expected = x < -15 ? 0 : activated_in_double(activation, x);
      INFO(x);
      CHECK(std::abs(y[0] - expected) <= 1e-6 * std::abs(expected));
    }
}

TEST_CASE("a turned, or with gaps between its numbers", "[kernels][packed]") {
  Random random(54);
  Arena scratch;
  for (Index rows : {1, 2, 13, 97, 100})
    for (Index depth : {1, 17, 257, 300})
      for (Index columns : {1, 17, 300}) {
        const Tensor numbers = test::random_tensor({2 * rows * depth + 1}, random),
                     b = test::random_tensor({depth, columns}, random);
        Tensor out({rows, columns}), plain({rows, columns}), straight({rows, depth});
        for (const ConstMatrix& a : {ConstMatrix(numbers.data(), {rows, depth}, {1, rows}),
                                     ConstMatrix(numbers.data(), {rows, depth}, {2 * depth, 2})}) {
          for (Index i = 0; i < rows; ++i)
            for (Index p = 0; p < depth; ++p) straight.matrix()(i, p) = a(i, p);
          matmul(a, b.matrix(), out.matrix(), scratch);
          matmul(straight.matrix(), b.matrix(), plain.matrix(), scratch);
          INFO(rows << "x" << depth << "x" << columns);
          REQUIRE(std::equal(out.data(), out.data() + out.count(), plain.data()));
          matmul_add(a, b.matrix(), out.matrix(), scratch);
          REQUIRE(error_of(out.matrix(), [&](Index i, Index j) { return 2 * element(a, b.matrix(), i, j); }) < 3e-6);
        }
      }
}

TEST_CASE("few rows, read where they lie, have the bits of packed panels", "[kernels][packed]") {
  Random random(55);
  Arena scratch;
  for (Index rows : {1, 2, 3, 5, 6, 10, 12, 13, 24, 25})
    for (Index depth : {1, 17, 256, 257, 600})
      for (Index columns : {1, 7, 16, 17, 40, 300}) {
        const Tensor a = test::random_tensor({rows, depth}, random), b = test::random_tensor({depth, columns}, random);
        Tensor direct({rows, columns});
        matmul(a.matrix(), b.matrix(), direct.matrix(), scratch);
        INFO(rows << "x" << depth << "x" << columns);
        REQUIRE(equal(direct, packed_product(a.matrix(), b.matrix()).matrix()));
      }
}
