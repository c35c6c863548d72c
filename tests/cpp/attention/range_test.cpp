// Numbers near the ends of float32: the right result or an error with its place, never a wrong number.
#include <catch2/catch_test_macros.hpp>

#include "cases.hpp"

using namespace attn;
using test::Case;
using test::tensor_of;

namespace {

std::string code(AttendOptions options, bool trace) {
  options.trace = trace;
  AttendResult result;
  return attend(options, result).code;
}

}  // namespace

TEST_CASE("huge values: their mean is in range though their sum is not", "[attention][range]") {
  for (Index keys : {2, 17, 300}) {
    Case test_case(ScoreKind::dot, {.queries = 3, .keys = keys});
    for (std::int64_t i = 0; i < test_case.v.count(); ++i) test_case.v.data()[i] = i % 3 == 0 ? -3e38f : 3e38f;
    INFO(keys << " keys");
    CHECK(test::faults(test_case) == "");
  }
}

TEST_CASE("tiny values and scores stay what they are", "[attention][range]") {
  Case test_case(ScoreKind::scaled_dot, {.queries = 3, .keys = 5}, 1, 1e-15f);
  for (std::int64_t i = 0; i < test_case.v.count(); ++i) test_case.v.data()[i] *= 1e-30f;
  CHECK(test::faults(test_case) == "");
}

TEST_CASE("cosine of vectors whose lengths leave float32 is an error, not 0", "[attention][range]") {
  for (bool trace : {false, true})
    for (float size : {1e-25f, 1e25f}) {
      Case test_case(ScoreKind::cosine, {.queries = 2, .keys = 2}, 1, size);
      CHECK(code(test_case.options, trace) == "overflow");
    }
  for (float size : {1e-15f, 1e15f}) {
    Case test_case(ScoreKind::cosine, {.queries = 2, .keys = 2}, 1, size);
    CHECK(test::faults(test_case) == "");
  }
}

TEST_CASE("a score and a finite mask that together leave float32 are an error, not a hidden key",
          "[attention][range]") {
  const Tensor q = tensor_of({1, 1}, {1}), k = tensor_of({2, 1}, {-2e38f, 1});
  const float mask[] = {-2e38f, 0};
  AttendOptions options;
  options.q = q;
  options.k = k;
  options.v = k;
  options.mask = {MaskKind::additive, nullptr, mask, {2}};
  CHECK(code(options, false) == "overflow");
  CHECK(code(options, true) == "overflow");
}
