#pragma once
#include "layers/encoder_block.hpp"
#include "models/weight_source.hpp"

namespace attn {

/** Fills layers from a source by name; the first error stays and later calls do nothing. */
class LayerReader {
 public:
  explicit LayerReader(const WeightSource& source) : source_(source) {}

  const Status& status() const { return status_; }
  bool ok() const { return status_.ok(); }
  void fail(Status status) {
    if (ok()) status_ = std::move(status);
  }

  bool has(std::string_view name) const { return source_.shape(name).rank > 0; }
  /** Sizes of a matrix; an error and {1, 1} when there is none of this name. */
  Shape matrix_shape(const std::string& name);

  /** A text of the metadata, which must be `expected`. */
  void text(std::string_view field, std::string_view expected);
  /** A text of the metadata, which must be a whole number in 1 … largest. */
  int whole(std::string_view field, int largest);

  void tensor(const std::string& name, const Shape& shape, Tensor& tensor);
  /** <name>.weight (in, out), <name>.bias (out) */
  void linear(const std::string& name, Index in, Index out, Linear& layer);
  /** <name>.gain, <name>.bias (width) */
  void norm(const std::string& name, Index width, LayerNorm& layer);
  /** <name>.attention.…, <name>.residual (if any), <name>.feed_forward.…; sizes but `in` are those of the source */
  void block(const std::string& name, Index in, EncoderBlock& block);

 private:
  std::string_view find_text(std::string_view field) const;

  const WeightSource& source_;
  Status status_;
};

}  // namespace attn
