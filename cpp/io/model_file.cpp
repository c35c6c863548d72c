#include "io/model_file.hpp"

#include "base/model_errors.hpp"
#include "io/settings.hpp"

namespace attn {

std::string_view field_of(const WeightSource& source, std::string_view name) {
  for (const MetadataField& field : source.metadata())
    if (field.name == name) return field.text;
  return {};
}

Status read_model(const WeightSource& source, std::unique_ptr<Model>& model) {
  const std::string_view format = field_of(source, "format");
  if (format != kModelFormat) return errors::weights_format("format", format, kModelFormat);
  ModelConfig config;
  if (Status status = model_config(field_of(source, "config"), config); !status.ok()) return status;
  std::unique_ptr<Model> made;
  if (Status status = make_model(config, 0, made); !status.ok()) return status;
  if (Status status = read_weights(source, *made); !status.ok()) return status;
  model = std::move(made);
  return {};
}

void write_model(const Model& model, SafetensorsWriter& writer) {
  writer.field("format", kModelFormat);
  writer.field("config", json_of(model.config()));
  for (const Parameter& parameter : model.parameters().all()) writer.tensor(parameter.name, parameter.value);
}

}  // namespace attn
