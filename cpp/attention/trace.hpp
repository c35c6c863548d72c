#pragma once
// One call of attention with all it was given and all it made on the way: explained long after the call.
#include <optional>
#include <string_view>
#include <vector>

#include "attention/problem.hpp"
#include "base/status.hpp"

namespace attn {

/** In order. ONNX names them 0 raw, 1 after softcap, 2 after softcap and mask, 3 weights. */
enum class Stage : unsigned char { score, capped, masked, weights, output };

std::string_view stage_name(Stage stage);
std::optional<Stage> stage_from(std::string_view name);

/** Movable; `problem` looks into the copies that are owned here. */
struct Trace {
  Problem problem;

  Tensor q, k, v;      // (batch, head, query, d_q), (batch, kv_head, key, d_k), (batch, kv_head, key, d_v)
  Tensor W, U, b, sv;  // parameters of the score function
  std::vector<std::uint8_t> boolean_mask;
  std::vector<float> additive_mask;
  std::vector<std::int32_t> lengths;

  Tensor scores;   // (batch, head, query, key): score · scale
  Tensor capped;   // the same after softcap; empty without one: then it is `scores`
  Tensor masked;   // capped / temperature + mask
  Tensor weights;  // softmax over keys
  Tensor output;   // (batch, head, query, d_v)

  const Tensor& stage(Stage stage) const {
    switch (stage) {
      case Stage::score: return scores;
      case Stage::capped: return problem.softcap > 0 ? capped : scores;
      case Stage::masked: return masked;
      case Stage::weights: return weights;
      case Stage::output: break;
    }
    return output;
  }

  /** One head of a stage: (query, key), or (query, d_v) for the output. */
  ConstMatrix stage(Stage which, Index batch, Index head) const { return stage(which).view<4>()[batch][head]; }
};

}  // namespace attn
