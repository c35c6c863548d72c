// Sums of a row are made from 0 and added as one: what a gradient holds already does not round each term.
#include "kernels/pair_gradients.hpp"

#include "kernels/panel.hpp"
#include "simd/math.hpp"

namespace attn {

namespace {

using panel::load_some;
using panel::store_some;
using simd::Batch;
using simd::madd;

/** f(column, columns): the columns of a matrix, a batch at a time. */
template <class F>
void each_batch(Index columns, F f) noexcept {
  for (Index column = 0; column < columns; column += simd::kLanes) f(column, columns - column);
}

void add_some(Batch x, float* to, Index columns) noexcept { store_some(load_some(to, columns) + x, to, columns); }

}  // namespace

void additive_gradients(ConstMatrix a, ConstMatrix b, ConstVector v, ConstMatrix d,
                        const AdditiveGradients& to) noexcept {
  each_batch(a.columns(), [&](Index h, Index left) {
    const Batch factor = load_some(v.data + h, left);
    Batch d_v(0.0f);
    for (Index i = 0; i < a.rows(); ++i) {
      const Batch x = load_some(&a(i, h), left);
      Batch d_x(0.0f);
      for (Index j = 0; j < b.rows(); ++j) {
        const Batch t = simd::tanh(x + load_some(&b(j, h), left)), e(d(i, j));
        const Batch u = (e - e * t * t) * factor;
        d_x += u;
        d_v = madd(e, t, d_v);
        add_some(u, &to.b(j, h), left);
      }
      add_some(d_x, &to.a(i, h), left);
    }
    add_some(d_v, to.v.data + h, left);
  });
}

void difference_gradients(ConstMatrix a, ConstMatrix b, ConstMatrix e, Matrix d_a, Matrix d_b) noexcept {
  each_batch(a.columns(), [&](Index c, Index left) {
    for (Index i = 0; i < a.rows(); ++i) {
      const Batch x = load_some(&a(i, c), left);
      Batch d_x(0.0f);
      for (Index j = 0; j < b.rows(); ++j) {
        const Batch u = Batch(e(i, j)) * (x - load_some(&b(j, c), left));
        d_x += u;
        add_some(-u, &d_b(j, c), left);
      }
      add_some(d_x, &d_a(i, c), left);
    }
  });
}

void tanh_gradient(ConstMatrix y, float cap, Matrix d) noexcept {
  const Batch one(1.0f), factor(1 / cap);
  const auto back = [=](Batch from, Batch out) {
    const Batch t = out * factor;
    return from * (one - t * t);
  };
  for (Index i = 0; i < d.rows(); ++i) simd::transform(d.columns(), &d(i, 0), back, &d(i, 0), &y(i, 0));
}

void divide_or_zero(ConstMatrix d, ConstMatrix by, Matrix out) noexcept {
  const Batch zero(0.0f);
  const auto quotient = [zero](Batch x, Batch y) { return xsimd::select(y == zero, zero, x / y); };
  for (Index i = 0; i < d.rows(); ++i) simd::transform(d.columns(), &out(i, 0), quotient, &d(i, 0), &by(i, 0));
}

void add_rows(ConstMatrix m, Vector out) noexcept {
  for (Index i = 0; i < m.rows(); ++i)
    simd::transform(
        m.columns(), out.data, [](Batch sum, Batch x) { return sum + x; }, out.data, &m(i, 0));
}

float sum(ConstVector row) noexcept { return simd::sum(row.data, row.shape[0]); }

}  // namespace attn
