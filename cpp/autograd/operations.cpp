#include "autograd/operations.hpp"

#include <cmath>

#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"
#include "kernels/matmul.hpp"
#include "kernels/norm.hpp"
#include "simd/loop.hpp"

namespace attn {

namespace {

using simd::Batch;

Vector row_of(Matrix m) { return {m.data, {m.columns()}}; }
Vector gradient_row(Var x) { return x && x->learns() ? row_of(x->gradient) : Vector(); }

/** to += from, (1, columns) += the sum of the rows of (rows, columns) */
void add_rows(ConstMatrix from, Matrix to) noexcept {
  for (Index i = 0; i < from.rows(); ++i) add(to, ConstMatrix(&from(i, 0), {1, from.columns()}), to);
}

}  // namespace

Var linear(Tape& tape, Var x, Var W, Var b) {
  const Var y = tape.make(x->rows(), W->columns());
  matmul(x->value, W->value, y->value, tape.scratch());
  if (b) add_row(y->value, row_of(b->value), y->value);
  // dx += dy·Wᵀ, dW += xᵀ·dy, db += Σ dy
  tape.on_backward([&tape, x, W, b, y] {
    if (x->learns()) matmul_add(y->gradient, transposed(W->value), x->gradient, tape.scratch());
    if (W->learns()) matmul_add(transposed(x->value), y->gradient, W->gradient, tape.scratch());
    if (b && b->learns()) add_rows(y->gradient, b->gradient);
  });
  return y;
}

Var linear_transposed(Tape& tape, Var x, Var W) {
  const Var y = tape.make(x->rows(), W->rows());
  matmul_transposed(x->value, W->value, y->value, tape.scratch());
  // dx += dy·W, dW += dyᵀ·x
  tape.on_backward([&tape, x, W, y] {
    if (x->learns()) matmul_add(y->gradient, W->value, x->gradient, tape.scratch());
    if (W->learns()) matmul_add(transposed(y->gradient), x->value, W->gradient, tape.scratch());
  });
  return y;
}

Var add(Tape& tape, Var a, Var b) {
  const Var y = tape.make(a->rows(), a->columns());
  add(a->value, b->value, y->value);
  tape.on_backward([a, b, y] {
    for (const Var x : {a, b})
      if (x->learns()) add(x->gradient, y->gradient, x->gradient);
  });
  return y;
}

Var multiply(Tape& tape, Var a, Var b) {
  const Var y = tape.make(a->rows(), a->columns());
  multiply(a->value, b->value, y->value);
  // da += dy ∘ b, db += dy ∘ a
  tape.on_backward([a, b, y] {
    const auto step = [](Batch sum, Batch d, Batch other) { return simd::madd(d, other, sum); };
    for (const auto& [x, other] : {std::pair{a, b}, std::pair{b, a}})
      for (Index i = 0; x->learns() && i < x->rows(); ++i)
        simd::transform(x->columns(), &x->gradient(i, 0), step, &x->gradient(i, 0), &y->gradient(i, 0),
                        &other->value(i, 0));
  });
  return y;
}

Var scale(Tape& tape, Var x, float factor) {
  const Var y = tape.make(x->rows(), x->columns());
  scale(x->value, factor, y->value);
  tape.on_backward([x, y, f = Batch(factor)] {
    for (Index i = 0; x->learns() && i < x->rows(); ++i)
      simd::transform(
          x->columns(), &x->gradient(i, 0), [f](Batch sum, Batch d) { return simd::madd(d, f, sum); },
          &x->gradient(i, 0), &y->gradient(i, 0));
  });
  return y;
}

Var add_repeated(Tape& tape, Var x, Var rows) {
  const Var y = tape.make(x->rows(), x->columns());
  const Index period = rows->rows();
  for (Index i = 0; i < x->rows(); i += period)
    add(row_block(x->value, i, period), rows->value, row_block(y->value, i, period));
  tape.on_backward([x, rows, y, period] {
    if (x->learns()) add(x->gradient, y->gradient, x->gradient);
    for (Index i = 0; rows->learns() && i < x->rows(); i += period)
      add(rows->gradient, row_block(y->gradient, i, period), rows->gradient);
  });
  return y;
}

Var activate(Tape& tape, Curve curve, Var x) {
  const Var y = tape.make(x->rows(), x->columns());
  activate(curve, x->value, y->value);
  tape.on_backward([x, y, curve] {
    if (x->learns()) activate_backward(curve, x->value, y->gradient, x->gradient);
  });
  return y;
}

Var dropout(Tape& tape, Var x, float p, Random& random) {
  if (p <= 0) return x;
  const Matrix keep(tape.take(std::int64_t{x->rows()} * x->columns()), {x->rows(), x->columns()});
  const auto limit = static_cast<std::uint64_t>(p * 65536.0f);
  const float factor = 1 / (1 - static_cast<float>(limit) / 65536.0f);
  const Index count = keep.rows() * keep.columns();
  for (Index i = 0; i < count; i += 4) {  // 16 bits decide on one number
    std::uint64_t bits = random.bits();
    for (Index j = i; j < std::min(i + 4, count); ++j, bits >>= 16) keep.data[j] = (bits & 0xffff) < limit ? 0 : factor;
  }
  const Var y = tape.make(x->rows(), x->columns());
  multiply(x->value, keep, y->value);
  tape.on_backward([x, y, keep] {
    const auto step = [](Batch sum, Batch d, Batch k) { return simd::madd(d, k, sum); };
    for (Index i = 0; x->learns() && i < x->rows(); ++i)
      simd::transform(x->columns(), &x->gradient(i, 0), step, &x->gradient(i, 0), &y->gradient(i, 0), &keep(i, 0));
  });
  return y;
}

Var layer_norm(Tape& tape, Var x, Var gain, Var bias, float epsilon) {
  const Var y = tape.make(x->rows(), x->columns());
  layer_norm(x->value, row_of(gain->value), row_of(bias->value), epsilon, y->value);
  tape.on_backward([x, gain, bias, y, epsilon] {
    layer_norm_backward(x->value, row_of(gain->value), epsilon, y->gradient, x->gradient, gradient_row(gain),
                        gradient_row(bias));
  });
  return y;
}

Var rms_norm(Tape& tape, Var x, Var gain, float epsilon) {
  const Var y = tape.make(x->rows(), x->columns());
  rms_norm(x->value, row_of(gain->value), epsilon, y->value);
  tape.on_backward([x, gain, y, epsilon] {
    rms_norm_backward(x->value, row_of(gain->value), epsilon, y->gradient, x->gradient, gradient_row(gain));
  });
  return y;
}

Var gather(Tape& tape, Var x, std::span<const std::int32_t> rows) {
  const Var y = tape.make(static_cast<Index>(rows.size()), x->columns());
  const auto bytes = static_cast<std::size_t>(x->columns()) * sizeof(float);
  for (Index i = 0; i < y->rows(); ++i) {
    const std::int32_t from = rows[static_cast<std::size_t>(i)];
    from < 0 ? std::memset(&y->value(i, 0), 0, bytes) : std::memcpy(&y->value(i, 0), &x->value(from, 0), bytes);
  }
  tape.on_backward([x, y, rows] {
    const auto step = [](Batch sum, Batch d) { return sum + d; };
    for (Index i = 0; x->learns() && i < y->rows(); ++i)
      if (const std::int32_t from = rows[static_cast<std::size_t>(i)]; from >= 0)
        simd::transform(x->columns(), &x->gradient(from, 0), step, &x->gradient(from, 0), &y->gradient(i, 0));
  });
  return y;
}

namespace {

/** `part` is copied to `place` of y, and its gradient comes from there. */
void lay(Tape& tape, Var part, Var y, Index row, Index column) {
  const auto place = [part, row, column](Matrix m) {
    return column_block(row_block(m, row, part->rows()), column, part->columns());
  };
  copy(part->value, place(y->value));
  tape.on_backward([part, y, place] {
    if (part->learns()) add(part->gradient, place(y->gradient), part->gradient);
  });
}

}  // namespace

Var concatenate_rows(Tape& tape, std::span<const Var> parts) {
  Index rows = 0;
  for (const Var part : parts) rows += part->rows();
  const Var y = tape.make(rows, parts[0]->columns());
  Index row = 0;
  for (const Var part : parts) {
    lay(tape, part, y, row, 0);
    row += part->rows();
  }
  return y;
}

Var concatenate_columns(Tape& tape, std::span<const Var> parts) {
  Index count = 0;
  for (const Var part : parts) count += part->columns();
  const Var y = tape.make(parts[0]->rows(), count);
  Index column = 0;
  for (const Var part : parts) {
    lay(tape, part, y, 0, column);
    column += part->columns();
  }
  return y;
}

Var rows(Tape& tape, Var x, Index first, Index count) {
  const Var y = tape.constant(row_block(x->value, first, count));
  if (x->learns()) y->gradient = row_block(x->gradient, first, count);
  return y;
}

Var columns(Tape& tape, Var x, Index first, Index count) {
  const Var y = tape.make(x->rows(), count);
  copy(column_block(x->value, first, count), y->value);
  tape.on_backward([x, y, first, count] {
    if (!x->learns()) return;
    const Matrix part = column_block(x->gradient, first, count);
    add(part, y->gradient, part);
  });
  return y;
}

namespace {

/** to (+)= from, each pair of numbers turned by its angle, or back. */
void turn(ConstMatrix from, ConstMatrix sines, ConstMatrix cosines, Index heads, float direction, bool more,
          Matrix to) noexcept {
  const Index d = from.columns() / heads, half = d / 2, length = sines.rows();
  const Batch sign(direction);
  for (Index i = 0; i < from.rows(); ++i)
    for (Index h = 0; h < heads; ++h) {
      const float *a = &from(i, h * d), *b = a + half;
      float *out_a = &to(i, h * d), *out_b = out_a + half;
      const float *sine = &sines(i % length, 0), *cosine = &cosines(i % length, 0);
      const Batch keep(more ? 1.0f : 0.0f);
      const auto first = [=](Batch old, Batch x, Batch y, Batch s, Batch c) {
        return xsimd::select(keep > Batch(0.0f), old, Batch(0.0f)) + (x * c - sign * y * s);
      };
      const auto second = [=](Batch old, Batch x, Batch y, Batch s, Batch c) {
        return xsimd::select(keep > Batch(0.0f), old, Batch(0.0f)) + (sign * x * s + y * c);
      };
      simd::transform(half, out_a, first, out_a, a, b, sine, cosine);
      simd::transform(half, out_b, second, out_b, a, b, sine, cosine);
      if (d % 2 == 1) out_b[half] = (more ? out_b[half] : 0) + b[half];
    }
}

}  // namespace

Var rotary(Tape& tape, Var x, Index heads, Index length, Index first, float base) {
  const Index d = x->columns() / heads, half = d / 2;
  const Matrix sines(tape.take(length * half), {length, half}), cosines(tape.take(length * half), {length, half});
  for (Index j = 0; j < half; ++j) {
    const double frequency = std::pow(double{base}, -2.0 * static_cast<double>(j) / static_cast<double>(d));
    for (Index t = 0; t < length; ++t) {
      const double angle = static_cast<double>(first + t) * frequency;
      sines(t, j) = static_cast<float>(std::sin(angle));
      cosines(t, j) = static_cast<float>(std::cos(angle));
    }
  }
  const Var y = tape.make(x->rows(), x->columns());
  turn(x->value, sines, cosines, heads, 1, false, y->value);
  tape.on_backward([x, y, sines, cosines, heads] {
    if (x->learns()) turn(y->gradient, sines, cosines, heads, -1, true, x->gradient);
  });
  return y;
}

}  // namespace attn
