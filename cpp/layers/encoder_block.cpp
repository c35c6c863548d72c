#include "layers/encoder_block.hpp"

#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"
#include "layers/allocate.hpp"

namespace attn {
namespace {

constexpr std::string_view kOperation = "encode";

/** The layer applied to x, as (1, rows, out). */
Status project(const Linear& layer, ConstMatrix x, Tensor& y) {
  if (Status status = allocate(kOperation, {1, x.rows(), layer.out()}, y); !status.ok()) return status;
  layer.forward(x, y.view<3>()[0]);
  return {};
}

void switch_off(Matrix joined, Index heads, std::span<const Index> off) {
  const Index width = joined.columns() / heads;
  for (const Index head : off)
    scale(column_block(joined, head * width, width), 0, column_block(joined, head * width, width));
}

/** joined = [a_1 … a_heads], (1, rows, inner) */
Status self_attention(const EncoderBlock& block, ConstMatrix x, std::span<const Index> off, Trace& trace,
                      Tensor& joined) {
  Tensor normed, q, k, v;
  if (Status status = allocate(kOperation, {x.rows(), x.columns()}, normed); !status.ok()) return status;
  forward(block.attention_norm, x, normed.matrix());
  if (Status status = project(block.query, normed.matrix(), q); !status.ok()) return status;
  if (Status status = project(block.key, normed.matrix(), k); !status.ok()) return status;
  if (Status status = project(block.value, normed.matrix(), v); !status.ok()) return status;

  AttendOptions options;
  options.q = q;
  options.k = k;
  options.v = v;
  options.heads = block.heads;
  options.trace = true;
  AttendResult result;
  if (Status status = attend(options, result); !status.ok()) return status;
  trace = std::move(*result.trace);
  joined = std::move(result.output);
  switch_off(joined.view<3>()[0], block.heads, off);
  return {};
}

}  // namespace

Status forward(const EncoderBlock& block, ConstMatrix x, std::span<const Index> off, Trace& trace, Tensor& y) {
  const Index rows = x.rows(), out = block.out();
  Tensor joined, residual, u, normed, hidden;
  if (Status status = self_attention(block, x, off, trace, joined); !status.ok()) return status;
  for (Tensor* each : {&residual, &u, &normed, &y})
    if (Status status = allocate(kOperation, {rows, out}, *each); !status.ok()) return status;
  if (Status status = allocate(kOperation, {rows, block.feed_forward.hidden.out()}, hidden); !status.ok())
    return status;

  // u = joined·W_o + b_o + residual(x)
  if (block.residual) block.residual->forward(x, residual.matrix());
  block.output.forward(joined.view<3>()[0], u.matrix(), Activation::none, block.residual ? residual.matrix() : x);

  // y = feed_forward(LN(u)) + u
  forward(block.feed_forward_norm, u.matrix(), normed.matrix());
  forward(block.feed_forward, normed.matrix(), hidden.matrix(), y.matrix(), u.matrix());
  return {};
}

}  // namespace attn
