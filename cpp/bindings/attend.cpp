// attn::attend for JavaScript: tensors are written into places of the session, then one call computes.
#include "attention/attend.hpp"

#include <emscripten/bind.h>

#include <array>
#include <cmath>

#include "base/errors.hpp"
#include "bindings/explain.hpp"
#include "bindings/failure.hpp"

namespace attn::bindings {
namespace {

/** The tensors of a call, in the order of the façade's list of places. */
enum class Place { q, k, v, past_k, past_v, W, U, b, score_v, additive_mask, boolean_mask, lengths };
constexpr int kPlaces = 12;

/** The options that are not tensors; NaN: not given. */
struct AttendSettings {
  std::string score;
  float gain, scale, softcap, temperature;
  int heads, kvHeads, windowLeft, windowRight;
  bool causal, trace;
};

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

  /** Computes from what was placed. False: the error is kept. */
  bool run(const AttendSettings& settings) {
    AttendOptions options;
    return options_from(settings, options) && settle(attend(options, result_));
  }

  TensorAddress output() const { return address_of(TensorView(result_.output)); }
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

  bool options_from(const AttendSettings& settings, AttendOptions& options) const {
    const std::optional<ScoreKind> kind = score_kind(settings.score);
    if (!kind) return settle(errors::unknown_name("attend", "score", settings.score));
    options.q = tensor(Place::q);
    options.k = tensor(Place::k);
    options.v = tensor(Place::v);
    options.past_k = tensor(Place::past_k);
    options.past_v = tensor(Place::past_v);
    options.score = {*kind, {}, tensor(Place::W), tensor(Place::U), tensor(Place::b), tensor(Place::score_v)};
    if (!std::isnan(settings.gain)) options.score.gain = settings.gain;
    if (!std::isnan(settings.scale)) options.scale = settings.scale;
    options.softcap = settings.softcap;
    options.temperature = settings.temperature;
    options.heads = settings.heads;
    options.kv_heads = settings.kvHeads;
    options.window_left = settings.windowLeft;
    options.window_right = settings.windowRight;
    options.causal = settings.causal;
    options.trace = settings.trace;
    options.mask = mask();
    const TensorView lengths = tensor(Place::lengths);
    if (lengths.given()) {
      options.lengths = {reinterpret_cast<const std::int32_t*>(lengths.data),
                         static_cast<std::size_t>(lengths.shape[0])};
    }
    return true;
  }

  std::array<Input, kPlaces> inputs_;
  AttendResult result_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(attend) {
  emscripten::value_object<AttendSettings>("AttendSettings")
      .field("score", &AttendSettings::score)
      .field("gain", &AttendSettings::gain)
      .field("scale", &AttendSettings::scale)
      .field("softcap", &AttendSettings::softcap)
      .field("temperature", &AttendSettings::temperature)
      .field("heads", &AttendSettings::heads)
      .field("kvHeads", &AttendSettings::kvHeads)
      .field("windowLeft", &AttendSettings::windowLeft)
      .field("windowRight", &AttendSettings::windowRight)
      .field("causal", &AttendSettings::causal)
      .field("trace", &AttendSettings::trace);
  emscripten::class_<AttendSession>("AttendSession")
      .constructor<>()
      .function("place", &AttendSession::place)
      .function("run", &AttendSession::run)
      .function("output", &AttendSession::output)
      .function("presentKey", &AttendSession::present_key)
      .function("presentValue", &AttendSession::present_value)
      .function("takeTrace", &AttendSession::take_trace)
      .function("clear", &AttendSession::clear);
}

}  // namespace attn::bindings
