#pragma once
// Our own file of a model: safetensors with "format" and "config" (settings.hpp) in its metadata.
#include <memory>

#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "models/model.hpp"

namespace attn {

inline constexpr std::string_view kModelFormat = "attention-lab model 1";

/** A text of the metadata; empty where there is none. */
std::string_view field_of(const WeightSource& source, std::string_view name);

/** Errors: weights-…, bad-model. */
Status read_model(const WeightSource& source, std::unique_ptr<Model>& model);

void write_model(const Model& model, SafetensorsWriter& writer);

}  // namespace attn
