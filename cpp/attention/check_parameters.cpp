// Checks of the score function's parameters and of the mask.
#include <cmath>

#include "attention/check.hpp"
#include "attention/score_form.hpp"
#include "base/errors.hpp"

namespace attn {

namespace {

constexpr std::string_view kAttend = "attend";

struct Parameter {
  std::string_view name;
  unsigned bit;
  const TensorView& tensor;
  Shape expected;          // −1: any size
  std::string_view other;  // what the sizes follow from
};

Status check_parameter(const ScoreForm& form, const Parameter& given) {
  if (!given.tensor.given())
    return form.needs & given.bit ? errors::missing_parameter(kAttend, form.name, given.name) : Status{};
  if (!(form.uses & given.bit)) return errors::unused_parameter(kAttend, form.name, given.name);
  const Shape& shape = given.tensor.shape;
  const int rank = given.expected.rank;
  if (shape.rank != rank) return errors::bad_rank(kAttend, given.name, shape.rank, std::to_string(rank));
  if (shape.count() == 0) return errors::empty(kAttend, given.name);
  for (int axis = 0; axis < rank; ++axis) {
    const Index size = given.expected[axis];
    if (size < 0 || shape[axis] == size) continue;
    const std::string_view name = rank == 1 ? "size" : axis == 0 ? "rows" : "columns";
    return errors::shape_mismatch(kAttend, given.name, name, shape[axis], given.other, size);
  }
  return check_finite(given.name, given.tensor);
}

Index head_width(const TensorView& tensor, Index heads) {
  return tensor.shape.rank == 4 ? tensor.shape[3] : tensor.shape.back() / heads;
}

}  // namespace

Status check_score(const AttendOptions& options, const Heads& heads) {
  const Score& score = options.score;
  const ScoreForm& form = form_of(score.kind);
  if (score.gain && !(form.uses & parameter::gain)) return errors::unused_parameter(kAttend, form.name, "gain");
  if (score.gain && !std::isfinite(*score.gain)) return errors::bad_gain(kAttend, *score.gain);

  const Index d_k = head_width(options.k, heads.key);
  const Index d_q = options.q.given() ? head_width(options.q, heads.query) : 0;
  const Index hidden = score.W.given() ? score.W.shape[0] : -1;
  const bool bilinear = score.kind == ScoreKind::bilinear;
  const bool additive = score.kind == ScoreKind::additive;
  const Index taps = score.kind == ScoreKind::importance_conv ? 3 : 1;
  const Parameter W = bilinear   ? Parameter{"W", parameter::W, score.W, {d_q, d_k}, "q and k"}
                      : additive ? Parameter{"W", parameter::W, score.W, {-1, d_q}, "q"}
                                 : Parameter{"W", parameter::W, score.W, {-1, taps * d_k}, "k"};
  for (const Parameter& parameter :
       {W, Parameter{"U", parameter::U, score.U, {hidden, d_k}, "W and k"},
        Parameter{"b", parameter::b, score.b, {hidden}, "W"}, Parameter{"v", parameter::v, score.v, {hidden}, "W"}})
    if (Status status = check_parameter(form, parameter); !status.ok()) return status;
  return {};
}

namespace {

Status check_lengths(const AttendOptions& options, Index batch, Index keys) {
  const Index given = static_cast<Index>(options.lengths.size());
  if (given == 0) return {};
  if (given != batch) return errors::shape_mismatch(kAttend, "lengths", "size", given, "k", batch);
  for (Index b = 0; b < given; ++b) {
    const std::int32_t length = options.lengths[static_cast<std::size_t>(b)];
    if (length < 0 || length > keys) return errors::bad_length(kAttend, b, length, keys);
  }
  return {};
}

}  // namespace

Status check_mask(const AttendOptions& options, const Heads& heads) {
  constexpr std::string_view kAxes[kMaxAxes] = {"batch", "heads", "rows", "columns"};
  const Index batch = options.k.shape.rank == 2 ? 1 : options.k.shape[0];
  const Index keys = total_keys(options);
  if (Status status = check_lengths(options, batch, keys); !status.ok()) return status;
  const MaskView& mask = options.mask;
  if (mask.kind == MaskKind::none) return {};
  if (mask.shape.rank < 1) return errors::bad_rank(kAttend, "mask", mask.shape.rank, "1 to 4");
  if (mask.shape.count() == 0) return errors::empty(kAttend, "mask");
  const Index full[kMaxAxes] = {batch, heads.query, query_count(options), keys};
  for (int axis = 0; axis < mask.shape.rank; ++axis) {
    const int place = kMaxAxes - mask.shape.rank + axis;
    const Index size = mask.shape[axis];
    const bool fits = place == 3 ? size <= keys : size == 1 || size == full[place];
    if (!fits) return errors::shape_mismatch(kAttend, "mask", kAxes[place], size, "scores", full[place]);
  }
  return mask.kind == MaskKind::additive ? check_finite("mask", {mask.additive, mask.shape}, true) : Status{};
}

}  // namespace attn
