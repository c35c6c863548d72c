#include "attention/multi_head.hpp"

#include "attention/check.hpp"
#include "base/errors.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"

namespace attn {

namespace {

constexpr std::string_view kOperation = "multi-head";

Status check(std::string_view name, const Projection& projection, std::string_view input, const TensorView& x) {
  if (!x.given()) return errors::empty(kOperation, input);
  if (x.shape.rank != 2 && x.shape.rank != 3) return errors::bad_rank(kOperation, input, x.shape.rank, "2 or 3");
  if (x.shape.count() == 0) return errors::empty(kOperation, input);
  const Shape& weight = projection.weight.shape;
  if (weight.rank != 2) return errors::bad_rank(kOperation, name, weight.rank, "2");
  if (projection.weight.shape.count() == 0) return errors::empty(kOperation, name);
  if (weight[0] != x.shape.back())
    return errors::shape_mismatch(kOperation, name, "rows", weight[0], input, x.shape.back());
  const Shape& bias = projection.bias.shape;
  if (bias.rank > 1) return errors::bad_rank(kOperation, name, bias.rank, "1");
  if (bias.rank == 1 && bias[0] != weight[1])
    return errors::shape_mismatch(kOperation, name, "size", bias[0], name, weight[1]);
  if (Status status = check_finite(name, projection.weight); !status.ok()) return status;
  if (projection.bias.given())
    if (Status status = check_finite(name, projection.bias); !status.ok()) return status;
  return check_finite(input, x);
}

/** y = x · weight + bias, any leading axes. */
Status project(std::string_view name, const Projection& projection, std::string_view input, const TensorView& x,
               Arena& scratch, Tensor& y) {
  if (Status status = check(name, projection, input, x); !status.ok()) return status;
  Shape shape = x.shape;
  shape.size[shape.rank - 1] = projection.weight.shape[1];
  y = Tensor(shape);
  if (!y.allocated() || !scratch.allocated())
    return errors::out_of_memory(kOperation, shape.count() * static_cast<std::int64_t>(sizeof(float)));
  const Index rows = static_cast<Index>(shape.count()) / shape.back();
  const Matrix out(y.data(), {rows, shape.back()});
  matmul(ConstMatrix(x.data, {rows, x.shape.back()}), projection.weight.matrix(), out, scratch);
  if (projection.bias.given()) add_row(out, projection.bias.vector(), out);
  return {};
}

}  // namespace

Status multi_head(const MultiHead& layer, const TensorView& x, const TensorView& memory, AttendOptions options,
                  AttendResult& result) {
  Arena scratch;
  Tensor q, k, v;
  if (Status status = project("query weight", layer.query, "x", x, scratch, q); !status.ok()) return status;
  if (Status status = project("key weight", layer.key, "memory", memory, scratch, k); !status.ok()) return status;
  if (Status status = project("value weight", layer.value, "memory", memory, scratch, v); !status.ok()) return status;
  options.q = q;
  options.k = k;
  options.v = v;
  options.heads = layer.heads;
  options.kv_heads = layer.kv_heads;
  if (Status status = attend(options, result); !status.ok() || !layer.output.weight.given()) return status;
  const Tensor joined = std::move(result.output);
  return project("output weight", layer.output, "heads", joined, scratch, result.output);
}

}  // namespace attn
