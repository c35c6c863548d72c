#pragma once
// Keys and values of earlier calls, kept as decoding reads them.
#include <vector>

#include "base/status.hpp"
#include "kernels/panel.hpp"

namespace attn {

/**
 * Room for `capacity` keys (d) and values (d_v) of each batch entry and head, in the panels of the tile: a new key is
 * written once and never moved or packed again.
 */
class KeyValueCache {
 public:
  /** Sizes of at least 1, d and d_v at most 4096. */
  static Status make(Index batch, Index kv_heads, Index d, Index d_v, Index capacity, KeyValueCache& cache);

  Index batch() const { return batch_; }
  Index kv_heads() const { return kv_heads_; }
  Index d() const { return d_; }
  Index d_v() const { return d_v_; }
  Index length() const { return length_; }
  Index capacity() const { return capacity_; }

  /** Adds k (batch, kv_head, new, d) and v (batch, kv_head, new, d_v), checked by the caller; there must be room. */
  void append(ConstView4 k, ConstView4 v) noexcept;

  /** Forgets the keys from `length` on. */
  void truncate(Index length) {
    length_ = std::min(length_, length);
    if (length_ == 0) longest_key_ = 0;
  }

  /** Takes an append back: its length and longest key before. */
  void restore(Index length, float longest_key) {
    length_ = length;
    longest_key_ = longest_key;
  }

  panel::Packed keys(Index batch, Index kv_head) const;    // (d, length)
  panel::Packed values(Index batch, Index kv_head) const;  // (length, d_v)

  /** No key is longer: ‖k‖. */
  float longest_key() const { return longest_key_; }

 private:
  Index place(Index batch, Index kv_head) const { return batch * kv_heads_ + kv_head; }

  Index batch_ = 0, kv_heads_ = 0, d_ = 0, d_v_ = 0, capacity_ = 0, length_ = 0;
  float longest_key_ = 0;
  AlignedFloats keys_, values_;
};

}  // namespace attn
