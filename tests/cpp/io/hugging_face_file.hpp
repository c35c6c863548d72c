#pragma once
// Small files under the names of Hugging Face, with random numbers.
#include <map>
#include <string>

#include "base/random.hpp"
#include "file_bytes.hpp"
#include "io/hugging_face.hpp"

namespace attn::testing {

/** The tensors of a file, to be taken out, renamed or reshaped before it is written. */
class FileTensors {
 public:
  explicit FileTensors(std::uint64_t seed) : next_(seed) {}

  std::map<std::string, std::vector<Index>> shapes;

  void linear(const std::string& name, Index in, Index out, bool bias = true) {
    shapes[name + ".weight"] = {out, in};
    if (bias) shapes[name + ".bias"] = {out};
  }
  void norm(const std::string& name, Index width, bool bias = true) {
    shapes[name + ".weight"] = {width};
    if (bias) shapes[name + ".bias"] = {width};
  }

  /** F32 */
  std::string bytes() {
    std::string header = "{", data;
    for (const auto& [name, shape] : shapes) {
      std::int64_t count = 1;
      std::string sizes;
      for (const Index size : shape) {
        count *= size;
        sizes += (sizes.empty() ? "" : ",") + std::to_string(size);
      }
      std::vector<float> numbers(static_cast<std::size_t>(count));
      for (float& number : numbers) number = next_.uniform(-1, 1);
      header += (header.size() > 1 ? ",\"" : "\"") + name + R"(":{"dtype":"F32","shape":[)" + sizes +
                R"(],"data_offsets":[)" + std::to_string(data.size()) + ',';
      data += number_bytes(numbers);
      header += std::to_string(data.size()) + "]}";
    }
    return file_bytes(header + "}", data);
  }

 private:
  Random next_;
};

struct SmallModel {
  Family family;
  std::string config;  // ours, as JSON
  FileTensors tensors;
};

inline SmallModel small_bert() {
  SmallModel model{
      Family::bert,
      R"({"kind":"transformer","architecture":"encoder","sourceVocabulary":9,"targetVocabulary":0,"width":4,"heads":2,)"
      R"("layers":1,"hidden":6,"norm":"layer","normFirst":false,"activation":"gelu","positions":"learned","maxLength":5,)"
      R"("scaleEmbedding":false,"embeddingNorm":true})",
      FileTensors(1)};
  FileTensors& file = model.tensors;
  file.shapes["bert.embeddings.word_embeddings.weight"] = {9, 4};
  file.shapes["bert.embeddings.position_embeddings.weight"] = {7, 4};  // more than are asked for
  file.shapes["bert.embeddings.token_type_embeddings.weight"] = {2, 4};
  file.norm("bert.embeddings.LayerNorm", 4);
  const std::string layer = "bert.encoder.layer.0.";
  for (const char* part : {"query", "key", "value"}) file.linear(layer + "attention.self." + part, 4, 4);
  file.linear(layer + "attention.output.dense", 4, 4);
  file.norm(layer + "attention.output.LayerNorm", 4);
  file.linear(layer + "intermediate.dense", 4, 6);
  file.linear(layer + "output.dense", 6, 4);
  file.norm(layer + "output.LayerNorm", 4);
  file.linear("bert.pooler.dense", 4, 4);  // nobody reads it
  return model;
}

inline SmallModel small_gpt2() {
  SmallModel model{Family::gpt2,
                   R"({"kind":"transformer","architecture":"decoder","targetVocabulary":9,"width":4,"heads":2,"layers":1,)"
                   R"("hidden":6,"norm":"layer","activation":"gelu-tanh","positions":"learned","maxLength":5,"begin":-1,)"
                   R"("scaleEmbedding":false})",
                   FileTensors(2)};
  FileTensors& file = model.tensors;
  file.shapes["wte.weight"] = {9, 4};
  file.shapes["wpe.weight"] = {5, 4};
  for (const char* norm : {"h.0.ln_1", "h.0.ln_2", "ln_f"}) file.norm(norm, 4);
  const auto conv = [&](const std::string& name, Index in, Index out) {  // (in, out)
    file.shapes[name + ".weight"] = {in, out};
    file.shapes[name + ".bias"] = {out};
  };
  conv("h.0.attn.c_attn", 4, 12);
  conv("h.0.attn.c_proj", 4, 4);
  conv("h.0.mlp.c_fc", 4, 6);
  conv("h.0.mlp.c_proj", 6, 4);
  file.shapes["h.0.attn.bias"] = {1, 1, 5, 5};  // a mask
  return model;
}

inline SmallModel small_llama() {
  SmallModel model{Family::llama,
                   R"({"kind":"transformer","architecture":"decoder","targetVocabulary":9,"width":8,"heads":4,"kvHeads":2,)"
                   R"("layers":2,"hidden":6,"norm":"rms","activation":"swiglu","positions":"rotary","maxLength":5,)"
                   R"("begin":-1,"scaleEmbedding":false,"bias":false,"tied":false,"rotaryBase":500000})",
                   FileTensors(3)};
  FileTensors& file = model.tensors;
  file.shapes["model.embed_tokens.weight"] = {9, 8};
  for (const char* number : {"0", "1"}) {
    const std::string layer = std::string("model.layers.") + number + '.';
    file.norm(layer + "input_layernorm", 8, false);
    file.norm(layer + "post_attention_layernorm", 8, false);
    file.linear(layer + "self_attn.q_proj", 8, 8, false);
    file.linear(layer + "self_attn.k_proj", 8, 4, false);
    file.linear(layer + "self_attn.v_proj", 8, 4, false);
    file.linear(layer + "self_attn.o_proj", 8, 8, false);
    file.linear(layer + "mlp.gate_proj", 8, 6, false);
    file.linear(layer + "mlp.up_proj", 8, 6, false);
    file.linear(layer + "mlp.down_proj", 6, 8, false);
  }
  file.norm("model.norm", 8, false);
  file.linear("lm_head", 8, 9, false);
  return model;
}

}  // namespace attn::testing
