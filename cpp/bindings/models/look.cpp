#include "bindings/models/look.hpp"

#include <emscripten/bind.h>

#include "bindings/failure.hpp"
#include "models/decoding.hpp"

namespace attn::bindings {

Examples::Examples(Address at, int words) {
  const std::span all(reinterpret_cast<const std::int32_t*>(at), static_cast<std::size_t>(words));
  std::size_t next = 1;
  for (std::int32_t i = 0; i < all[0]; ++i) {
    const auto source = static_cast<std::size_t>(all[next]), target = static_cast<std::size_t>(all[next + 1]);
    list_.push_back({all.subspan(next + 2, source), all.subspan(next + 2 + source, target)});
    next += 2 + source + target;
  }
}

std::vector<HeadPlace> heads_at(Address at, int count) {
  const auto* words = reinterpret_cast<const std::int32_t*>(at);
  std::vector<HeadPlace> places;
  for (int i = 0; i < count; ++i, words += 3) places.push_back({static_cast<Part>(words[0]), words[1], words[2]});
  return places;
}

std::unique_ptr<LookHandle> look(Model& model, std::span<const HeadPlace> off, const Example& example) {
  auto handle = std::make_unique<LookHandle>();
  return settle(attn::look(model, example, off, handle->logits_, handle->seen_)) ? std::move(handle) : nullptr;
}

EMSCRIPTEN_BINDINGS(look) {
  emscripten::class_<LookHandle>("LookHandle")
      .function("logits", &LookHandle::logits)
      .function("seen", &LookHandle::seen)
      .function("part", &LookHandle::part)
      .function("layer", &LookHandle::layer)
      .function("weights", &LookHandle::weights)
      .function("explain", &LookHandle::explain);
}

}  // namespace attn::bindings
