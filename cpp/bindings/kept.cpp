#include "bindings/kept.hpp"

#include <emscripten/bind.h>

#include <array>

#include "bindings/failure.hpp"

namespace attn::bindings {
namespace {

std::unique_ptr<CacheHandle> make_cache(int batch, int kv_heads, int d, int d_v, int capacity) {
  auto handle = std::make_unique<CacheHandle>();
  return settle(KeyValueCache::make(batch, kv_heads, d, d_v, capacity, handle->cache)) ? std::move(handle) : nullptr;
}

/** Weights of a layer while JavaScript hands them over: query, key, value, output; of each weight, then bias. */
class LayerWeights {
 public:
  /** Room for a matrix (rows, columns), or a vector (columns) with rows = 0; where to write it, 0 without memory. */
  Address place(int which, int rows, int columns) {
    const Shape shape = rows > 0 ? Shape{rows, columns} : Shape{columns};
    Tensor& tensor = tensors_[which];
    tensor = Tensor::uninitialised(shape);
    return tensor.allocated() ? address_of(tensor.data()) : 0;
  }

  /** Null: the error is kept. */
  std::unique_ptr<LayerHandle> make(int heads, int kv_heads) const {
    auto handle = std::make_unique<LayerHandle>();
    const auto projection = [&](int part) { return Projection{tensors_[2 * part], tensors_[2 * part + 1]}; };
    const MultiHead weights{projection(0), projection(1), projection(2), projection(3), heads, kv_heads};
    return settle(MultiHeadLayer::make(weights, handle->layer)) ? std::move(handle) : nullptr;
  }

 private:
  std::array<Tensor, 8> tensors_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(kept) {
  emscripten::class_<CacheHandle>("CacheHandle")
      .function("length", &CacheHandle::length)
      .function("truncate", &CacheHandle::truncate);
  emscripten::function("makeCache", &make_cache);
  emscripten::class_<LayerHandle>("LayerHandle");
  emscripten::class_<LayerWeights>("LayerWeights")
      .constructor<>()
      .function("place", &LayerWeights::place)
      .function("make", &LayerWeights::make);
}

}  // namespace attn::bindings
