#pragma once
// Universal Sentence Encoder Lite: a transformer of two layers that turns tokens into one vector of length 1.
//
// n tokens t_1 … t_n, E (vocabulary, 256), 4 heads, LN with ε = 1e-6:
//
//   x_i = 2·E[t_i] + [sin(i·ω), cos(i·ω)]      i = 0 … n−1, ω (128)     (the graph adds E twice: x + (x + timing))
//   layer 1: width 256 → 512, layer 2: 512 → 512
//     [q k v] = LN(x)·W_qkv + b_qkv
//     a_h     = softmax(q_h k_hᵀ / √d)·v_h      d = 64, then 128; not causal, every token sees every token
//     r       = x·W_r + b_r in layer 1, x in layer 2
//     u       = r + [a_1 … a_4]·W_o + b_o
//     x       = u + relu(LN(u)·W_1 + b_1)·W_2 + b_2                       (hidden: 1536)
//   s = tanh(mean_i(x_i)·W_s + b_s)
//   vector = s / ‖s‖
//
// Token 0 stands for every piece the vocabulary lacks; it has an embedding of its own and is attended like any other.
// The published graph drops what comes after its 128th token (metadata "graph_tokens"); positions are a formula, so
// this code goes on to max_tokens().
#include <cstdint>
#include <memory>
#include <span>

#include "attention/trace.hpp"
#include "models/weight_source.hpp"

namespace attn {

struct HeadIndex {
  int layer = 0;
  int head = 0;
};

// What one run computed; owns the traces and the vector.
class SentenceRun {
 public:
  SentenceRun();
  SentenceRun(SentenceRun&&) noexcept;
  SentenceRun& operator=(SentenceRun&&) noexcept;
  ~SentenceRun();

  int layers() const;
  const Trace& trace(int layer) const;    // (1, head, token, token); layer in [0, layers())
  std::span<const float> vector() const;  // (width)

 private:
  friend class SentenceEncoder;
  struct State;
  std::unique_ptr<State> state_;
};

class SentenceEncoder {
 public:
  SentenceEncoder();
  SentenceEncoder(SentenceEncoder&&) noexcept;
  SentenceEncoder& operator=(SentenceEncoder&&) noexcept;
  ~SentenceEncoder();

  // From Safetensors::read (io/safetensors.hpp). The source is not needed afterwards. On error `model` is left as it was.
  static Status load(const WeightSource& source, SentenceEncoder& model);

  // Heads in `off` give 0 in place of their output (before W_o). On error `run` is left as it was.
  Status encode(std::span<const std::int32_t> tokens, std::span<const HeadIndex> off, SentenceRun& run) const;

  int layers() const;
  int heads() const;
  int width() const;  // length of the sentence vector
  int max_tokens() const;
  int vocabulary() const;  // tokens are in [0, vocabulary())
  std::span<const MetadataField> metadata() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attn
