#include "models/sequences.hpp"

#include <algorithm>

#include "models/config.hpp"

namespace attn {

Sequences pad(std::span<const std::span<const std::int32_t>> sequences) {
  Sequences result;
  result.batch = static_cast<Index>(sequences.size());
  for (const auto& each : sequences) result.length = std::max(result.length, static_cast<Index>(each.size()));
  result.ids.assign(static_cast<std::size_t>(result.batch * result.length), kPadding);
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    std::copy(sequences[i].begin(), sequences[i].end(), result.ids.begin() + static_cast<Index>(i) * result.length);
    result.lengths.push_back(static_cast<std::int32_t>(sequences[i].size()));
  }
  return result;
}

Batch make_batch(const ModelConfig& config, std::span<const Example> examples) {
  const bool decoder_only = config.kind == ModelKind::transformer && config.architecture == Architecture::decoder;
  const bool positionwise = config.kind == ModelKind::transformer && config.architecture == Architecture::encoder;
  Batch batch;
  if (!decoder_only) {
    std::vector<std::span<const std::int32_t>> sources;
    for (const Example& example : examples) sources.push_back(example.source);
    batch.source = pad(sources);
  }
  if (config.kind == ModelKind::pooling_classifier) {
    for (const Example& example : examples)
      if (!example.target.empty()) batch.labels.push_back(static_cast<float>(example.target[0]) / 1000.0f);
    return batch;
  }
  std::vector<std::vector<std::int32_t>> inputs, answers;
  Index length = positionwise ? batch.source.length : 0;
  for (const Example& example : examples) {
    const std::size_t begins = config.begin < 0 ? 0 : 1, read = begins + example.source.size();
    std::vector<std::int32_t> answer(decoder_only && read > 0 ? read - 1 : 0, -1);
    answer.insert(answer.end(), example.target.begin(), example.target.end());
    if (!positionwise) {
      std::vector<std::int32_t> input(begins, static_cast<std::int32_t>(config.begin));
      if (decoder_only) input.insert(input.end(), example.source.begin(), example.source.end());
      input.insert(input.end(), example.target.begin(), example.target.end());
      input.resize(answer.size());  // the last token is nobody's input
      inputs.push_back(std::move(input));
    }
    length = std::max(length, static_cast<Index>(answer.size()));
    answers.push_back(std::move(answer));
  }
  if (!positionwise) {
    std::vector<std::span<const std::int32_t>> rows(inputs.begin(), inputs.end());
    batch.target = pad(rows);
  }
  for (std::vector<std::int32_t>& answer : answers) {
    answer.resize(static_cast<std::size_t>(length), -1);
    batch.answers.insert(batch.answers.end(), answer.begin(), answer.end());
  }
  return batch;
}

}  // namespace attn
