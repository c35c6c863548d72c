#pragma once
// Settings of models as JSON: one flat object of texts, numbers and truths.
#include <string>
#include <vector>

#include "io/json.hpp"
#include "models/config.hpp"

namespace attn {

struct Setting {
  std::string name;
  std::string text;   // of a text
  double number = 0;  // of a number; 1 or 0 of a truth
  bool is_text = false, is_truth = false;
};

/** {"name": value, …}; false: something else. */
bool read_settings(JsonReader& json, std::vector<Setting>& settings);

/**
 * Settings that are not given keep their default. Errors: bad-model (a name nobody knows, a number for a truth or a choice, a bound),
 * unknown-setting (a text that is none of its choices).
 */
Status model_config(const std::vector<Setting>& settings, ModelConfig& config);
Status model_config(std::string_view json, ModelConfig& config);

std::string json_of(const ModelConfig& config);

}  // namespace attn
