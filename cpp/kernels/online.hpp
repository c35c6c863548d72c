#pragma once
// Softmax along blocks of keys (Milakov and Gimelshein 2018; Dao et al. 2022, algorithm 1): e^s = 2^(s·log2 e).
#include "simd/batch.hpp"
#include "tensor/view.hpp"

namespace attn::online {

inline constexpr Index kMaxRows = 48;
inline constexpr int kLift = 32;

/** What is remembered of each row: its maximum so far, and the sum of its exponentials in the lanes of a batch. */
struct Rows {
  float unit;  // scores times this are in base 2
  bool bounded;
  float max[kMaxRows];
  float sum[kMaxRows][simd::kLanes];

  /**
   * `bounded_`: no score, in base 2, is beyond ±kLift; then 2^(score + kLift) serves as exponential and no maximum is
   * looked for. It is at least 1, so no value is lost beside it, and at most 2^64.
   */
  Rows(float unit_, bool bounded_) noexcept;
};

/** Keys of a block that a row sees. */
struct Seen {
  Index first, end;
};

/**
 * Row i of scores (rows, keys) becomes 2^((score − maximum) · unit), exactly 0 for a key that is not seen or whose score is
 * −inf. Where the maximum grows, the sum so far and the row of out (rows, d_v) are scaled down with it. `hidden`: there
 * may be scores of −inf.
 */
void exponentials(Matrix scores, const Seen* seen, bool hidden, Rows& rows, Matrix out) noexcept;

/** Each row of out divided by its sum · factor; 0 for a row that saw nothing. */
void divide_by_sums(const Rows& rows, float factor, Matrix out) noexcept;

/** row += bias · factor */
void add_scaled(ConstVector bias, float factor, Vector row) noexcept;

/** out = tanh(out) · factor */
void tanh_scaled(Matrix out, float factor) noexcept;

}  // namespace attn::online
