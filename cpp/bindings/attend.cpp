// attn::attend for JavaScript: tensors are written into places of the session, then one call computes.
#include "attention/attend.hpp"

#include <emscripten/bind.h>

#include <array>
#include <cmath>

#include "attention/product.hpp"
#include "base/errors.hpp"
#include "bindings/explain.hpp"
#include "bindings/failure.hpp"
#include "bindings/kept.hpp"

namespace attn::bindings {
namespace {

/** The tensors of a call, in the order of the façade's list of places. */
enum class Place { q, k, v, past_k, past_v, W, U, b, score_v, additive_mask, boolean_mask, lengths };
constexpr int kPlaces = 12;

/** Bits of AttendSession::settings, in the order of the façade's list. */
enum Flag : unsigned { kCausal = 1, kWeights = 2, kTrace = 4 };

/** One input: its numbers (float32, bytes or int32, all in words of 4 bytes) and its shape. */
struct Input {
  AlignedFloats words;
  int capacity = 0;
  Shape shape;

  /** False when there is no memory. */
  bool reserve(int count) {
    if (words && count <= capacity) return true;
    words = allocate_aligned(count);
    capacity = words ? count : 0;
    return words != nullptr;
  }
};

class AttendSession {
 public:
  /** Makes room for `words` words of a tensor with this shape; answers where to write them, 0 where there is no room. */
  Address place(int which, int words, int rank, int size0, int size1, int size2, int size3) {
    Input& input = inputs_[which];
    input.shape = Shape{};
    if (!input.reserve(words)) return 0;
    for (int size : {size0, size1, size2, size3}) {
      if (input.shape.rank < rank) input.shape.size[input.shape.rank++] = size;
    }
    return address_of(input.words.get());
  }

  /** The options that are not tensors, for the calls up to clear(); NaN: not given. All numbers: that crosses fastest. */
  void settings(int score, float gain, float scale, float softcap, float temperature, int heads, int kv_heads,
                int window_left, int window_right, unsigned flags) {
    options_.score.kind = static_cast<ScoreKind>(score);
    if (!std::isnan(gain)) options_.score.gain = gain;
    if (!std::isnan(scale)) options_.scale = scale;
    options_.softcap = softcap;
    options_.temperature = temperature;
    options_.heads = heads;
    options_.kv_heads = kv_heads;
    options_.window_left = window_left;
    options_.window_right = window_right;
    options_.causal = (flags & kCausal) != 0;
    options_.weights = (flags & kWeights) != 0;
    options_.trace = (flags & kTrace) != 0;
  }

  void use_cache(CacheHandle& cache) { options_.cache = &cache.cache; }

  /** Checks what was placed and makes room. False: the error is kept. */
  bool begin() {
    take_tensors();
    return settle(call_.begin(options_, result_));
  }

  /** Computes `blocks` blocks of queries. 1: more is left, 0: done, −1: the error is kept. */
  int advance(int blocks) {
    for (int i = 0; i < blocks && !call_.done(); ++i)
      if (!settle(call_.step())) return -1;
    return call_.done() ? 0 : 1;
  }

  /** q · k of what was placed there. */
  bool multiply() { return settle(product(tensor(Place::q), tensor(Place::k), result_.output)); }

  /** The layer's answer to q, looking at k; without k at q itself. */
  bool run_layer(const LayerHandle& layer) {
    take_tensors();
    const TensorView x = tensor(Place::q), memory = tensor(Place::k);
    return settle(layer.layer.run(x, memory.given() ? memory : x, options_, result_));
  }

  TensorAddress output() const { return address_of(TensorView(result_.output)); }
  TensorAddress weights() const { return address_of(TensorView(result_.weights)); }
  TensorAddress present_key() const { return address_of(TensorView(result_.present_k)); }
  TensorAddress present_value() const { return address_of(TensorView(result_.present_v)); }

  /** The trace of the last run, handed over. */
  std::unique_ptr<TraceHandle> take_trace() {
    if (!result_.trace) return nullptr;
    auto trace = std::make_unique<TraceHandle>(std::move(*result_.trace));
    result_.trace.reset();
    return trace;
  }

  /** Forgets what was placed, even by a call that failed half way, and the results. */
  void clear() {
    result_ = {};
    options_ = {};
    call_.trim();
    for (Input& input : inputs_) {
      input.shape = Shape{};
      if (input.capacity <= kKept) continue;
      input.words.reset();
      input.capacity = 0;
    }
  }

 private:
  static constexpr int kKept = 1 << 16;  // words kept between calls: small calls allocate nothing

  TensorView tensor(Place which) const {
    const Input& input = inputs_[static_cast<int>(which)];
    return {input.words.get(), input.shape};
  }

  MaskView mask() const {
    const TensorView boolean = tensor(Place::boolean_mask), additive = tensor(Place::additive_mask);
    if (boolean.given()) {
      return {MaskKind::boolean, reinterpret_cast<const std::uint8_t*>(boolean.data), nullptr, boolean.shape};
    }
    if (additive.given()) return {MaskKind::additive, nullptr, additive.data, additive.shape};
    return {};
  }

  void take_tensors() {
    options_.q = tensor(Place::q);
    options_.k = tensor(Place::k);
    options_.v = tensor(Place::v);
    options_.past_k = tensor(Place::past_k);
    options_.past_v = tensor(Place::past_v);
    options_.score.W = tensor(Place::W);
    options_.score.U = tensor(Place::U);
    options_.score.b = tensor(Place::b);
    options_.score.v = tensor(Place::score_v);
    options_.mask = mask();
    const TensorView lengths = tensor(Place::lengths);
    if (lengths.given()) {
      options_.lengths = {reinterpret_cast<const std::int32_t*>(lengths.data),
                          static_cast<std::size_t>(lengths.shape[0])};
    }
  }

  std::array<Input, kPlaces> inputs_;
  AttendOptions options_;
  AttendResult result_;
  AttendCall call_;
};

/** Number of a score function; −1 where there is none of that name: the error is kept. */
int score_index(const std::string& name) {
  const std::optional<ScoreKind> kind = score_kind(name);
  settle(kind ? Status{} : errors::unknown_name("attend", "score", name));
  return kind ? static_cast<int>(*kind) : -1;
}

}  // namespace

EMSCRIPTEN_BINDINGS(attend) {
  emscripten::function("scoreIndex", &score_index);
  emscripten::class_<AttendSession>("AttendSession")
      .constructor<>()
      .function("place", &AttendSession::place)
      .function("settings", &AttendSession::settings)
      .function("useCache", &AttendSession::use_cache)
      .function("begin", &AttendSession::begin)
      .function("advance", &AttendSession::advance)
      .function("multiply", &AttendSession::multiply)
      .function("runLayer", &AttendSession::run_layer)
      .function("output", &AttendSession::output)
      .function("weights", &AttendSession::weights)
      .function("presentKey", &AttendSession::present_key)
      .function("presentValue", &AttendSession::present_value)
      .function("takeTrace", &AttendSession::take_trace)
      .function("clear", &AttendSession::clear);
}

}  // namespace attn::bindings
