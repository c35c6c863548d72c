#pragma once
// One run of a model: the tape it computes on, and what is asked beside its numbers.
#include <vector>

#include "attention/trace.hpp"
#include "autograd/operations.hpp"

namespace attn {

/** Where attention stands in a model: cross is the decoder looking at the source, pooling the one row of a classifier (M8). */
enum class Part : unsigned char { encoder, decoder, cross, pooling };

struct HeadPlace {
  Part part;
  Index layer;
  Index head;
};

struct SeenAttention {
  Part part;
  Index layer;
  Trace trace;
};

struct Run {
  Tape& tape;
  Random* random = nullptr;                    // for dropout; null: none
  float rate = 0;                              // of dropout
  std::vector<SeenAttention>* seen = nullptr;  // every attention, in the order of the run
  std::span<const HeadPlace> off{};            // heads that count as 0
  std::span<KeyValueCache> caches{};           // of a decoder's layers: the tokens are the next ones. One sequence

  Var drop(Var x) const { return random ? dropout(tape, x, rate, *random) : x; }
  /** Index numbers that live as long as the tape's variables. */
  std::span<std::int32_t> indices(Index count) const {
    return {reinterpret_cast<std::int32_t*>(tape.take(count)), static_cast<std::size_t>(count)};
  }
};

}  // namespace attn
