#include "kernels/online.hpp"

#include <algorithm>
#include <cstring>

#include "simd/loop.hpp"
#include "simd/math.hpp"

namespace attn::online {

namespace {

using simd::Batch;

constexpr float kNone = -std::numeric_limits<float>::infinity();

void clear(float* from, Index count) noexcept {
  if (count > 0) std::memset(from, 0, static_cast<std::size_t>(count) * sizeof(float));
}

/** row = exp2(row − shift); answers sum + Σ row. */
template <class Exp2>
Batch exponential_row(float* row, Index count, float shift, Batch sum, Exp2 exp2) noexcept {
  const Batch by(shift);
  Index j = 0;
  for (; j + simd::kLanes <= count; j += simd::kLanes) {
    const Batch e = exp2(simd::load(row + j) - by);
    simd::store(e, row + j);
    sum += e;
  }
  if (j < count) {
    const Batch e = exp2(simd::load_part(row + j, count - j, shift) - by);
    simd::store_part(e, row + j, count - j);
    sum += simd::load_part(row + j, count - j);
  }
  return sum;
}

/** Moves a row's maximum to `max`. */
void rescale(Rows& rows, Index i, float max, Vector out) noexcept {
  if (rows.max[i] > kNone) {
    const Batch factor = simd::exp2(Batch((rows.max[i] - max) * rows.unit));
    simd::store(simd::load(rows.sum[i]) * factor, rows.sum[i]);
    simd::transform(
        out.shape[0], out.data, [factor](Batch x) { return x * factor; }, out.data);
  }
  rows.max[i] = max;
}

}  // namespace

Rows::Rows(float unit_, bool bounded_) noexcept : unit(unit_), bounded(bounded_) {
  std::fill_n(max, kMaxRows, bounded ? 0 : kNone);
  std::memset(sum, 0, sizeof sum);
}

void exponentials(Matrix scores, const Seen* seen, bool hidden, Rows& rows, Matrix out) noexcept {
  for (Index i = 0; i < scores.rows(); ++i) {
    float* row = &scores(i, 0) + seen[i].first;
    const Index count = seen[i].end - seen[i].first;
    clear(&scores(i, 0), seen[i].first);
    clear(&scores(i, 0) + seen[i].end, scores.columns() - seen[i].end);
    if (count == 0) continue;
    if (!rows.bounded) {
      const float max = simd::max(row, count);
      if (max > rows.max[i]) rescale(rows, i, max, out[i]);
      if (rows.max[i] == kNone) {
        clear(row, count);
        continue;
      }
    }
    const auto sum_of = [&](auto exp2) {
      return exponential_row(row, count, rows.max[i], simd::load(rows.sum[i]), exp2);
    };
    const Batch sum = rows.bounded && !hidden ? sum_of([](Batch x) { return simd::exp2_small<kLift>(x); })
                      : rows.bounded          ? sum_of([](Batch x) { return simd::exp2<kLift>(x); })
                                     : sum_of([unit = Batch(rows.unit)](Batch x) { return simd::exp2(x * unit); });
    simd::store(sum, rows.sum[i]);
  }
}

void divide_by_sums(const Rows& rows, float factor, Matrix out) noexcept {
  for (Index i = 0; i < out.rows(); ++i) {
    const float sum = xsimd::reduce_add(simd::load(rows.sum[i])) * factor;
    if (sum == 0) {
      clear(&out(i, 0), out.columns());
      continue;
    }
    simd::transform(
        out.columns(), &out(i, 0), [by = Batch(sum)](Batch x) { return x / by; }, &out(i, 0));
  }
}

void add_scaled(ConstVector bias, float factor, Vector row) noexcept {
  simd::transform(
      row.shape[0], row.data, [f = Batch(factor)](Batch x, Batch b) { return simd::madd(b, f, x); }, row.data,
      bias.data);
}

void tanh_scaled(Matrix out, float factor) noexcept {
  for (Index i = 0; i < out.rows(); ++i)
    simd::transform(
        out.columns(), &out(i, 0), [f = Batch(factor)](Batch x) { return simd::tanh(x) * f; }, &out(i, 0));
}

}  // namespace attn::online
