#include "layers/multi_head.hpp"

#include "attention/check.hpp"
#include "base/errors.hpp"

namespace attn {

namespace {

constexpr std::string_view kOperation = "multi-head";

constexpr std::int64_t bytes_of(std::int64_t floats) { return floats * static_cast<std::int64_t>(sizeof(float)); }

Status check(std::string_view name, const Projection& projection) {
  const Shape &weight = projection.weight.shape, &bias = projection.bias.shape;
  if (weight.rank != 2) return errors::bad_rank(kOperation, name, weight.rank, "2");
  if (weight.count() == 0) return errors::empty(kOperation, name);
  if (bytes_of(weight.count()) > kMaxBytes) return errors::too_large(kOperation, bytes_of(weight.count()), kMaxBytes);
  if (bias.rank > 1) return errors::bad_rank(kOperation, name, bias.rank, "1");
  if (bias.rank == 1 && bias[0] != weight[1])
    return errors::shape_mismatch(kOperation, name, "size", bias[0], name, weight[1]);
  if (Status status = check_finite(name, projection.weight); !status.ok()) return status;
  return projection.bias.given() ? check_finite(name, projection.bias) : Status{};
}

Status check_input(std::string_view name, std::string_view input, const TensorView& x, Index in, Index out) {
  if (!x.given()) return errors::empty(kOperation, input);
  if (x.shape.rank != 2 && x.shape.rank != 3) return errors::bad_rank(kOperation, input, x.shape.rank, "2 or 3");
  if (x.shape.count() == 0) return errors::empty(kOperation, input);
  if (x.shape.back() != in) return errors::shape_mismatch(kOperation, name, "rows", in, input, x.shape.back());
  const std::int64_t bytes = bytes_of(x.shape.count() / in * out);
  return bytes > kMaxBytes ? errors::too_large(kOperation, bytes, kMaxBytes) : check_finite(input, x);
}

Status make(std::string_view name, const Projection& projection, Linear& layer) {
  if (Status status = check(name, projection); !status.ok()) return status;
  return Linear::make(kOperation, projection.weight, projection.bias, layer);
}

/** y = x · weight + bias, any leading axes. */
Status project(const Linear& layer, std::string_view name, std::string_view input, const TensorView& x, Tensor& y) {
  if (Status status = check_input(name, input, x, layer.in(), layer.out()); !status.ok()) return status;
  Shape shape = x.shape;
  shape.size[shape.rank - 1] = layer.out();
  y = Tensor::uninitialised(shape);
  if (!y.allocated()) return errors::out_of_memory(kOperation, bytes_of(shape.count()));
  const Index rows = static_cast<Index>(shape.count()) / layer.out();
  layer.forward(ConstMatrix(x.data, {rows, layer.in()}), Matrix(y.data(), {rows, layer.out()}));
  return {};
}

}  // namespace

Status MultiHeadLayer::make(const MultiHead& weights, MultiHeadLayer& layer) {
  layer.heads_ = weights.heads;
  layer.kv_heads_ = weights.kv_heads;
  if (Status status = attn::make("query weight", weights.query, layer.query_); !status.ok()) return status;
  if (Status status = attn::make("key weight", weights.key, layer.key_); !status.ok()) return status;
  if (Status status = attn::make("value weight", weights.value, layer.value_); !status.ok()) return status;
  if (!weights.output.weight.given()) return {};
  return attn::make("output weight", weights.output, layer.output_);
}

Status MultiHeadLayer::run(const TensorView& x, const TensorView& memory, AttendOptions options,
                           AttendResult& result) const {
  Tensor q, k, v;
  if (Status status = project(query_, "query weight", "x", x, q); !status.ok()) return status;
  if (Status status = project(key_, "key weight", "memory", memory, k); !status.ok()) return status;
  if (Status status = project(value_, "value weight", "memory", memory, v); !status.ok()) return status;
  options.q = q;
  options.k = k;
  options.v = v;
  options.heads = heads_;
  options.kv_heads = kv_heads_;
  if (Status status = attend(options, result); !status.ok() || output_.out() == 0) return status;
  const Tensor joined = std::move(result.output);
  return project(output_, "output weight", "heads", joined, result.output);
}

}  // namespace attn
