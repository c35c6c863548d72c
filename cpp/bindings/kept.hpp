#pragma once
// What stays on the heap between calls until JavaScript disposes of it: caches and layers.
#include <memory>

#include "bindings/heap.hpp"
#include "layers/multi_head.hpp"

namespace attn::bindings {

class CacheHandle {
 public:
  int length() const { return static_cast<int>(cache.length()); }
  void truncate(int length) { cache.truncate(length); }

  KeyValueCache cache;
};

class LayerHandle {
 public:
  MultiHeadLayer layer;
};

}  // namespace attn::bindings
