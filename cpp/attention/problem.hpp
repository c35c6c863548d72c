#pragma once
// One checked call of attention, all in views of four axes.
#include "attention/cache.hpp"
#include "attention/mask.hpp"
#include "attention/score.hpp"

namespace attn {

struct Problem {
  ConstView4 q;  // (batch, head, query, d_q); no data for importance, whose one query is empty
  ConstView4 k;  // (batch, kv_head, key, d_k), past included
  ConstView4 v;  // (batch, kv_head, key, d_v)
  Index batch = 0, heads = 0, kv_heads = 0, queries = 0, keys = 0;
  const KeyValueCache* packed = nullptr;  // holds keys and values in place of k and v, which are then one row each
  Score score;
  float scale = 1;
  bool default_scale = true;  // not given by the caller
  float softcap = 0;
  float temperature = 1;
  MaskRule mask;
  float mask_size = 0;  // the largest finite |number| of an additive mask

  Index value_width() const { return v.shape[3]; }
  Index group() const { return heads / kv_heads; }

  // One head: queries (query, d_q), and the keys and values its group shares.
  ConstMatrix query_rows(Index b, Index head) const { return q.data ? q[b][head] : ConstMatrix(); }
  ConstMatrix key_rows(Index b, Index head) const { return k[b][head / group()]; }
  ConstMatrix value_rows(Index b, Index head) const { return v[b][head / group()]; }
  ConstVector query_row(Index b, Index head, Index row) const { return q.data ? q[b][head][row] : ConstVector(); }
};

}  // namespace attn
