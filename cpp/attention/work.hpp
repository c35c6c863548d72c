#pragma once
// A checked call of attention done a block of queries at a time, so that a long one can be left and taken up again.
#include "attention/query_block.hpp"

namespace attn {

/** Where the stages of the scores go, (batch, head, query, key); no data: they are not kept. May be one memory. */
struct StageViews {
  View4 scores, capped, masked, weights;
};

class Work {
 public:
  /** Floats of scratch memory that it takes. */
  static std::int64_t floats(const Problem& problem);

  /** output (batch, head, query, d_v), any strides but the last. What it is given must outlive it. */
  Work(const Problem& problem, View4 output, const StageViews& stages, Arena& memory);

  bool done() const { return batch_ == problem_.batch; }

  /** The next block of queries. */
  Status step();

 private:
  void take_keys();
  StageRows rows_of_stages(const QueryBlock& block) const;
  void advance(Index rows);

  const Problem& problem_;
  const ScoreForm& form_;
  View4 output_;
  StageViews stages_;
  Arena& memory_;
  float* key_panels_;
  float* key_lengths_;
  float* value_panels_;
  PackedKeys keys_;  // of the head group at hand
  panel::Packed values_;
  float longest_key_ = 0;
  Index batch_ = 0, head_ = 0, query_ = 0;
};

}  // namespace attn
