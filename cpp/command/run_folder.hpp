#pragma once
// The files of a training run: what Node prepared and what training leaves behind.
//
//   config.json         {"model": {…}, "training": {…}}
//   train.bin valid.bin little-endian int32: examples; of each: source ids, target ids (two counts), then the ids
//   init.safetensors    may be there: weights that training begins with, by name; the others are drawn
//   log.jsonl           one line a validation
//   best.safetensors    the weights (or their average) with the smallest validation loss
//   last.safetensors    what training goes on from
#include <limits>
#include <string>
#include <vector>

#include "training/trainer.hpp"

namespace attn::command {

/** What is about the run and not about the model or the optimiser. */
struct RunConfig {
  Index batch_tokens = 4096;  // padded, of the longer of … source + target
  Index context = 256;        // of a decoder: windows cut at random from long documents
  Index valid_every = 500;
  Index patience = 0;      // validations without a better one; 0: train to the end
  float word_dropout = 0;  // source tokens that become unknown
  std::uint64_t seed = 1;
};

/** Looks into `ids`. */
struct Examples {
  std::vector<std::int32_t> ids;
  std::vector<Example> list;

  std::size_t size() const { return list.size(); }
  const Example& operator[](Index i) const { return list[static_cast<std::size_t>(i)]; }
};

struct RunFolder {
  ModelConfig model;
  TrainingConfig training;
  RunConfig config;
  std::string config_text;  // config.json as it stands
  Examples train, valid;
};

struct Progress {
  double best = std::numeric_limits<double>::infinity();  // validation loss
  Index waited = 0;                                       // validations since
  double seconds = 0;
  Index round = 0, at = 0;  // of the batches: the next one
};

/** Errors: run-file {file, reason}, and those of the settings. */
Status read_run(const std::string& folder, RunFolder& run);

/** Takes up last.safetensors where there is one, an error where it belongs to another config.json; else init.safetensors. */
Status resume(const std::string& folder, const RunFolder& run, Trainer& trainer, Progress& progress);

/** Written whole or not at all. */
Status write_weights(const std::string& path, const RunFolder& run, Trainer& trainer, const Progress& progress,
                     std::int64_t step);
Status write_checkpoint(const std::string& path, const RunFolder& run, Trainer& trainer, const Progress& progress);

}  // namespace attn::command
