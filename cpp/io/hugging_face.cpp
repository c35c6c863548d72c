#include "io/hugging_face.hpp"

#include <algorithm>
#include <set>

#include "base/errors.hpp"
#include "base/model_errors.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/gather.hpp"

namespace attn {

namespace {

/** Our name without the layer's number, and the file's; # stands for that number. */
struct Pair {
  std::string_view ours, theirs;
};

constexpr Pair kBert[] = {
    {"source.embedding", "embeddings.word_embeddings.weight"},
    {"positions", "embeddings.position_embeddings.weight"},
    {"embedding.norm", "embeddings.LayerNorm"},
    {"#.attention.query", "encoder.layer.#.attention.self.query"},
    {"#.attention.key", "encoder.layer.#.attention.self.key"},
    {"#.attention.value", "encoder.layer.#.attention.self.value"},
    {"#.attention.output", "encoder.layer.#.attention.output.dense"},
    {"#.attention.norm", "encoder.layer.#.attention.output.LayerNorm"},
    {"#.feed-forward.hidden", "encoder.layer.#.intermediate.dense"},
    {"#.feed-forward.output", "encoder.layer.#.output.dense"},
    {"#.feed-forward.norm", "encoder.layer.#.output.LayerNorm"},
};
constexpr Pair kDistilBert[] = {
    {"source.embedding", "embeddings.word_embeddings.weight"},
    {"positions", "embeddings.position_embeddings.weight"},
    {"embedding.norm", "embeddings.LayerNorm"},
    {"#.attention.query", "transformer.layer.#.attention.q_lin"},
    {"#.attention.key", "transformer.layer.#.attention.k_lin"},
    {"#.attention.value", "transformer.layer.#.attention.v_lin"},
    {"#.attention.output", "transformer.layer.#.attention.out_lin"},
    {"#.attention.norm", "transformer.layer.#.sa_layer_norm"},
    {"#.feed-forward.hidden", "transformer.layer.#.ffn.lin1"},
    {"#.feed-forward.output", "transformer.layer.#.ffn.lin2"},
    {"#.feed-forward.norm", "transformer.layer.#.output_layer_norm"},
};
constexpr Pair kGpt2[] = {
    {"target.embedding", "wte.weight"},
    {"positions", "wpe.weight"},
    {"#.attention.norm", "h.#.ln_1"},
    {"#.attention.query", "h.#.attn.c_attn"},
    {"#.attention.key", "h.#.attn.c_attn"},
    {"#.attention.value", "h.#.attn.c_attn"},
    {"#.attention.output", "h.#.attn.c_proj"},
    {"#.feed-forward.norm", "h.#.ln_2"},
    {"#.feed-forward.hidden", "h.#.mlp.c_fc"},
    {"#.feed-forward.output", "h.#.mlp.c_proj"},
    {"decoder.norm", "ln_f"},
    {"output", "lm_head"},
};
constexpr Pair kLlama[] = {
    {"target.embedding", "embed_tokens.weight"},
    {"#.attention.norm", "layers.#.input_layernorm"},
    {"#.attention.query", "layers.#.self_attn.q_proj"},
    {"#.attention.key", "layers.#.self_attn.k_proj"},
    {"#.attention.value", "layers.#.self_attn.v_proj"},
    {"#.attention.output", "layers.#.self_attn.o_proj"},
    {"#.feed-forward.norm", "layers.#.post_attention_layernorm"},
    {"#.feed-forward.gate", "layers.#.mlp.gate_proj"},
    {"#.feed-forward.hidden", "layers.#.mlp.up_proj"},
    {"#.feed-forward.output", "layers.#.mlp.down_proj"},
    {"decoder.norm", "norm"},
    {"output", "lm_head"},
};

struct FamilyNames {
  std::string_view name;
  std::span<const Pair> pairs;
  std::string_view prefix;  // may stand before each name but lm_head
  std::string_view layers;
};
const FamilyNames kFamilies[] = {{"bert", kBert, "bert.", "encoder.layer."},
                                 {"distilbert", kDistilBert, "distilbert.", "transformer.layer."},
                                 {"gpt2", kGpt2, "transformer.", "h."},
                                 {"llama", kLlama, "model.", "layers."}};

/** In layers of older files: masks and frequencies, which are computed. */
constexpr std::string_view kComputed[] = {".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq"};

const FamilyNames& names_of(Family family) { return kFamilies[static_cast<std::size_t>(family)]; }

/** "decoder.3.attention.key.weight" → "#.attention.key", "3", ".weight"; what has no number keeps its name. */
struct Taken {
  std::string stem, number, ending;
};

Taken taken(std::string_view name) {
  Taken result;
  for (const std::string_view ending : {".weight", ".bias"})
    if (name.ends_with(ending)) {
      result.ending = ending;
      name.remove_suffix(ending.size());
    }
  const std::size_t first = name.find('.'), second = first == name.npos ? name.npos : name.find('.', first + 1);
  if (second != name.npos && name[first + 1] >= '0' && name[first + 1] <= '9') {
    result.number = name.substr(first + 1, second - first - 1);
    result.stem = "#" + std::string(name.substr(second));
  } else {
    result.stem = name;
  }
  return result;
}

}  // namespace

std::optional<Family> family_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kFamilies); ++i)
    if (kFamilies[i].name == name) return static_cast<Family>(i);
  return std::nullopt;
}

std::string HuggingFace::named(const std::string& name) const {
  const std::string prefixed = std::string(names_of(family_).prefix) + name;
  if (file_.find(prefixed)) return prefixed;
  if (file_.find(name)) return name;
  // files before 2020 called a norm's numbers gamma and beta
  const std::size_t norm = name.find("LayerNorm.");
  if (norm != name.npos) {
    const std::string old = name.substr(0, norm + 10) + (name.ends_with(".weight") ? "gamma" : "beta");
    for (const std::string& each : {std::string(names_of(family_).prefix) + old, old})
      if (file_.find(each)) return each;
  }
  return name;
}

HuggingFace::Source HuggingFace::source_of(std::string_view name) const {
  const Taken ours = taken(name);
  Source source;
  for (const Pair& pair : names_of(family_).pairs)
    if (pair.ours == ours.stem) {
      const bool norm = ours.stem.ends_with("norm"), output = ours.stem == "output";
      source.name = pair.theirs;
      if (const std::size_t at = source.name.find('#'); at != source.name.npos) source.name.replace(at, 1, ours.number);
      source.name = named(source.name + ours.ending);
      source.vector = norm || ours.ending == ".bias";
      source.turned = !source.vector && !ours.ending.empty() && (family_ != Family::gpt2 || output);
      source.longer = ours.stem == "positions";
      source.optional = ours.ending == ".bias" && !norm && (family_ == Family::llama || output);
      if (family_ == Family::gpt2 && source.name.find(".c_attn.") != source.name.npos) {
        source.parts = 3;
        source.part = ours.stem.ends_with("query") ? 0 : ours.stem.ends_with("key") ? 1 : 2;
      }
      if (family_ == Family::bert && source.longer) source.added = named("embeddings.token_type_embeddings.weight");
    }
  return source;
}

Shape HuggingFace::shape(std::string_view name) const { return file_.shape(source_of(name).name); }

Shape HuggingFace::stored_shape(const Source& source, const Shape& expected) const {
  const Shape found = file_.shape(source.name);
  if (source.optional && found.rank == 0) return {};
  const Index rows = expected[0], columns = expected[1] * source.parts;
  if (source.vector) return {columns};
  if (source.longer && found.rank == 2 && found[0] > rows) return {found[0], columns};
  return source.turned ? Shape{columns, rows} : Shape{rows, columns};
}

Status HuggingFace::check(const Parameters& parameters) const {
  std::set<std::string, std::less<>> read;
  const auto there = [&](const std::string& name, const Shape& expected) {
    const Shape found = file_.shape(name);
    if (found.rank == 0) return errors::weights_missing(name);
    read.insert(name);
    return found == expected ? Status{} : errors::weights_shape(name, shape_text(found), shape_text(expected));
  };
  for (const Parameter& parameter : parameters.all()) {
    const Source source = source_of(parameter.name);
    if (source.name.empty()) return errors::weights_missing(parameter.name);
    const Shape stored = stored_shape(source, parameter.value.shape());
    if (stored.rank == 0) continue;
    if (Status status = there(source.name, stored); !status.ok()) return status;
    if (source.added.empty()) continue;
    const Shape types = file_.shape(source.added);
    if (Status status = there(source.added, {types.rank == 0 ? 1 : types[0], stored[1]}); !status.ok()) return status;
  }
  const FamilyNames& names = names_of(family_);
  for (const StoredTensor& tensor : file_.tensors()) {
    std::string_view name = tensor.name;
    if (name.starts_with(names.prefix)) name.remove_prefix(names.prefix.size());
    const bool computed = std::ranges::any_of(kComputed, [&](std::string_view end) { return name.ends_with(end); });
    if (name.starts_with(names.layers) && !computed && !read.contains(tensor.name))
      return errors::weights_format("tensor", tensor.name, std::string(names.name) + " with the layers of its config");
  }
  return {};
}

Status HuggingFace::read(std::string_view name, const Shape& expected, Tensor& tensor) const {
  const Source source = source_of(name);
  if (source.name.empty()) return errors::weights_missing(name);
  Tensor result(expected);
  if (!result.allocated()) return errors::out_of_memory("weights", 4 * expected.count());
  const Shape stored = stored_shape(source, expected);
  if (stored.rank > 0) {
    Tensor whole;
    if (Status status = file_.read(source.name, stored, whole); !status.ok()) return status;
    const ConstMatrix as_stored(whole.data(), {source.vector ? 1 : stored[0], source.vector ? stored[0] : stored[1]});
    const ConstMatrix rows = source.turned ? transposed(as_stored) : row_block(as_stored, 0, expected[0]);
    copy(column_block(rows, source.part * expected[1], expected[1]), result.matrix());
  }
  if (!source.added.empty()) {
    const Shape types = file_.shape(source.added);
    Tensor type;
    if (Status status = file_.read(source.added, {types.rank == 0 ? 1 : types[0], expected[1]}, type); !status.ok())
      return status;
    add_row(result.matrix(), ConstVector(type.data(), {expected[1]}), result.matrix());
  }
  tensor = std::move(result);
  return {};
}

Status read_hugging_face(const Safetensors& file, Family family, const ModelConfig& config,
                         std::unique_ptr<Model>& model) {
  std::unique_ptr<Model> made;
  if (config.kind != ModelKind::transformer) return errors::unknown_setting("kind", "no transformer");
  if (Status status = make_model(config, 1, made); !status.ok()) return status;
  const HuggingFace source(file, family);
  if (Status status = source.check(made->parameters()); !status.ok()) return status;
  if (Status status = read_weights(source, *made); !status.ok()) return status;
  model = std::move(made);
  return {};
}

}  // namespace attn
