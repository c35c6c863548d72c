#include "kernels/quantized.hpp"

#include <catch2/catch_test_macros.hpp>

#include "../numbers.hpp"

using namespace attn;

namespace {

const Index kRowCounts[] = {1, 2, 3, 4, 5, 7, 8, 33};
const Index kInputs[] = {1, 2, 3, 4, 5, 7, 8, 9, 17, 64, 65};
const Index kOutputs[] = {1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 40};

struct Codes {
  std::vector<std::int8_t> numbers;
  Index in, out;

  ConstCodes view() const { return {numbers.data(), {in, out}}; }
};

/** low … high */
Index integer(Random& random, Index low, Index high) { return low + random.below(high - low + 1); }

Codes random_codes(Index in, Index out, Random& random) {
  Codes codes{std::vector<std::int8_t>(static_cast<std::size_t>(in * out)), in, out};
  for (auto& code : codes.numbers) code = static_cast<std::int8_t>(integer(random, -128, 127));
  return codes;
}

Tensor ones(Index count) {
  Tensor tensor({count});
  std::fill(tensor.data(), tensor.data() + count, 1.0f);
  return tensor;
}

/** The quantised product straight from its definition, sums in 64 bits. */
struct Reference {
  std::vector<float> step;         // of a line: a row of a, or a column of w
  std::vector<std::int64_t> code;  // (line, p), less the zero
  Index in;

  Reference(ConstMatrix lines, bool affine) : in(lines.columns()) {
    for (Index i = 0; i < lines.rows(); ++i) add(lines[i], affine);
  }

  void add(ConstVector line, bool affine) {
    float low = 0, high = 0;
    for (Index p = 0; p < in; ++p) low = std::min(low, line(p)), high = std::max(high, line(p));
    if (!affine) high = std::max(high, -low), low = 0;
    const float s = high / 127 - low / 127, factor = s < 0x1p-126f ? 0 : 1 / s;
    const float zero = affine ? std::nearbyint(-low * factor) : 0, least = affine ? 0.0f : -127.0f;
    step.push_back(factor > 0 ? s : 0);
    for (Index p = 0; p < in; ++p) {
      const float nearest = std::nearbyint(line(p) * factor) + zero;
      code.push_back(static_cast<std::int64_t>(std::clamp(nearest, least, 127.0f) - zero));
    }
  }

  double value(Index line, Index p) const { return step[line] * static_cast<double>(code[line * in + p]); }
};

float expected(const Reference& a, const Reference& w, Index i, Index j) {
  std::int64_t sum = 0;
  for (Index p = 0; p < a.in; ++p) sum += a.code[i * a.in + p] * w.code[j * a.in + p];
  return a.step[i] * w.step[j] * static_cast<float>(sum);
}

Tensor product(ConstMatrix a, const PackedInt8& weights) {
  Arena scratch(kQuantizedScratch);
  Tensor out({a.rows(), weights.outputs()});
  matmul(a, weights, out.matrix(), scratch);
  return out;
}

/** Largest error over the bound that quantized.hpp states, for weights (in, out). */
double error_over_bound(const Tensor& a, const Tensor& weights) {
  const ConstMatrix x = a.matrix(), w = weights.matrix();
  const Tensor out = product(x, PackedInt8(w));
  const Reference rows(x, true), columns(transposed(w), false);
  double worst = 0;
  for (Index i = 0; i < x.rows(); ++i)
    for (Index j = 0; j < w.columns(); ++j) {
      double exact = 0, row_size = 0, column_size = 0;
      for (Index p = 0; p < w.rows(); ++p) {
        exact += static_cast<double>(x(i, p)) * w(p, j);
        row_size += std::abs(x(i, p));
        column_size += std::abs(columns.value(j, p));
      }
      const double bound = (rows.step[i] * column_size + columns.step[j] * row_size) / 2 * (1 + 1e-4) +
                           3 * 0x1p-24 * std::abs(out.matrix()(i, j)) + 1e-44;
      worst = std::max(worst, std::abs(out.matrix()(i, j) - exact) / bound);
    }
  return worst;
}

}  // namespace

TEST_CASE("int8: sums of products are exact integers, for all small and odd sizes", "[kernels][int8]") {
  Random random(31);
  for (Index in : kInputs)
    for (Index out : kOutputs) {
      const Codes codes = random_codes(in, out, random);
      const PackedInt8 packed(codes.view(), ones(out).vector());
      REQUIRE(packed.allocated());
      for (Index rows : kRowCounts) {
        Tensor a({rows, in});  // multiples of 127 from −127 z to 127 (127 − z): the step is 127
        const Index zero = in < 2 ? 0 : integer(random, 0, 127);
        for (Index i = 0; i < rows; ++i) {
          for (Index p = 0; p < in; ++p) a.matrix()(i, p) = static_cast<float>(127 * (integer(random, 0, 127) - zero));
          a.matrix()(i, in - 1) = static_cast<float>(-127 * zero);
          a.matrix()(i, 0) = static_cast<float>(127 * (127 - zero));
        }
        const Tensor y = product(a.matrix(), packed);
        INFO(rows << "x" << in << "x" << out);
        for (Index i = 0; i < rows; ++i)
          for (Index j = 0; j < out; ++j) {
            std::int64_t sum = 0;
            for (Index p = 0; p < in; ++p)
              sum += static_cast<std::int64_t>(a.matrix()(i, p)) / 127 * codes.view()(p, j);
            REQUIRE(y.matrix()(i, j) == 127 * static_cast<float>(sum));
          }
      }
    }
}

TEST_CASE("int8: the largest sums do not overflow or saturate", "[kernels][int8]") {
  for (Index in : {4096, 16381, 65536})
    for (int code : {127, -127, -128})
      for (float size : {127.0f, -127.0f}) {
        const Codes codes{std::vector<std::int8_t>(static_cast<std::size_t>(in) * 9, static_cast<std::int8_t>(code)),
                          in, 9};
        Tensor a({5, in});
        std::fill(a.data(), a.data() + a.count(), size);
        const Tensor y = product(a.matrix(), PackedInt8(codes.view(), ones(9).vector()));
        const auto sum = static_cast<float>(in * code * static_cast<Index>(size));
        INFO(in << " · " << code << " · " << size);
        for (Index i = 0; i < y.count(); ++i) REQUIRE(y.data()[i] == sum);
      }
}

TEST_CASE("int8: codes, steps and product are bit for bit those of the definition", "[kernels][int8]") {
  Random random(32);
  for (Index in : {1, 2, 5, 16, 67, 300})
    for (Index out : kOutputs)
      for (float offset : {0.0f, -3.0f, 0.75f, 40.0f}) {
        Tensor a = test::random_tensor({6, in}, random, 2);
        for (Index i = 0; i < a.count(); ++i) a.data()[i] += offset;
        const Tensor stored = test::random_tensor({out, in}, random, 0.1f);
        const ConstMatrix w = transposed(stored.matrix());  // strided
        const Reference rows(a.matrix(), true), columns(stored.matrix(), false);
        const Tensor y = product(a.matrix(), PackedInt8(w));
        INFO(in << "x" << out << " + " << offset);
        for (Index i = 0; i < 6; ++i)
          for (Index j = 0; j < out; ++j) REQUIRE(y.matrix()(i, j) == expected(rows, columns, i, j));
      }
}

TEST_CASE("int8: the error stays within its bound and near what rounding must give", "[kernels][int8]") {
  Random random(33);
  const auto normal = [&](const Shape& shape, float size, float offset) {
    Tensor tensor(shape);
    for (Index i = 0; i < tensor.count(); ++i) tensor.data()[i] = size * random.normal() + offset;
    return tensor;
  };
  for (Index in : {1, 2, 3, 8, 31, 64, 512, 4096})
    for (float offset : {0.0f, 2.0f, -1000.0f}) {
      INFO("in = " << in << ", offset " << offset);
      CHECK(error_over_bound(normal({5, in}, 1, offset), normal({in, 19}, 0.05f, 0)) <= 1);
      CHECK(error_over_bound(normal({5, in}, 1e-6f, 0), normal({in, 19}, 1e5f, offset)) <= 1);
    }
  Tensor outlier = normal({5, 64}, 1, 0);
  for (Index i = 0; i < 5; ++i) outlier.matrix()(i, 7 * i) = 400;
  CHECK(error_over_bound(outlier, normal({64, 19}, 1, 0)) <= 1);

  const Tensor a = normal({8, 512}, 1, 0), w = normal({512, 64}, 1, 0);
  const Tensor y = product(a.matrix(), PackedInt8(w.matrix()));
  double error = 0, size = 0;
  for (Index i = 0; i < 8; ++i)
    for (Index j = 0; j < 64; ++j) {
      double exact = 0;
      for (Index p = 0; p < 512; ++p) exact += static_cast<double>(a.matrix()(i, p)) * w.matrix()(p, j);
      error += std::pow(y.matrix()(i, j) - exact, 2), size += exact * exact;
    }
  CHECK(std::sqrt(error / size) < 0.02);
  CHECK(std::sqrt(error / size) > 0.005);
}

TEST_CASE("int8: the bound is reached: values halfway between two codes", "[kernels][int8]") {
  Tensor a({1, 3}), w({3, 1});
  const float row[] = {0, 127, 63.5f}, column[] = {0, 0, 127};  // 63.5 is halfway between 63 and 64
  std::copy(row, row + 3, a.data());
  std::copy(column, column + 3, w.data());
  CHECK(product(a.matrix(), PackedInt8(w.matrix())).data()[0] == 64 * 127.0f);
  CHECK(error_over_bound(a, w) > 0.15);
}

TEST_CASE("int8: float weights and their own codes give the same product", "[kernels][int8]") {
  Random random(34);
  Codes codes = random_codes(21, 13, random);
  for (auto& code : codes.numbers) code = std::max<std::int8_t>(code, -127);
  Tensor w({21, 13}), scales({13});
  for (Index j = 0; j < 13; ++j) {
    codes.numbers[static_cast<std::size_t>(j)] = j % 2 ? 127 : -127;  // each column uses its whole range
    scales.data()[j] = std::ldexp(1.0f, static_cast<int>(j) - 9);
    for (Index p = 0; p < 21; ++p) w.matrix()(p, j) = scales.data()[j] * static_cast<float>(codes.view()(p, j));
  }
  const Tensor a = test::random_tensor({6, 21}, random, 5);
  const Tensor from_codes = product(a.matrix(), PackedInt8(codes.view(), scales.vector()));
  const Tensor from_floats = product(a.matrix(), PackedInt8(w.matrix()));
  CHECK(std::equal(from_codes.data(), from_codes.data() + from_codes.count(), from_floats.data()));
}

TEST_CASE("int8: a row gives the same bits alone, in a tile, among many", "[kernels][int8]") {
  Random random(35);
  for (Index in : {70, 3000}) {
    const Tensor a = test::random_tensor({75, in}, random, 2), w = test::random_tensor({in, 21}, random);
    const PackedInt8 packed(w.matrix());
    const Tensor all = product(a.matrix(), packed);
    for (Index i = 0; i < 75; ++i) {
      const Tensor alone = product(row_block(a.matrix(), i, 1), packed);
      REQUIRE(std::equal(alone.data(), alone.data() + 21, &all.matrix()(i, 0)));
    }
  }
}

TEST_CASE("int8: into a block of a wider matrix, from a block of a wider one", "[kernels][int8]") {
  Random random(36);
  Arena scratch(kQuantizedScratch);
  const Tensor wide = test::random_tensor({6, 50}, random, 2), w = test::random_tensor({33, 11}, random);
  const ConstMatrix a = column_block(wide.matrix(), 9, 33);
  const Tensor expected_out = product(a, PackedInt8(w.matrix()));
  Tensor target = test::random_tensor({6, 30}, random);
  const Tensor before = Tensor::copy_of(target);
  matmul(a, PackedInt8(w.matrix()), column_block(target.matrix(), 7, 11), scratch);
  for (Index i = 0; i < 6; ++i)
    for (Index j = 0; j < 30; ++j)
      CHECK(target.matrix()(i, j) == (j >= 7 && j < 18 ? expected_out.matrix()(i, j - 7) : before.matrix()(i, j)));
}

TEST_CASE("int8: rows and columns without range", "[kernels][int8]") {
  Random random(37);
  Tensor w = test::random_tensor({10, 9}, random);
  for (Index p = 0; p < 10; ++p) w.matrix()(p, 4) = 0;
  Tensor a({4, 10});
  const float values[] = {0, 3.25f, -3.25f, 1e-40f};
  for (Index i = 0; i < 4; ++i) std::fill(&a.matrix()(i, 0), &a.matrix()(i, 0) + 10, values[i]);
  const Tensor y = product(a.matrix(), PackedInt8(w.matrix()));
  for (Index j = 0; j < 9; ++j) {
    CHECK(y.matrix()(0, j) == 0);                  // a row of zeros
    CHECK(y.matrix()(1, j) == -y.matrix()(2, j));  // a row of one value is that value
    CHECK((y.matrix()(1, j) == 0) == (j == 4));    // a column of zeros
    CHECK(y.matrix()(3, j) == 0);                  // below 127 · 2^−126
  }
  const Tensor one = test::tensor_of({1, 1}, {-2.5f}), weight = test::tensor_of({1, 1}, {0.3f});
  CHECK(std::abs(product(one.matrix(), PackedInt8(weight.matrix())).data()[0] + 0.75) < 1e-6);
}

TEST_CASE("int8: huge values stay finite, subnormal weights are zeros", "[kernels][int8]") {
  const float most = 3.4e38f;
  const Tensor a = test::tensor_of({2, 2}, {most, -most, most, most});
  const Tensor w = test::tensor_of({2, 3}, {0.25f, 0.5f, 1e-40f, 0.25f, -0.25f, -1e-40f});
  const Tensor y = product(a.matrix(), PackedInt8(w.matrix()));
  const double expected_out[] = {0, 0.75 * most, 0, 0.5 * most, 0.25 * most, 0};
  for (Index i = 0; i < 6; ++i) CHECK(std::abs(y.data()[i] - expected_out[i]) <= 0.02 * most);
  CHECK((y.data()[2] == 0 && y.data()[5] == 0));
  const Tensor small = test::tensor_of({1, 2}, {1e-30f, -1e-30f}), large = test::tensor_of({2, 1}, {most, 0});
  CHECK(std::abs(product(small.matrix(), PackedInt8(large.matrix())).data()[0] / 3.4e8 - 1) < 0.01);
}

TEST_CASE("int8: nothing to do", "[kernels][int8]") {
  const Tensor w({0, 5}), a({3, 0});
  const Tensor y = product(a.matrix(), PackedInt8(w.matrix()));
  CHECK(std::all_of(y.data(), y.data() + 15, [](float x) { return x == 0; }));
  CHECK(product(Tensor({0, 4}).matrix(), PackedInt8(Tensor({4, 5}).matrix())).count() == 0);
  CHECK(product(Tensor({2, 4}).matrix(), PackedInt8(Tensor({4, 0}).matrix())).count() == 0);
  CHECK_FALSE(PackedInt8().allocated());
}
