// Every error of a call of attention: its code, and the values that name the place.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "cases.hpp"

using namespace attn;
using test::Case;
using test::Sizes;
using test::tensor_of;

namespace {

constexpr float kNaN = NAN;
constexpr float kInf = INFINITY;

/** "code name=value …" of the values asked for, in their order. */
std::string told(const Status& status, std::initializer_list<std::string_view> wanted) {
  std::string text = status.code;
  for (std::string_view name : wanted)
    for (const ErrorValue& value : status.values)
      if (value.name == name) text += " " + value.name + "=" + value.text;
  return text;
}

Status attended(const AttendOptions& options) {
  AttendResult result;
  return attend(options, result);
}

/** Traced and fused agree on what is wrong. */
Status failed(AttendOptions options) {
  options.trace = false;
  const Status fused = attended(options);
  options.trace = true;
  const Status traced = attended(options);
  CHECK(fused.code == traced.code);
  CHECK(fused.message == traced.message);
  return fused;
}

std::string shape_fault(const AttendOptions& options) {
  return told(failed(options), {"name", "axis", "actual", "other", "expected"});
}

const Tensor kOnes = [] {
  Tensor ones({4096});
  std::fill_n(ones.data(), ones.count(), 1.0f);
  return ones;
}();

TensorView ones(const Shape& shape) { return {kOnes.data(), shape}; }

AttendOptions options_of(const Shape& q, const Shape& k, const Shape& v) {
  AttendOptions options;
  if (q.rank > 0) options.q = ones(q);
  options.k = ones(k);
  options.v = ones(v);
  return options;
}

}  // namespace

TEST_CASE("inputs not given, empty, or of a wrong rank", "[attention][errors]") {
  CHECK(told(failed(options_of({}, {3, 2}, {3, 2})), {"name"}) == "empty name=q");
  CHECK(told(failed({}), {"name"}) == "empty name=q");
  AttendOptions options = options_of({3, 2}, {3, 2}, {3, 2});
  options.v = {};
  CHECK(told(failed(options), {"name"}) == "empty name=v");
  CHECK(told(failed(options_of({0, 2}, {3, 2}, {3, 2})), {"name"}) == "empty name=q");
  CHECK(told(failed(options_of({3, 2}, {3, 0}, {3, 2})), {"name"}) == "empty name=k");
  CHECK(told(failed(options_of({3}, {3, 2}, {3, 2})), {"name", "actual"}) == "bad-rank name=q actual=1");
  CHECK(told(failed(options_of({3, 2}, {1, 3, 2}, {3, 2})), {"name", "actual", "expected"}) ==
        "bad-rank name=k actual=3 expected=2");
  CHECK(told(failed(options_of({3, 2}, {3, 2}, {1, 1, 3, 2})), {"name", "actual"}) == "bad-rank name=v actual=4");
}

TEST_CASE("shapes that do not fit together", "[attention][errors]") {
  CHECK(shape_fault(options_of({2, 2}, {3, 2}, {4, 2})) ==
        "shape-mismatch name=v axis=rows actual=4 other=k expected=3");
  CHECK(shape_fault(options_of({2, 2}, {3, 5}, {3, 2})) ==
        "shape-mismatch name=k axis=columns actual=5 other=q expected=2");
  CHECK(shape_fault(options_of({2, 3, 2}, {1, 3, 2}, {1, 3, 2})) ==
        "shape-mismatch name=k axis=batch actual=1 other=q expected=2");
  CHECK(shape_fault(options_of({2, 3, 2}, {2, 3, 2}, {1, 3, 2})) ==
        "shape-mismatch name=v axis=batch actual=1 other=k expected=2");
  CHECK(shape_fault(options_of({1, 2, 3, 2}, {1, 2, 3, 2}, {1, 1, 3, 2})) ==
        "shape-mismatch name=v axis=heads actual=1 other=k expected=2");
}

TEST_CASE("heads", "[attention][errors]") {
  AttendOptions options = options_of({1, 3, 6}, {1, 3, 6}, {1, 3, 6});
  options.heads = -1;
  CHECK(told(failed(options), {"name", "actual"}) == "bad-heads name=heads actual=-1");
  options.heads = 4;
  CHECK(told(failed(options), {"name", "actual", "divisor"}) == "heads-not-divisible name=q actual=6 divisor=4");
  options.heads = 3;
  options.kv_heads = -2;
  CHECK(told(failed(options), {"name", "actual"}) == "bad-heads name=kvHeads actual=-2");
  options.kv_heads = 4;
  CHECK(told(failed(options), {"name", "divisor"}) == "heads-not-divisible name=k divisor=4");
  options.kv_heads = 2;
  CHECK(told(failed(options), {"name", "actual", "divisor"}) == "heads-not-divisible name=heads actual=3 divisor=2");
  Case pooled(ScoreKind::importance, {});
  pooled.options.heads = -3;
  CHECK(told(failed(pooled.options), {"name", "actual"}) == "bad-heads name=heads actual=-3");
  options = options_of({1, 3, 2, 2}, {1, 2, 2, 2}, {1, 2, 2, 2});
  CHECK(told(failed(options), {"name", "actual", "divisor"}) == "heads-not-divisible name=heads actual=3 divisor=2");
  options = options_of({1, 3, 2, 2}, {1, 3, 2, 2}, {1, 3, 2, 2});
  options.heads = 2;
  CHECK(shape_fault(options) == "shape-mismatch name=q axis=heads actual=3 other=heads expected=2");
  options.heads = 3;
  options.kv_heads = 1;
  CHECK(shape_fault(options) == "shape-mismatch name=k axis=heads actual=3 other=kvHeads expected=1");
}

TEST_CASE("NaN and infinity are named with their place, in the input's own layout", "[attention][errors]") {
  for (float bad : {kNaN, kInf, -kInf}) {
    const std::string text = std::isnan(bad) ? "NaN" : bad > 0 ? "Infinity" : "-Infinity";
    Tensor q = Tensor::copy_of(ones({2, 3})), k = Tensor::copy_of(ones({2, 4, 6})),
           v = Tensor::copy_of(ones({2, 3, 4, 5}));
    q.matrix()(1, 2) = bad;
    AttendOptions options = options_of({}, {2, 3}, {2, 3});
    options.q = q;
    CHECK(told(failed(options), {"name", "actual", "batch", "head", "row", "column"}) ==
          "not-finite name=q actual=" + text + " batch=0 head=0 row=1 column=2");
    k.view<3>()(1, 2, 5) = bad;
    options = options_of({2, 4, 6}, {2, 4, 6}, {2, 4, 6});
    options.heads = 3;
    options.k = k;
    CHECK(told(failed(options), {"name", "batch", "head", "row", "column"}) ==
          "not-finite name=k batch=1 head=0 row=2 column=5");
    v.view<4>()(1, 2, 3, 4) = bad;
    options = options_of({2, 3, 4, 2}, {2, 3, 4, 2}, {2, 3, 4, 5});
    options.v = v;
    CHECK(told(failed(options), {"name", "batch", "head", "row", "column"}) ==
          "not-finite name=v batch=1 head=2 row=3 column=4");
  }
}

TEST_CASE("settings out of their range", "[attention][errors]") {
  const AttendOptions good = options_of({2, 2}, {3, 2}, {3, 2});
  for (float bad : {0.0f, -1.0f, kNaN, kInf}) {
    AttendOptions options = good;
    options.temperature = bad;
    CHECK(failed(options).code == "bad-temperature");
  }
  for (float bad : {-0.5f, kNaN, kInf}) {
    AttendOptions options = good;
    options.softcap = bad;
    CHECK(failed(options).code == "bad-softcap");
  }
  for (float bad : {kNaN, -kInf}) {
    AttendOptions options = good;
    options.scale = bad;
    CHECK(failed(options).code == "bad-scale");
    options = good;
    options.score = {.kind = ScoreKind::cosine, .gain = bad, .W = {}, .U = {}, .b = {}, .v = {}};
    CHECK(failed(options).code == "bad-gain");
  }
  AttendOptions options = good;
  options.window_left = -2;
  CHECK(told(failed(options), {"name", "actual"}) == "bad-window name=left actual=-2");
  options = good;
  options.window_right = -7;
  CHECK(told(failed(options), {"name", "actual"}) == "bad-window name=right actual=-7");
}

TEST_CASE("valid lengths", "[attention][errors]") {
  AttendOptions options = options_of({2, 2, 2}, {2, 3, 2}, {2, 3, 2});
  const std::int32_t negative[] = {0, -1}, too_long[] = {4, 3}, three[] = {1, 1, 1};
  options.lengths = negative;
  CHECK(told(failed(options), {"index", "actual", "limit"}) == "bad-length index=1 actual=-1 limit=3");
  options.lengths = too_long;
  CHECK(told(failed(options), {"index", "actual", "limit"}) == "bad-length index=0 actual=4 limit=3");
  options.lengths = three;
  CHECK(shape_fault(options) == "shape-mismatch name=lengths axis=size actual=3 other=k expected=2");
}

TEST_CASE("masks: shapes and numbers", "[attention][errors]") {
  AttendOptions options = options_of({2, 3, 4, 2}, {2, 3, 5, 2}, {2, 3, 5, 2});
  const auto fault = [&](const Shape& shape) {
    options.mask = {MaskKind::additive, nullptr, kOnes.data(), shape};
    return shape_fault(options);
  };
  CHECK(fault({6}) == "shape-mismatch name=mask axis=columns actual=6 other=scores expected=5");
  CHECK(fault({3, 5}) == "shape-mismatch name=mask axis=rows actual=3 other=scores expected=4");
  CHECK(fault({2, 4, 5}) == "shape-mismatch name=mask axis=heads actual=2 other=scores expected=3");
  CHECK(fault({3, 1, 4, 5}) == "shape-mismatch name=mask axis=batch actual=3 other=scores expected=2");
  CHECK(fault({}).starts_with("bad-rank name=mask"));
  CHECK(fault({4, 0}) == "empty name=mask");

  Tensor mask({3, 4, 5});
  mask.view<3>()(0, 0, 0) = -kInf;  // hides, and is no error
  for (float bad : {kNaN, kInf}) {
    mask.view<3>()(2, 3, 1) = bad;
    options.mask = {MaskKind::additive, nullptr, mask.data(), mask.shape()};
    CHECK(told(failed(options), {"name", "batch", "row", "column"}) == "not-finite name=mask batch=2 row=3 column=1");
  }
  mask.view<3>()(2, 3, 1) = 0;
  CHECK(failed(options).ok());
  Tensor line = tensor_of({3}, {-kInf, -kInf, kNaN});
  options.mask = {MaskKind::additive, nullptr, line.data(), {3}};
  CHECK(told(failed(options), {"name", "row", "column"}) == "not-finite name=mask row=0 column=2");
}

TEST_CASE("parameters that a score function lacks or does not have", "[attention][errors]") {
  using enum ScoreKind;
  const auto lacking = [](ScoreKind kind, auto remove) {
    Case test_case(kind, {});
    remove(test_case.options.score);
    return told(failed(test_case.options), {"score", "name"});
  };
  CHECK(lacking(additive, [](Score& s) { s.W = {}; }) == "missing-parameter score=additive name=W");
  CHECK(lacking(additive, [](Score& s) { s.U = {}; }) == "missing-parameter score=additive name=U");
  CHECK(lacking(additive, [](Score& s) { s.v = {}; }) == "missing-parameter score=additive name=v");
  CHECK(lacking(bilinear, [](Score& s) { s.W = {}; }) == "missing-parameter score=bilinear name=W");
  CHECK(lacking(importance, [](Score& s) { s.v = {}; }) == "missing-parameter score=importance name=v");
  CHECK(lacking(importance_conv, [](Score& s) { s.W = {}; }) == "missing-parameter score=importance-conv name=W");
  CHECK(lacking(additive, [](Score& s) { s.gain = 1; }) == "unused-parameter score=additive name=gain");
  CHECK(lacking(dot, [](Score& s) { s.W = ones({5, 5}); }) == "unused-parameter score=dot name=W");
  CHECK(lacking(bilinear, [](Score& s) { s.U = ones({5, 5}); }) == "unused-parameter score=bilinear name=U");
  CHECK(lacking(cosine, [](Score& s) { s.b = ones({5}); }) == "unused-parameter score=cosine name=b");
  CHECK(lacking(euclidean, [](Score& s) { s.v = ones({5}); }) == "unused-parameter score=euclidean name=v");
  Case pooled(importance, {});
  pooled.options.q = ones({1, 1, 3, 5});
  CHECK(told(failed(pooled.options), {"score", "name"}) == "unused-parameter score=importance name=q");
}

TEST_CASE("parameters of a wrong shape or with NaN", "[attention][errors]") {
  using enum ScoreKind;
  const auto wrong = [](ScoreKind kind, auto change) {
    Case test_case(kind, {.d_q = 5, .d_k = 6, .hidden = 4});
    change(test_case.options.score);
    return shape_fault(test_case.options);
  };
  CHECK(wrong(additive, [](Score& s) {
          s.W = ones({4, 6});
        }) == "shape-mismatch name=W axis=columns actual=6 other=q expected=5");
  CHECK(wrong(additive, [](Score& s) { s.U = ones({3, 6}); }).starts_with("shape-mismatch name=U axis=rows actual=3"));
  CHECK(wrong(additive, [](Score& s) {
          s.U = ones({4, 5});
        }).starts_with("shape-mismatch name=U axis=columns actual=5"));
  CHECK(wrong(additive, [](Score& s) { s.b = ones({5}); }) ==
        "shape-mismatch name=b axis=size actual=5 other=W expected=4");
  CHECK(wrong(additive, [](Score& s) { s.v = ones({3}); }) ==
        "shape-mismatch name=v axis=size actual=3 other=W expected=4");
  CHECK(wrong(bilinear, [](Score& s) { s.W = ones({6, 6}); }).starts_with("shape-mismatch name=W axis=rows actual=6"));
  CHECK(wrong(bilinear, [](Score& s) {
          s.W = ones({5, 5});
        }).starts_with("shape-mismatch name=W axis=columns actual=5"));
  CHECK(wrong(importance, [](Score& s) {
          s.W = ones({4, 5});
        }) == "shape-mismatch name=W axis=columns actual=5 other=k expected=6");
  CHECK(wrong(importance_conv, [](Score& s) {
          s.W = ones({4, 6});
        }) == "shape-mismatch name=W axis=columns actual=6 other=k expected=18");
  CHECK(wrong(additive, [](Score& s) { s.v = ones({4, 1}); }).starts_with("bad-rank name=v"));
  CHECK(wrong(additive, [](Score& s) { s.W = ones({0, 5}); }).starts_with("empty name=W"));
  Case test_case(additive, {});
  test_case.U.matrix()(3, 1) = kNaN;
  CHECK(told(failed(test_case.options), {"name", "row", "column"}) == "not-finite name=U row=3 column=1");
}

TEST_CASE("past keys and values", "[attention][errors]") {
  AttendOptions options = options_of({1, 2, 1, 3}, {1, 2, 1, 3}, {1, 2, 1, 4});
  const auto fault = [&](const Shape& k, const Shape& v) {
    options.past_k = k.rank ? ones(k) : TensorView{};
    options.past_v = v.rank ? ones(v) : TensorView{};
    return shape_fault(options);
  };
  CHECK(fault({1, 2, 5, 3}, {}) == "empty name=past.v");
  CHECK(fault({}, {1, 2, 5, 4}) == "empty name=past.k");
  CHECK(fault({2, 5, 3}, {1, 2, 5, 4}).starts_with("bad-rank name=past.k"));
  CHECK(fault({1, 2, 5, 3}, {1, 2, 6, 4}) == "shape-mismatch name=past.v axis=rows actual=6 other=past.k expected=5");
  CHECK(fault({2, 2, 5, 3}, {1, 2, 5, 4}) == "shape-mismatch name=past.k axis=batch actual=2 other=k expected=1");
  CHECK(fault({1, 1, 5, 3}, {1, 2, 5, 4}) == "shape-mismatch name=past.k axis=heads actual=1 other=k expected=2");
  CHECK(fault({1, 2, 5, 3}, {1, 2, 5, 3}) == "shape-mismatch name=past.v axis=columns actual=3 other=v expected=4");
  Tensor bad = Tensor::copy_of(ones({1, 2, 5, 3}));
  bad.view<4>()(0, 1, 4, 2) = kNaN;
  options.past_k = bad;
  options.past_v = ones({1, 2, 5, 4});
  CHECK(told(failed(options), {"name", "head", "row", "column"}) == "not-finite name=past.k head=1 row=4 column=2");
}

TEST_CASE("a score that overflows names its place", "[attention][errors]") {
  Tensor q = tensor_of({2, 2}, {1, 1, 1, 3e38f}), k = tensor_of({3, 2}, {1, 1, 1, 1, 1, 30});
  AttendOptions options = options_of({}, {3, 2}, {3, 2});
  options.q = q;
  options.k = k;
  CHECK(told(failed(options), {"stage", "batch", "head", "row", "column"}) ==
        "overflow stage=score batch=0 head=0 row=1 column=2");
  options.score.kind = ScoreKind::squared_euclidean;
  CHECK(told(failed(options), {"stage", "row", "column"}) == "overflow stage=score row=1 column=0");
  q.matrix()(1, 1) = 1e38f;
  options.score.kind = ScoreKind::dot;
  options.k = ones({3, 2});
  options.temperature = 1e-3f;
  CHECK(told(failed(options), {"stage", "row", "column"}) == "overflow stage=masked row=1 column=0");
  options.temperature = 1;
  Tensor mask({1, 3});
  mask.matrix()(0, 2) = 2e38f;
  options.mask = {MaskKind::additive, nullptr, mask.data(), mask.shape()};
  CHECK(failed(options).ok());
  mask.matrix()(0, 2) = 3e38f;
  CHECK(told(failed(options), {"stage", "row", "column"}) == "overflow stage=masked row=1 column=2");
}

TEST_CASE("an overflow in a later block of the fused path has its place among all keys", "[attention][errors]") {
  Case test_case(ScoreKind::dot, {.batch = 2, .heads = 2, .kv_heads = 2, .queries = 100, .keys = 300});
  for (Index d = 0; d < 5; ++d) {
    test_case.q.view<4>()(1, 1, 77, d) = 3e38f;
    for (Index j = 0; j < 300; ++j) test_case.k.view<4>()(1, 1, j, d) = j == 250 ? 2.0f : 0.0f;
  }
  CHECK(told(failed(test_case.options), {"stage", "batch", "head", "row", "column"}) ==
        "overflow stage=score batch=1 head=1 row=77 column=250");
}

TEST_CASE("sizes that would need more than 1 GiB are refused before anything is allocated", "[attention][errors]") {
  const Tensor long_one({20000, 1});
  AttendOptions options;
  options.q = options.k = options.v = long_one;
  options.trace = true;
  const Status status = attended(options);
  CHECK(status.code == "too-large");
  REQUIRE(status.values.size() == 3);
  CHECK(std::strtod(status.values[1].text.c_str(), nullptr) > 3 * 20000.0 * 20000.0 * 4);
  CHECK(status.values[2].text == "1073741824");
}
