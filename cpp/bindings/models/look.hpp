#pragma once
// What JavaScript hands over as examples, and one run of a model with every attention kept.
#include "bindings/explain.hpp"
#include "models/model.hpp"

namespace attn::bindings {

/** `words` int32 at `at`: how many examples; of each the counts of its source and its target, then their ids. */
class Examples {
 public:
  Examples(Address at, int words);
  std::span<const Example> list() const { return list_; }
  const Example& operator[](std::size_t i) const { return list_[i]; }

 private:
  std::vector<Example> list_;  // looks at the caller's words
};

/** `count` triples of int32 (part, layer, head). */
std::vector<HeadPlace> heads_at(Address at, int count);

class LookHandle {
 public:
  TensorAddress logits() const { return address_of(TensorView(logits_)); }
  /** How many attentions there were, in the order of the run; of a GRU one for each word. */
  int seen() const { return static_cast<int>(seen_.size()); }
  int part(int index) const { return static_cast<int>(seen_[index].part); }
  int layer(int index) const { return static_cast<int>(seen_[index].layer); }
  /** (1, head, query, key) */
  TensorAddress weights(int index) const { return address_of(TensorView(seen_[index].trace.weights)); }
  std::unique_ptr<ExplanationHandle> explain(int index, const std::string& stage, int head, int row, int column) const {
    return bindings::explain(seen_[index].trace, stage, {0, head, row, column});
  }

 private:
  friend std::unique_ptr<LookHandle> look(Model& model, std::span<const HeadPlace> off, const Example& example);

  Tensor logits_;
  std::vector<SeenAttention> seen_;
};

/** One example, the right tokens before each position. Null: the error is kept. */
std::unique_ptr<LookHandle> look(Model& model, std::span<const HeadPlace> off, const Example& example);

}  // namespace attn::bindings
