#include "kernels/matmul.hpp"

#include <catch2/catch_test_macros.hpp>

#include "../numbers.hpp"
#include "kernels/pairs.hpp"
#include "simd/batch.hpp"

using namespace attn;

namespace {

const Index kLengths[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 16, 17, 31, 33, 64, 65};
const Index kDepths[] = {1, 2, 3, 5, 8, 16, 17, 64, 255, 256, 257, 600};

/** Largest error of out against f(i, j), over the largest value. */
template <class F>
double error_of(ConstMatrix out, F f) {
  return test::relative_error(
      out.rows() * out.columns(), [&](Index i) { return out(i / out.columns(), i % out.columns()); },
      [&](Index i) { return f(i / out.columns(), i % out.columns()); });
}

double dot_of(ConstVector a, ConstVector b) {
  double sum = 0;
  for (Index p = 0; p < a.shape[0]; ++p) sum += static_cast<double>(a(p)) * b(p);
  return sum;
}

}  // namespace

TEST_CASE("matmul of all small and odd sizes, plain and transposed", "[kernels]") {
  Random random(11);
  Arena scratch;
  for (Index m : kLengths)
    for (Index n : kLengths)
      for (Index k : {Index(1), Index(3), Index(8), Index(17), Index(64)}) {
        const Tensor a = test::random_tensor({m, k}, random), b = test::random_tensor({k, n}, random);
        const ConstMatrix bt = transposed(b.matrix());
        Tensor out({m, n}), out_transposed({m, n});
        matmul(a.matrix(), b.matrix(), out.matrix(), scratch);
        const double error = error_of(out.matrix(), [&](Index i, Index j) { return dot_of(a.matrix()[i], bt[j]); });
        INFO(m << "x" << k << "x" << n);
        REQUIRE(error < 2e-6);

        Tensor packed({n, k});
        for (Index j = 0; j < n; ++j)
          for (Index p = 0; p < k; ++p) packed.matrix()(j, p) = bt(j, p);
        matmul_transposed(a.matrix(), packed.matrix(), out_transposed.matrix(), scratch);
        REQUIRE(std::equal(out.data(), out.data() + m * n, out_transposed.data()));
      }
}

TEST_CASE("matmul over deep inner sizes, adding, and into a strided output", "[kernels]") {
  Random random(12);
  Arena scratch;
  for (Index k : kDepths) {
    const Tensor a = test::random_tensor({7, k}, random), b = test::random_tensor({k, 19}, random);
    const ConstMatrix bt = transposed(b.matrix());
    Tensor wide = test::random_tensor({7, 40}, random);
    Tensor before = Tensor::copy_of(wide);
    const Matrix out = column_block(wide.matrix(), 5, 19);
    matmul_add(a.matrix(), b.matrix(), out, scratch);
    INFO("k = " << k);
    CHECK(error_of(out, [&](Index i, Index j) { return before.matrix()(i, 5 + j) + dot_of(a.matrix()[i], bt[j]); }) <
          2e-6);
    for (Index i = 0; i < 7; ++i) {  // nothing beside it was touched
      CHECK(wide.matrix()(i, 4) == before.matrix()(i, 4));
      CHECK(wide.matrix()(i, 24) == before.matrix()(i, 24));
    }
  }
}

TEST_CASE("an element has the same bits wherever it lies: alone, in a tile, in a tail", "[kernels]") {
  Random random(13);
  Arena scratch;
  for (Index k : kDepths) {
    const Tensor a = test::random_tensor({13, k}, random), b = test::random_tensor({29, k}, random);
    Tensor out({13, 29});
    matmul_transposed(a.matrix(), b.matrix(), out.matrix(), scratch);
    for (Index i = 0; i < 13; ++i)
      for (Index j = 0; j < 29; ++j) REQUIRE(dot(a.matrix()[i], b.matrix()[j], scratch) == out.matrix()(i, j));
  }
}

TEST_CASE("without fma an element is the plain sum of its products in order", "[kernels]") {
  if (simd::kFused) SKIP("this build has fma");
  Random random(14);
  Arena scratch;
  for (Index k : kDepths) {
    const Tensor a = test::random_tensor({1, k}, random), b = test::random_tensor({1, k}, random);
    float sum = 0;
    for (Index p = 0; p < k; ++p) sum += a.data()[p] * b.data()[p];
    CHECK(dot(a.matrix()[0], b.matrix()[0], scratch) == sum);
  }
}

TEST_CASE("squared distances and additive scores of odd sizes", "[kernels]") {
  Random random(15);
  Arena scratch;
  for (Index m : {1, 5, 6, 7, 17})
    for (Index n : {1, 3, 16, 17, 33})
      for (Index d : {1, 2, 3, 8, 17, 64, 300}) {
        const Tensor a = test::random_tensor({m, d}, random), b = test::random_tensor({n, d}, random);
        const Tensor v = test::random_tensor({d}, random);
        Tensor out({m, n});
        squared_distances(a.matrix(), b.matrix(), out.matrix(), scratch);
        INFO(m << "x" << d << "x" << n);
        CHECK(error_of(out.matrix(), [&](Index i, Index j) {
                double sum = 0;
                for (Index p = 0; p < d; ++p)
                  sum += std::pow(static_cast<double>(a.matrix()(i, p)) - b.matrix()(j, p), 2);
                return sum;
              }) < 2e-6);
        const Arena::Scope scope(scratch);
        const panel::Packed packed = panel::pack(transposed(b.matrix()), scratch.take(panel::floats(d, n)));
        additive_scores(a.matrix(), packed, v.vector(), out.matrix());
        CHECK(error_of(out.matrix(), [&](Index i, Index j) {
                double sum = 0;
                for (Index p = 0; p < d; ++p)
                  sum += v.vector()(p) * std::tanh(static_cast<double>(a.matrix()(i, p)) + b.matrix()(j, p));
                return sum;
              }) < 5e-6);
      }
}

TEST_CASE("differences are taken directly: no cancellation far from the origin", "[kernels]") {
  Arena scratch;
  const Tensor a = test::tensor_of({1, 2}, {10000.0f, 10000.0f}), b = test::tensor_of({1, 2}, {10000.0f, 10000.125f});
  Tensor out({1, 1});
  squared_distances(a.matrix(), b.matrix(), out.matrix(), scratch);
  CHECK(out.data()[0] == 0.015625f);
  squared_distances(a.matrix(), a.matrix(), out.matrix(), scratch);
  CHECK(out.data()[0] == 0);
}
