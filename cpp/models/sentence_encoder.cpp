#include "models/sentence_encoder.hpp"

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "base/model_errors.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"
#include "layers/allocate.hpp"
#include "layers/pooling.hpp"
#include "layers/positions.hpp"
#include "models/layer_reader.hpp"

namespace attn {
namespace {

constexpr std::string_view kFormat = "attention-lab sentence-encoder 1";
constexpr int kMostHeads = 256;
constexpr int kMostTokens = 1024;    // a trace keeps 3 · heads · tokens² numbers a layer
constexpr float kSmallest = 1e-12f;  // of ‖s‖², as in the graph

}  // namespace

struct SentenceRun::State {
  std::vector<Trace> traces;  // one a layer
  Tensor vector;              // (width)
};

struct SentenceEncoder::State {
  int heads = 1;
  int max_tokens = 1;
  Tensor embedding;  // (vocabulary, width of layer 1)
  Tensor frequency;  // (half of that)
  std::vector<EncoderBlock> blocks;
  Linear sentence;
  std::vector<MetadataField> metadata;

  Status check_tokens(std::span<const std::int32_t> tokens) const;
  Status check_heads(std::span<const HeadIndex> off) const;
  Status embed(std::span<const std::int32_t> tokens, Tensor& x) const;
  Status pool(ConstMatrix x, Tensor& vector) const;
};

SentenceRun::SentenceRun() = default;
SentenceRun::SentenceRun(SentenceRun&&) noexcept = default;
SentenceRun& SentenceRun::operator=(SentenceRun&&) noexcept = default;
SentenceRun::~SentenceRun() = default;

int SentenceRun::layers() const { return state_ ? static_cast<int>(state_->traces.size()) : 0; }
const Trace& SentenceRun::trace(int layer) const { return state_->traces[layer]; }
std::span<const float> SentenceRun::vector() const {
  if (!state_) return {};
  return {state_->vector.data(), static_cast<std::size_t>(state_->vector.count())};
}

SentenceEncoder::SentenceEncoder() = default;
SentenceEncoder::SentenceEncoder(SentenceEncoder&&) noexcept = default;
SentenceEncoder& SentenceEncoder::operator=(SentenceEncoder&&) noexcept = default;
SentenceEncoder::~SentenceEncoder() = default;

int SentenceEncoder::layers() const { return state_ ? static_cast<int>(state_->blocks.size()) : 0; }
int SentenceEncoder::heads() const { return state_ ? state_->heads : 0; }
int SentenceEncoder::width() const { return state_ ? static_cast<int>(state_->sentence.out()) : 0; }
int SentenceEncoder::max_tokens() const { return state_ ? state_->max_tokens : 0; }
int SentenceEncoder::vocabulary() const { return state_ ? static_cast<int>(state_->embedding.shape()[0]) : 0; }
std::span<const MetadataField> SentenceEncoder::metadata() const {
  return state_ ? std::span<const MetadataField>(state_->metadata) : std::span<const MetadataField>{};
}

Status SentenceEncoder::load(const WeightSource& source, SentenceEncoder& model) {
  auto state = std::make_unique<State>();
  LayerReader reader(source);
  reader.text("format", kFormat);
  state->heads = reader.whole("heads", kMostHeads);
  state->max_tokens = reader.whole("max_tokens", kMostTokens);

  const Shape embedding = reader.matrix_shape("embedding.weight");
  Index width = embedding[1];
  if (width % 2 != 0) reader.fail(errors::weights_shape("embedding.weight", std::to_string(width), "an even width"));
  reader.tensor("embedding.weight", embedding, state->embedding);
  reader.tensor("positions.frequency", {width / 2}, state->frequency);
  for (std::string name = "layers.0";
       reader.ok() && (state->blocks.empty() || reader.has(name + ".attention.query.weight"));) {
    EncoderBlock& block = state->blocks.emplace_back();
    block.heads = state->heads;
    reader.block(name, width, block);
    if (reader.ok()) width = block.out();
    name = "layers." + std::to_string(state->blocks.size());
  }
  reader.linear("sentence", width, reader.matrix_shape("sentence.weight")[1], state->sentence);
  if (!reader.ok()) return reader.status();

  state->metadata.assign(source.metadata().begin(), source.metadata().end());
  model.state_ = std::move(state);
  return {};
}

Status SentenceEncoder::State::check_tokens(std::span<const std::int32_t> tokens) const {
  const auto count = static_cast<std::int64_t>(tokens.size());
  if (count == 0) return errors::empty("encode", "tokens");
  if (count > max_tokens) return errors::too_many_tokens(count, max_tokens);
  const Index vocabulary = embedding.shape()[0];
  for (const std::int32_t token : tokens)
    if (token < 0 || token >= vocabulary) return errors::out_of_range("encode", "token", token, vocabulary);
  return {};
}

Status SentenceEncoder::State::check_heads(std::span<const HeadIndex> off) const {
  const auto layers = static_cast<int>(blocks.size());
  for (const auto [layer, head] : off) {
    if (layer < 0 || layer >= layers) return errors::out_of_range("encode", "layer", layer, layers);
    if (head < 0 || head >= heads) return errors::out_of_range("encode", "head", head, heads);
  }
  return {};
}

// x_i = 2·E[t_i] + [sin(i·ω), cos(i·ω)]
Status SentenceEncoder::State::embed(std::span<const std::int32_t> tokens, Tensor& x) const {
  const Shape shape{static_cast<Index>(tokens.size()), embedding.shape()[1]};
  if (Status status = allocate("encode", shape, x); !status.ok()) return status;
  gather_rows(embedding.matrix(), tokens, x.matrix());
  scale(x.matrix(), 2, x.matrix());
  add_positions(frequency.vector(), x.matrix());
  return {};
}

// s = tanh(mean_i(x_i)·W_s + b_s), vector = s / ‖s‖
Status SentenceEncoder::State::pool(ConstMatrix x, Tensor& vector) const {
  Tensor mean;
  if (Status status = allocate("encode", {sentence.in()}, mean); !status.ok()) return status;
  if (Status status = allocate("encode", {sentence.out()}, vector); !status.ok()) return status;
  mean_of_rows(x, mean.vector());
  const Matrix row = as_row(vector.vector());
  sentence.forward(as_row(mean.vector()), row);
  for (Index j = 0; j < sentence.out(); ++j)  // before tanh, which hides an overflow
    if (!std::isfinite(row(0, j))) return errors::overflow("encode", "vector", {0, 0, 0, j});
  tanh(row, row);
  normalize(vector.vector(), kSmallest);
  return {};
}

Status SentenceEncoder::encode(std::span<const std::int32_t> tokens, std::span<const HeadIndex> off,
                               SentenceRun& run) const {
  if (!state_) return errors::empty("encode", "model");
  if (Status status = state_->check_tokens(tokens); !status.ok()) return status;
  if (Status status = state_->check_heads(off); !status.ok()) return status;

  auto result = std::make_unique<SentenceRun::State>();
  Tensor x;
  if (Status status = state_->embed(tokens, x); !status.ok()) return status;
  for (int layer = 0; layer < layers(); ++layer) {
    std::vector<Index> heads_off;
    for (const HeadIndex& each : off)
      if (each.layer == layer) heads_off.push_back(each.head);
    Tensor y;
    const EncoderBlock& block = state_->blocks[layer];
    if (Status status = forward(block, x.matrix(), heads_off, result->traces.emplace_back(), y); !status.ok())
      return status;
    x = std::move(y);
  }
  if (Status status = state_->pool(x.matrix(), result->vector); !status.ok()) return status;
  run.state_ = std::move(result);
  return {};
}

}  // namespace attn
