#include "models/layer_reader.hpp"

#include <charconv>

#include "base/errors.hpp"
#include "base/model_errors.hpp"

namespace attn {

std::string_view LayerReader::find_text(std::string_view field) const {
  for (const MetadataField& each : source_.metadata())
    if (each.name == field) return each.text;
  return {};
}

void LayerReader::text(std::string_view field, std::string_view expected) {
  const std::string_view actual = find_text(field);
  if (actual != expected) fail(errors::weights_format(field, actual, expected));
}

int LayerReader::whole(std::string_view field, int largest) {
  const std::string_view text = find_text(field);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= 1 && number <= largest) return number;
  fail(errors::weights_format(field, text, "a whole number, 1 to " + std::to_string(largest)));
  return 1;
}

Shape LayerReader::matrix_shape(const std::string& name) {
  const Shape shape = source_.shape(name);
  if (shape.rank == 2) return shape;
  fail(shape.rank == 0 ? errors::weights_missing(name)
                       : errors::weights_shape(name, std::to_string(shape.rank) + " axes", "2 axes"));
  return {1, 1};
}

void LayerReader::tensor(const std::string& name, const Shape& shape, Tensor& tensor) {
  if (ok()) fail(source_.read(name, shape, tensor));
}

void LayerReader::linear(const std::string& name, Index in, Index out, Linear& layer) {
  Tensor weight, bias;
  tensor(name + ".weight", {in, out}, weight);
  tensor(name + ".bias", {out}, bias);
  if (ok()) fail(Linear::make("weights", weight, bias, layer));
}

void LayerReader::norm(const std::string& name, Index width, LayerNorm& layer) {
  tensor(name + ".gain", {width}, layer.gain);
  tensor(name + ".bias", {width}, layer.bias);
}

void LayerReader::block(const std::string& name, Index in, EncoderBlock& block) {
  const Index inner = matrix_shape(name + ".attention.query.weight")[1];
  const Index out = matrix_shape(name + ".attention.output.weight")[1];
  const Index hidden = matrix_shape(name + ".feed_forward.hidden.weight")[1];
  if (inner % block.heads != 0) fail(errors::heads_not_divisible("weights", name + ".attention", inner, block.heads));

  norm(name + ".attention.norm", in, block.attention_norm);
  linear(name + ".attention.query", in, inner, block.query);
  linear(name + ".attention.key", in, inner, block.key);
  linear(name + ".attention.value", in, inner, block.value);
  linear(name + ".attention.output", inner, out, block.output);
  if (in != out || has(name + ".residual.weight")) linear(name + ".residual", in, out, block.residual.emplace());
  norm(name + ".feed_forward.norm", out, block.feed_forward_norm);
  linear(name + ".feed_forward.hidden", out, hidden, block.feed_forward.hidden);
  linear(name + ".feed_forward.output", hidden, out, block.feed_forward.output);
}

}  // namespace attn
