#pragma once
// Several sequences of token ids as models read them: padded to the longest, batch-major.
#include <cstdint>
#include <span>
#include <vector>

#include "base/index.hpp"

namespace attn {

struct Sequences {
  Index batch = 0, length = 0;
  std::vector<std::int32_t> ids;      // (batch, length), padding where a sequence has ended
  std::vector<std::int32_t> lengths;  // (batch)
};

/** Examples of one step or one evaluation. */
struct Batch {
  Sequences source;
  Sequences target;                   // what the decoder has before it: begin, then the target without its end
  std::vector<std::int32_t> answers;  // one for each logit row; −1: does not count
  std::vector<float> labels;          // of a classifier
};

struct ModelConfig;

/** One example: ids without begin; a target ends with kEnd (or holds the label in thousandths, of a classifier). */
struct Example {
  std::span<const std::int32_t> source, target;
};

Sequences pad(std::span<const std::span<const std::int32_t>> sequences);

/** As the model wants them: a decoder reads begin, source, target and answers for the target alone. */
Batch make_batch(const ModelConfig& config, std::span<const Example> examples);

}  // namespace attn
