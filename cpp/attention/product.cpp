#include "attention/product.hpp"

#include "base/errors.hpp"
#include "kernels/matmul.hpp"

namespace attn {

Status product(const TensorView& a, const TensorView& b, Tensor& out) {
  constexpr std::string_view kOperation = "matmul";
  for (const auto& [name, x] : {std::pair{"a", a}, std::pair{"b", b}}) {
    if (x.shape.rank != 2) return errors::bad_rank(kOperation, name, x.shape.rank, "2");
    if (x.shape.count() == 0) return errors::empty(kOperation, name);
  }
  if (a.shape[1] != b.shape[0]) return errors::shape_mismatch(kOperation, "b", "rows", b.shape[0], "a", a.shape[1]);
  const Shape shape{a.shape[0], b.shape[1]};
  const std::int64_t bytes = 4 * shape.count();
  if (bytes > kMaxBytes) return errors::too_large(kOperation, bytes, kMaxBytes);
  out = Tensor::uninitialised(shape);
  Arena scratch;
  if (!out.allocated() || !scratch.allocated()) return errors::out_of_memory(kOperation, bytes);
  matmul(a.matrix(), b.matrix(), out.matrix(), scratch);
  return {};
}

}  // namespace attn
