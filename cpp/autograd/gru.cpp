#include "autograd/operations.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"
#include "kernels/matmul.hpp"
#include "simd/loop.hpp"

namespace attn {

Var gru_step(Tape& tape, Var x, Var h, Var U, Var bias, std::span<const std::uint8_t> goes_on) {
  const Index batch = h->rows(), d = h->columns();
  const auto room = [&](Index width) { return Matrix(tape.take(std::int64_t{batch} * width), {batch, width}); };
  const auto stays = [goes_on](Index i) { return !goes_on.empty() && !goes_on[static_cast<std::size_t>(i)]; };
  const auto part = [d](Matrix m, Index gate) { return column_block(m, gate * d, d); };
  const Matrix inner = room(3 * d), gates = room(2 * d), fresh = room(d);  // h U (+ b_n), [r z], n
  matmul(h->value, U->value, inner, tape.scratch());
  add_row(part(inner, 2), Vector(bias->value.data, {d}), part(inner, 2));
  add(column_block(x->value, 0, 2 * d), column_block(inner, 0, 2 * d), gates);
  activate(Curve::sigmoid, gates, gates);
  multiply(part(gates, 0), part(inner, 2), fresh);
  add(fresh, part(x->value, 2), fresh);
  activate(Curve::tanh, fresh, fresh);

  const Var y = tape.make(batch, d);
  using simd::Batch;
  const auto mix = [](Batch z, Batch n, Batch old) { return simd::madd(z, old - n, n); };
  for (Index i = 0; i < batch; ++i)
    if (stays(i))
      copy(row_block(h->value, i, 1), row_block(y->value, i, 1));
    else
      simd::transform(d, &y->value(i, 0), mix, &gates(i, d), &fresh(i, 0), &h->value(i, 0));

  // With dh′: dn = dh′ (1 − z)(1 − n²), dz = dh′ (h − n) z (1 − z), dr = dn (h U_n + b_n) r (1 − r);
  // dx = [dr dz dn], d(h U) = [dr dz dn∘r], dh += dh′ z + d(h U) Uᵀ
  tape.on_backward([&tape, x, h, U, bias, y, inner, gates, fresh, stays, batch, d] {
    Arena& scratch = tape.scratch(2 * (batch + 16) * 3 * d);
    const Matrix outer = scratch.take_matrix(batch, 3 * d), back = scratch.take_matrix(batch, 3 * d);
    for (Index i = 0; i < batch; ++i)
      for (Index j = 0; j < d; ++j) {
        const float dy = y->gradient(i, j);
        const float r = gates(i, j), z = gates(i, d + j), n = fresh(i, j);
        const float on = stays(i) ? 0.0f : 1.0f;
        const float dn = on * dy * (1 - z) * (1 - n * n);
        outer(i, j) = back(i, j) = dn * inner(i, 2 * d + j) * r * (1 - r);
        outer(i, d + j) = back(i, d + j) = on * dy * (h->value(i, j) - n) * z * (1 - z);
        outer(i, 2 * d + j) = dn;
        back(i, 2 * d + j) = dn * r;
        if (h->learns()) h->gradient(i, j) += stays(i) ? dy : dy * z;
      }
    if (x->learns()) add(x->gradient, outer, x->gradient);
    if (h->learns()) matmul_add(back, transposed(U->value), h->gradient, scratch);
    if (U->learns()) matmul_add(transposed(h->value), back, U->gradient, scratch);
    if (bias->learns())
      for (Index i = 0; i < batch; ++i) add(bias->gradient, ConstMatrix(&back(i, 2 * d), {1, d}), bias->gradient);
  });
  return y;
}

}  // namespace attn
