#include "io/hugging_face.hpp"

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
};
const FamilyNames kFamilies[] = {{"bert", kBert, "bert."},
                                 {"distilbert", kDistilBert, "distilbert."},
                                 {"gpt2", kGpt2, "transformer."},
                                 {"llama", kLlama, "model."}};

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

HuggingFace::HuggingFace(const Safetensors& file, Family family, const ModelConfig& config)
    : file_(file), family_(family), config_(config) {}

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
      source.name = pair.theirs;
      if (const std::size_t at = source.name.find('#'); at != source.name.npos) source.name.replace(at, 1, ours.number);
      source.name = named(source.name + ours.ending);
      const bool norm = ours.stem.ends_with("norm");
      source.vector = norm || ours.ending == ".bias";
      source.turned = !source.vector && !ours.ending.empty() && (family_ != Family::gpt2 || ours.stem == "output");
      if (family_ == Family::gpt2 && ours.stem.find(".attention.") != ours.stem.npos && !norm &&
          !ours.stem.ends_with("output")) {
        source.parts = 3;
        source.part = ours.stem.ends_with("query") ? 0 : ours.stem.ends_with("key") ? 1 : 2;
      }
      if (family_ == Family::bert && ours.stem == "positions")
        source.added = named("embeddings.token_type_embeddings.weight");
    }
  return source;
}

Shape HuggingFace::shape(std::string_view name) const { return file_.shape(source_of(name).name); }

Status HuggingFace::read(std::string_view name, const Shape& expected, Tensor& tensor) const {
  const Source source = source_of(name);
  if (source.name.empty()) return errors::weights_missing(name);
  if (source.vector && name.ends_with(".bias") && !file_.find(source.name) && family_ == Family::llama) {
    tensor = Tensor(expected);
    return tensor.allocated() ? Status{} : errors::out_of_memory("weights", 4 * expected.count());
  }
  const Index rows = expected[0], columns = expected[1] * source.parts;
  Shape stored = source.turned ? Shape{columns, rows} : Shape{rows, columns};
  if (source.vector) stored = {columns};
  const Shape found = file_.shape(source.name);
  const bool longer = name == "positions" && found.rank == 2 && found[0] > rows && found[1] == columns;
  if (longer) stored = found;  // fewer positions are asked than the file has
  Tensor whole;
  if (Status status = file_.read(source.name, stored, whole); !status.ok()) return status;
  Tensor result = Tensor::uninitialised(expected);
  if (!result.allocated()) return errors::out_of_memory("weights", 4 * expected.count());
  const ConstMatrix as_rows(whole.data(), source.turned ? std::array<Index, 2>{columns, rows}
                                                        : std::array<Index, 2>{longer ? stored[0] : rows, columns});
  const ConstMatrix turned = source.turned ? transposed(as_rows) : row_block(as_rows, 0, rows);
  copy(column_block(turned, source.part * expected[1], expected[1]), result.matrix());
  if (!source.added.empty() && file_.find(source.added)) {
    const Shape types = file_.shape(source.added);
    Tensor type;
    if (Status status = file_.read(source.added, {types.rank > 0 ? types[0] : 1, expected[1]}, type); !status.ok())
      return status;
    add_row(result.matrix(), ConstVector(type.data(), {expected[1]}), result.matrix());
  }
  tensor = std::move(result);
  return {};
}

}  // namespace attn
