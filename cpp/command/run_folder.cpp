#include "command/run_folder.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "io/settings.hpp"

namespace attn::command {
namespace {

constexpr std::string_view kFormat = "attention-lab model 1", kCheckpoint = "attention-lab checkpoint 1";

Status bad_file(const std::string& path, const std::string& reason) {
  return {"run-file", path + ": " + reason, {{"file", path}, {"reason", reason}}};
}

bool read_file(const std::string& path, std::string& bytes) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  bytes.assign(std::istreambuf_iterator<char>(file), {});
  return true;
}

Status read_examples(const std::string& path, Examples& examples) {
  std::string bytes;
  if (!read_file(path, bytes)) return bad_file(path, "cannot be read");
  examples.ids.resize(bytes.size() / 4);
  std::memcpy(examples.ids.data(), bytes.data(), 4 * examples.ids.size());
  std::size_t at = 1;
  const auto left = [&] { return examples.ids.size() - std::min(at, examples.ids.size()); };
  const std::int32_t count = examples.ids.empty() ? 0 : examples.ids[0];
  if (count <= 0) return bad_file(path, "holds no examples");
  for (std::int32_t i = 0; i < count; ++i) {
    if (left() < 2) return bad_file(path, "ends within an example");
    const std::int32_t source = examples.ids[at], target = examples.ids[at + 1];
    at += 2;
    if (source < 0 || target < 1 || left() < static_cast<std::size_t>(source) + static_cast<std::size_t>(target))
      return bad_file(path, "ends within an example");
    const std::span all(examples.ids);
    examples.list.push_back({all.subspan(at, static_cast<std::size_t>(source)),
                             all.subspan(at + static_cast<std::size_t>(source), static_cast<std::size_t>(target))});
    at += static_cast<std::size_t>(source) + static_cast<std::size_t>(target);
  }
  return left() == 0 ? Status{} : bad_file(path, "goes on after its last example");
}

void training_settings(const std::vector<Setting>& settings, TrainingConfig& training, RunConfig& run) {
  const auto take = [&](std::string_view name, auto& to) {
    for (const Setting& setting : settings)
      if (setting.name == name) to = static_cast<std::remove_reference_t<decltype(to)>>(setting.number);
  };
  take("rate", training.rate);
  take("warmup", training.warmup);
  take("steps", training.steps);
  take("decay", training.decay);
  take("beta1", training.beta1);
  take("beta2", training.beta2);
  take("clip", training.clip);
  take("smoothing", training.smoothing);
  take("average", training.average);
  take("seed", training.seed);
  take("seed", run.seed);
  take("batchTokens", run.batch_tokens);
  take("context", run.context);
  take("validEvery", run.valid_every);
  take("patience", run.patience);
  take("wordDropout", run.word_dropout);
  for (const Setting& setting : settings)
    if (setting.name == "schedule")
      training.schedule = setting.text == "cosine"         ? Schedule::cosine
                          : setting.text == "inverse-root" ? Schedule::inverse_root
                                                           : Schedule::constant;
}

Status read_config(const std::string& path, RunFolder& run) {
  if (!read_file(path, run.config_text)) return bad_file(path, "cannot be read");
  JsonReader json(run.config_text);
  std::vector<Setting> model, training;
  std::string key;
  bool sound = json.mark('{');
  do {
    sound = sound && json.string(key) && json.mark(':') && (key == "model" || key == "training") &&
            read_settings(json, key == "model" ? model : training);
  } while (sound && json.mark(','));
  if (!sound || !json.mark('}') || !json.end()) return bad_file(path, "is not {\"model\": {…}, \"training\": {…}}");
  training_settings(training, run.training, run.config);
  return model_config(model, run.model);
}

Status write_file(const std::string& path, const std::vector<std::byte>& bytes) {
  const std::string part = path + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file || std::rename(part.c_str(), path.c_str()) != 0) return bad_file(path, "cannot be written");
  return {};
}

Status begin_from(const std::string& folder, Trainer& trainer) {
  const std::string path = folder + "/init.safetensors";
  if (!std::filesystem::exists(path)) return {};
  std::string bytes;
  if (!read_file(path, bytes)) return bad_file(path, "cannot be read");
  Safetensors file;
  if (Status status = Safetensors::read(std::as_bytes(std::span(bytes)), file); !status.ok()) return status;
  const auto& all = trainer.model().parameters().all();
  for (const StoredTensor& stored : file.tensors())
    if (std::none_of(all.begin(), all.end(), [&](const Parameter& parameter) { return parameter.name == stored.name; }))
      return bad_file(path, stored.name + " is no weight of this model");
  for (int kept = 0; kept < 2; ++kept) {  // the weights, then their average
    for (Parameter& parameter : trainer.model().parameters().all())
      if (file.find(parameter.name))
        if (Status status = file.read(parameter.name, parameter.value.shape(), parameter.value); !status.ok())
          return status;
    trainer.swap_average();
  }
  return {};
}

std::string text_of(double number) {
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.17g", number);
  return digits;
}

}  // namespace

Status read_run(const std::string& folder, RunFolder& run) {
  if (Status status = read_config(folder + "/config.json", run); !status.ok()) return status;
  if (Status status = read_examples(folder + "/train.bin", run.train); !status.ok()) return status;
  return read_examples(folder + "/valid.bin", run.valid);
}

Status resume(const std::string& folder, const RunFolder& run, Trainer& trainer, Progress& progress) {
  const std::string path = folder + "/last.safetensors";
  if (!std::filesystem::exists(path)) return begin_from(folder, trainer);
  std::string bytes;
  if (!read_file(path, bytes)) return bad_file(path, "cannot be read");
  Safetensors file;
  if (Status status = Safetensors::read(std::as_bytes(std::span(bytes)), file); !status.ok()) return status;
  std::string state;
  for (const MetadataField& field : file.metadata()) {
    if (field.name == "run" && field.text != run.config_text)
      return bad_file(path, "belongs to another config.json; remove it to begin anew");
    if (field.name == "progress") state = field.text;
    if (field.name == "best") progress.best = std::strtod(field.text.c_str(), nullptr);
    if (field.name == "waited") progress.waited = std::atoi(field.text.c_str());
    if (field.name == "round") progress.round = std::atoi(field.text.c_str());
    if (field.name == "at") progress.at = std::atoi(field.text.c_str());
    if (field.name == "seconds") progress.seconds = std::strtod(field.text.c_str(), nullptr);
  }
  return trainer.restore(file, state);
}

Status write_weights(const std::string& path, const RunFolder& run, Trainer& trainer, const Progress& progress,
                     std::int64_t step) {
  SafetensorsWriter writer;
  writer.field("format", kFormat);
  writer.field("config", json_of(run.model));
  writer.field("steps", std::to_string(step));
  writer.field("validLoss", text_of(progress.best));
  for (const Parameter& parameter : trainer.model().parameters().all()) writer.tensor(parameter.name, parameter.value);
  return write_file(path, writer.bytes());
}

Status write_checkpoint(const std::string& path, const RunFolder& run, Trainer& trainer, const Progress& progress) {
  SafetensorsWriter writer;
  writer.field("format", kCheckpoint);
  writer.field("run", run.config_text);
  writer.field("progress", trainer.progress());
  writer.field("best", text_of(progress.best));
  writer.field("waited", std::to_string(progress.waited));
  writer.field("round", std::to_string(progress.round));
  writer.field("at", std::to_string(progress.at));
  writer.field("seconds", text_of(progress.seconds));
  for (const NamedTensor& each : trainer.state()) writer.tensor(each.name, each.tensor);
  return write_file(path, writer.bytes());
}

}  // namespace attn::command
