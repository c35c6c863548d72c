// A cache that grows by any pieces is one attention over all it holds.
#include "attention/cache.hpp"

#include "calls.hpp"

using namespace attn;
using test::answered;
using test::Case;
using test::rows_of;

namespace {

KeyValueCache cache_for(const Case& test_case, Index capacity) {
  KeyValueCache cache;
  const Shape &k = test_case.k.shape(), &v = test_case.v.shape();
  REQUIRE(KeyValueCache::make(k[0], k[1], k[3], v[3], capacity, cache).ok());
  return cache;
}

/** The same settings for tokens first … first + count − 1 of all three inputs. */
struct Piece {
  Tensor q, k, v;
  AttendOptions options;

  Piece(const Case& test_case, Index first, Index count, KeyValueCache& cache)
      : q(rows_of(test_case.q, first, count)),
        k(rows_of(test_case.k, first, count)),
        v(rows_of(test_case.v, first, count)),
        options(test_case.options) {
    options.q = q;
    options.k = k;
    options.v = v;
    options.cache = &cache;
  }
};

/** Appends tokens from … end − 1 in these pieces, over and over, and compares each answer with rows of `whole`. */
void decode(const Case& test_case, Index from, Index end, const std::vector<Index>& pieces, KeyValueCache& cache,
            const Tensor& whole) {
  for (std::size_t n = 0; from < end; ++n) {
    const Index count = std::min(pieces[n % pieces.size()], end - from);
    const Piece piece(test_case, from, count, cache);
    INFO("tokens " << from << " to " << from + count - 1);
    CHECK(test::difference(answered(piece.options).output, rows_of(whole, from, count)) < 2e-6);
    from += count;
    CHECK(cache.length() == from);
  }
}

std::string refusal(const AttendOptions& options) {
  AttendResult result;
  return test::text_of(attend(options, result));
}

}  // namespace

TEST_CASE("tokens appended in any pieces see what one causal call sees", "[attention][cache]") {
  for (const std::vector<Index>& pieces :
       {std::vector<Index>{1}, {3}, {8}, {13}, {1, 3, 8, 13}, {50, 1, 1}, {48}, {90}}) {
    Case test_case(ScoreKind::scaled_dot,
                   {.batch = 2, .heads = 4, .kv_heads = 2, .queries = 90, .keys = 90, .d_q = 7, .d_k = 7, .d_v = 9});
    test_case.options.causal = true;
    KeyValueCache cache = cache_for(test_case, 90);  // filled to the last place
    decode(test_case, 0, 90, pieces, cache, answered(test_case.options).output);
  }
}

TEST_CASE("a cache of several blocks: 600 keys", "[attention][cache]") {
  Case test_case(ScoreKind::scaled_dot, {.heads = 2, .kv_heads = 1, .queries = 600, .keys = 600, .d_v = 17});
  test_case.options.causal = true;
  for (Index capacity : {600, 613, 1024}) {
    KeyValueCache cache = cache_for(test_case, capacity);
    decode(test_case, 0, 600, {250, 5, 1, 1, 130, 1, 200, 11, 1}, cache, answered(test_case.options).output);
  }
}

TEST_CASE("windows that begin anywhere in a cache of wide panels, a query at a time", "[attention][cache]") {
  for (const Index d_v : {31, 32, 33, 64, 129})
    for (const Index window : {0, 5, 29, 64, 530}) {
      Case test_case(ScoreKind::scaled_dot, {.heads = 2, .queries = 700, .keys = 700, .d_v = d_v});
      test_case.options.causal = true;
      test_case.options.window_left = window;
      const Tensor whole = answered(test_case.options).output;
      KeyValueCache cache = cache_for(test_case, 700);
      decode(test_case, 0, 480, {400, 80}, cache, whole);
      decode(test_case, 480, 700, {1}, cache, whole);
    }
}

TEST_CASE("head sizes that fit no panel in a cache", "[attention][cache]") {
  for (Index d : {1, 2, 5, 16, 17, 33, 257})
    for (Index d_v : {1, 3, 8, 17, 300}) {
      Case test_case(ScoreKind::dot, {.queries = 20, .keys = 20, .d_q = d, .d_k = d, .d_v = d_v});
      test_case.options.causal = true;
      KeyValueCache cache = cache_for(test_case, 21);
      INFO("d " << d << ", d_v " << d_v);
      decode(test_case, 0, 20, {7, 1}, cache, answered(test_case.options).output);
    }
}

TEST_CASE("each score function that meets keys as they are, with softcap and window, by cache", "[attention][cache]") {
  for (ScoreKind kind : {ScoreKind::dot, ScoreKind::scaled_dot, ScoreKind::euclidean, ScoreKind::squared_euclidean,
                         ScoreKind::tanh_dot, ScoreKind::bilinear}) {
    Case test_case(kind, {.queries = 150, .keys = 150});
    test_case.options.causal = true;
    test_case.options.window_left = 70;
    test_case.options.softcap = 2;
    test_case.options.temperature = 0.5f;
    KeyValueCache cache = cache_for(test_case, 150);
    INFO(score_name(kind));
    decode(test_case, 0, 150, {60, 1, 3}, cache, answered(test_case.options).output);
  }
}

TEST_CASE("without causal each query sees all the cache holds, new keys as well", "[attention][cache]") {
  Case test_case(ScoreKind::scaled_dot, {.batch = 2, .heads = 2, .kv_heads = 2, .queries = 30, .keys = 30});
  const Tensor whole = answered(test_case.options).output;
  KeyValueCache cache = cache_for(test_case, 64);
  answered(Piece(test_case, 0, 29, cache).options);
  CHECK(test::difference(answered(Piece(test_case, 29, 1, cache).options).output, rows_of(whole, 29, 1)) < 2e-6);
}

TEST_CASE("a mask of all the keys a cache holds", "[attention][cache]") {
  Case test_case(ScoreKind::scaled_dot, {.queries = 20, .keys = 20});
  std::vector<std::uint8_t> mask;
  for (Index j = 0; j < 20; ++j) mask.push_back(j % 3 != 1);
  test_case.options.mask = {MaskKind::boolean, mask.data(), nullptr, {1, 20}};
  const Tensor whole = answered(test_case.options).output;
  KeyValueCache cache = cache_for(test_case, 20);
  Piece first(test_case, 0, 19, cache);
  const Piece last(test_case, 19, 1, cache);
  first.options.mask = {};
  answered(first.options);
  CHECK(test::difference(answered(last.options).output, rows_of(whole, 19, 1)) < 2e-6);
}

TEST_CASE("truncated and appended again, a cache has the bits of a new one", "[attention][cache]") {
  Case test_case(ScoreKind::scaled_dot, {.batch = 2, .heads = 4, .kv_heads = 2, .queries = 300, .keys = 300, .d_v = 9});
  test_case.options.causal = true;
  const Tensor whole = answered(test_case.options).output;
  KeyValueCache cache = cache_for(test_case, 300);
  decode(test_case, 0, 300, {77}, cache, whole);
  for (Index length : {299, 257, 255, 100, 3, 0}) {
    cache.truncate(length);
    CHECK(cache.length() == length);
    decode(test_case, length, 300, {9, 120}, cache, whole);
  }
  cache.truncate(1000);
  CHECK(cache.length() == 300);
  CHECK(cache.capacity() == 300);

  KeyValueCache fresh = cache_for(test_case, 300);
  cache.truncate(0);
  Case huge(ScoreKind::scaled_dot, {.batch = 2, .heads = 4, .kv_heads = 2, .queries = 300, .keys = 300, .d_v = 9}, 1,
            1e8f);
  answered(Piece(huge, 0, 60, cache).options);
  cache.truncate(0);
  CHECK(test::equal_bits(answered(Piece(test_case, 0, 60, cache).options).output,
                         answered(Piece(test_case, 0, 60, fresh).options).output));
}

TEST_CASE("weights of a call with a cache, the same output bits", "[attention][cache]") {
  Case test_case(ScoreKind::scaled_dot, {.heads = 2, .kv_heads = 1, .queries = 20, .keys = 20});
  test_case.options.causal = true;
  test_case.options.trace = true;
  const AttendResult whole = answered(test_case.options);
  test_case.options.trace = false;
  KeyValueCache cache = cache_for(test_case, 32);
  answered(Piece(test_case, 0, 15, cache).options);
  Piece piece(test_case, 15, 5, cache);
  piece.options.weights = true;
  const AttendResult result = answered(piece.options);
  CHECK(result.weights.shape() == Shape{1, 2, 5, 20});
  CHECK(test::equal_bits(result.weights, rows_of(whole.trace->weights, 15, 5)));
  CHECK(test::equal_bits(result.output, rows_of(whole.output, 15, 5)));
}

TEST_CASE("a full cache says so and stays as it was", "[attention][cache]") {
  Case test_case(ScoreKind::scaled_dot, {.queries = 12, .keys = 12});
  test_case.options.causal = true;
  const Tensor whole = answered(test_case.options).output;
  KeyValueCache cache = cache_for(test_case, 10);
  decode(test_case, 0, 8, {8}, cache, whole);
  CHECK(refusal(Piece(test_case, 8, 3, cache).options) == "cache-full operation=attend actual=11 limit=10");
  CHECK(cache.length() == 8);
  decode(test_case, 8, 10, {1}, cache, whole);
  CHECK(refusal(Piece(test_case, 10, 1, cache).options) == "cache-full operation=attend actual=11 limit=10");
}

TEST_CASE("a call that overflows half way leaves the cache as it was", "[attention][cache]") {
  const test::Sizes sizes{.batch = 2, .heads = 2, .kv_heads = 1, .queries = 120, .keys = 120};
  Case test_case(ScoreKind::scaled_dot, sizes), spoilt(ScoreKind::scaled_dot, sizes);
  test_case.options.causal = spoilt.options.causal = true;
  spoilt.q.view<4>()(1, 1, 110, 0) = 1e30f;  // of the last block of queries
  spoilt.k.view<4>()(1, 0, 109, 0) = 1e30f;
  KeyValueCache cache = cache_for(test_case, 200), other = cache_for(test_case, 200);
  answered(Piece(test_case, 0, 20, cache).options);
  answered(Piece(test_case, 0, 20, other).options);
  CHECK(refusal(Piece(spoilt, 20, 100, cache).options) ==
        "overflow operation=attend stage=score batch=1 head=1 row=90 column=109");
  CHECK(cache.length() == 20);
  CHECK(test::equal_bits(answered(Piece(test_case, 20, 100, cache).options).output,
                         answered(Piece(test_case, 20, 100, other).options).output));
}

TEST_CASE("what cannot go with a cache", "[attention][cache]") {
  Case test_case(ScoreKind::scaled_dot, {.batch = 2, .heads = 2, .kv_heads = 2});
  KeyValueCache cache = cache_for(test_case, 8);
  const auto refused = [&](auto change) {
    AttendOptions options = test_case.options;
    options.cache = &cache;
    change(options);
    return refusal(options);
  };
  using O = AttendOptions;
  const std::vector<std::int32_t> lengths{1, 1};
  CHECK(refused([&](O& o) { o.past_k = test_case.k, o.past_v = test_case.v; }) ==
        "not-together operation=attend name=cache other=past");
  CHECK(refused([&](O& o) { o.lengths = lengths; }) == "not-together operation=attend name=cache other=lengths");
  CHECK(refused([&](O& o) { o.trace = true; }) == "not-together operation=attend name=cache other=trace");
  for (ScoreKind kind : {ScoreKind::cosine, ScoreKind::additive, ScoreKind::importance, ScoreKind::importance_conv}) {
    Case other(kind, {.batch = 2, .heads = 2, .kv_heads = 2});
    other.options.cache = &cache;
    CHECK(refusal(other.options) == "not-together operation=attend name=cache other=" + std::string(score_name(kind)));
  }
  const auto size = [&](test::Sizes sizes) {
    Case other(ScoreKind::scaled_dot, sizes);
    other.options.cache = &cache;
    return refusal(other.options);
  };
  const std::string wrong = "shape-mismatch operation=attend name=";
  CHECK(size({.batch = 1, .heads = 2, .kv_heads = 2}) == wrong + "k axis=batch actual=1 other=cache expected=2");
  CHECK(size({.batch = 2, .heads = 2, .kv_heads = 1}) == wrong + "k axis=heads actual=1 other=cache expected=2");
  CHECK(size({.batch = 2, .heads = 2, .kv_heads = 2, .d_q = 4, .d_k = 4}) ==
        wrong + "k axis=columns actual=4 other=cache expected=5");
  CHECK(size({.batch = 2, .heads = 2, .kv_heads = 2, .d_v = 4}) ==
        wrong + "v axis=columns actual=4 other=cache expected=3");
  CHECK(cache.length() == 0);
}

TEST_CASE("caches of impossible sizes", "[attention][cache]") {
  KeyValueCache cache;
  const auto code = [&](Index batch, Index heads, Index d, Index d_v, Index capacity) {
    return KeyValueCache::make(batch, heads, d, d_v, capacity, cache).code;
  };
  CHECK(code(0, 1, 1, 1, 1) == "out-of-range");
  CHECK(code(1, 0, 1, 1, 1) == "out-of-range");
  CHECK(code(1, 1, 0, 1, 1) == "out-of-range");
  CHECK(code(1, 1, 1, 0, 1) == "out-of-range");
  CHECK(code(1, 1, 1, 1, 0) == "out-of-range");
  CHECK(code(1, 1, 1, 1, -5) == "out-of-range");
  CHECK(code(1, 1, 4097, 1, 1) == "out-of-range");
  CHECK(code(1, 64, 64, 64, 1 << 20) == "too-large");
  CHECK(code(1 << 20, 1 << 16, 4096, 4096, 1 << 24) == "too-large");
  CHECK(code(1, 1, 1, 1, 1) == "");
}
