#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <set>
#include <string>

#include "base/errors.hpp"
#include "base/random.hpp"

using namespace attn;

namespace {

std::string names(const Status& status) {
  std::string list;
  for (const ErrorValue& value : status.values) list += (list.empty() ? "" : " ") + value.name + "=" + value.text;
  return list;
}

}  // namespace

TEST_CASE("each error has its code, its values and a sentence that says them", "[base]") {
  using namespace attn::errors;
  struct Expected {
    Status status;
    const char *code, *values, *message;
  };
  const Place place{1, 0, 2, 3};
  const Expected all[] = {
      {shape_mismatch("attend", "v", "rows", 4, "k", 3), "shape-mismatch",
       "operation=attend name=v axis=rows actual=4 other=k expected=3",
       "attend: v has 4 rows but must have 3 (from k)"},
      {shape_mismatch("attend", "b", "size", 2, "W", 5), "shape-mismatch",
       "operation=attend name=b axis=size actual=2 other=W expected=5",
       "attend: b has 2 entries but must have 5 (from W)"},
      {bad_rank("attend", "q", 1, "2, 3 or 4"), "bad-rank", "operation=attend name=q actual=1 expected=2, 3 or 4",
       "attend: q has 1 axes but needs 2, 3 or 4"},
      {data_size("attend", "q", 5, 6), "data-size", "operation=attend name=q actual=5 expected=6",
       "attend: q holds 5 numbers but its shape says 6"},
      {empty("attend", "k"), "empty", "operation=attend name=k", "attend: k is empty or was not given"},
      {not_finite("attend", "q", NAN, place), "not-finite",
       "operation=attend name=q actual=NaN batch=1 head=0 row=2 column=3",
       "attend: q has NaN in batch entry 2, row 3, column 4"},
      {not_finite("attend", "q", -INFINITY, {}), "not-finite",
       "operation=attend name=q actual=-Infinity batch=0 head=0 row=0 column=0",
       "attend: q has -Infinity in row 1, column 1"},
      {overflow("attend", "score", {0, 1, 0, 0}), "overflow",
       "operation=attend stage=score batch=0 head=1 row=0 column=0",
       "attend: score leaves the range of float32 in head 2, row 1, column 1"},
      {bad_temperature("attend", 0), "bad-temperature", "operation=attend actual=0",
       "attend: temperature must be a number above 0 but is 0"},
      {bad_softcap("attend", -2.5), "bad-softcap", "operation=attend actual=-2.5",
       "attend: softcap must be a number above 0, or 0 for none, but is -2.5"},
      {bad_scale("attend", INFINITY), "bad-scale", "operation=attend actual=Infinity",
       "attend: scale must be a finite number but is Infinity"},
      {bad_gain("attend", NAN), "bad-gain", "operation=attend actual=NaN",
       "attend: gain must be a finite number but is NaN"},
      {bad_heads("attend", "kvHeads", -1), "bad-heads", "operation=attend name=kvHeads actual=-1",
       "attend: kvHeads must be at least 1 but is -1"},
      {heads_not_divisible("attend", "heads", 6, 4), "heads-not-divisible",
       "operation=attend name=heads actual=6 divisor=4", "attend: 6 heads cannot share 4 key heads evenly"},
      {heads_not_divisible("attend", "q", 7, 2), "heads-not-divisible", "operation=attend name=q actual=7 divisor=2",
       "attend: q has 7 columns, not divisible by 2 heads"},
      {bad_length("attend", 1, 9, 4), "bad-length", "operation=attend index=1 actual=9 limit=4",
       "attend: length 2 is 9 but must lie between 0 and 4"},
      {bad_window("attend", "left", -2), "bad-window", "operation=attend name=left actual=-2",
       "attend: the window's left side must be 0 or more, or -1 for no bound, but is -2"},
      {missing_parameter("attend", "additive", "U"), "missing-parameter", "operation=attend score=additive name=U",
       "attend: the score function \"additive\" needs U"},
      {unused_parameter("attend", "dot", "W"), "unused-parameter", "operation=attend score=dot name=W",
       "attend: the score function \"dot\" has no W"},
      {unknown_name("attend", "score", "dott"), "unknown-name", "operation=attend name=score actual=dott",
       "attend: there is no score \"dott\""},
      {out_of_range("explain", "row", 3, 3), "out-of-range", "operation=explain name=row actual=3 limit=3",
       "explain: row 3 must lie between 0 and 2"},
      {too_large("attend", 2000, 1000), "too-large", "operation=attend bytes=2000 limit=1000",
       "attend: needs 2000 bytes, more than the limit of 1000"},
      {out_of_memory("attend", 64), "out-of-memory", "operation=attend bytes=64", "attend: no memory for 64 bytes"},
  };
  for (const Expected& expected : all) {
    CHECK_FALSE(expected.status.ok());
    CHECK(expected.status.code == expected.code);
    CHECK(names(expected.status) == expected.values);
    CHECK(expected.status.message == expected.message);
  }
  CHECK(Status{}.ok());
}

TEST_CASE("random numbers are the same everywhere and spread as they should", "[base]") {
  CHECK(Random(0).bits() == 0xe220a8397b1dcdafu);  // published first output of SplitMix64 from seed 0
  CHECK(Random(7).uniform() == Random(7).uniform());
  CHECK(Random(7).uniform() != Random(8).uniform());
  Random random(3);
  double mean = 0, square = 0, normal_mean = 0, normal_square = 0;
  constexpr int kCount = 100'000;
  std::set<Index> seen;
  for (int i = 0; i < kCount; ++i) {
    const float u = random.uniform(), n = random.normal();
    REQUIRE((u >= 0 && u < 1));
    mean += u / kCount;
    square += u * u / kCount;
    normal_mean += n / kCount;
    normal_square += n * n / kCount;
    seen.insert(random.below(7));
  }
  CHECK(std::abs(mean - 0.5) < 0.01);
  CHECK(std::abs(square - 1.0 / 3) < 0.01);
  CHECK(std::abs(normal_mean) < 0.02);
  CHECK(std::abs(normal_square - 1) < 0.02);
  CHECK(seen == std::set<Index>{0, 1, 2, 3, 4, 5, 6});
}
