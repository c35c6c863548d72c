#include "attention/score.hpp"

#include <array>

#include "attention/score_form.hpp"

namespace attn {

namespace {

// In the order of ScoreKind.
constexpr std::array<const ScoreForm*, kScoreKinds> kForms = {
    &kDotForm,      &kScaledDotForm, &kEuclideanForm, &kSquaredEuclideanForm, &kCosineForm,
    &kAdditiveForm, &kTanhDotForm,   &kBilinearForm,  &kImportanceForm,       &kImportanceConvForm};

}  // namespace

const ScoreForm& form_of(ScoreKind kind) { return *kForms[static_cast<std::size_t>(kind)]; }

std::string_view score_name(ScoreKind kind) { return form_of(kind).name; }

std::optional<ScoreKind> score_kind(std::string_view name) {
  for (int kind = 0; kind < kScoreKinds; ++kind)
    if (kForms[static_cast<std::size_t>(kind)]->name == name) return static_cast<ScoreKind>(kind);
  return std::nullopt;
}

}  // namespace attn
