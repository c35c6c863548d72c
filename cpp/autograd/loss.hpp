#pragma once
// What training makes small.
#include <cstdint>
#include <span>

#include "autograd/tape.hpp"

namespace attn {

struct LossCount {
  Var loss = nullptr;   // (1, 1): the mean over what counts
  double surprise = 0;  // Σ −log p(target), without smoothing, in nats
  std::int64_t counted = 0;
  std::int64_t correct = 0;  // where the target has the largest logit
};

/**
 * Cross-entropy of softmax(logits) and (1 − ε)·[target] + ε/n (label smoothing: Szegedy et al. 2016), the mean over rows whose
 * target is not −1. logits (rows, n), one target a row.
 */
LossCount cross_entropy(Tape& tape, Var logits, std::span<const std::int32_t> targets, float smoothing);

/** The mean of (x − target)²; x (rows, 1). Nothing is `correct` but the sign. */
LossCount squared_error(Tape& tape, Var x, std::span<const float> targets);

}  // namespace attn
