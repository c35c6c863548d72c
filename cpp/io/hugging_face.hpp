#pragma once
// Weights of Hugging Face's BERT, DistilBERT, GPT-2 and Llama files under the names of models/transformer.cpp.
#include <optional>

#include "io/safetensors.hpp"
#include "models/model.hpp"

namespace attn {

enum class Family : unsigned char { bert, distilbert, gpt2, llama };

/** "bert", "distilbert", "gpt2", "llama" */
std::optional<Family> family_named(std::string_view name);

/** A model of the family with the weights of its file, names and shapes checked first. Errors: bad-model, weights-… */
Status read_hugging_face(const Safetensors& file, Family family, const ModelConfig& config,
                         std::unique_ptr<Model>& model);

/**
 * What differs is undone while reading: matrices (out, in) are turned, but for GPT-2's Conv1D; its c_attn is cut in three; BERT's
 * first token type is added to every position; biases that a family has not are 0; a prefix ("bert.", "model." …) may be there or not.
 */
class HuggingFace final : public WeightSource {
 public:
  /** `file` must outlive it. */
  HuggingFace(const Safetensors& file, Family family) : file_(file), family_(family) {}

  /** Every parameter of the model is there with its shape, and the file's layers have nothing that would not be read. */
  Status check(const Parameters& parameters) const;

  Shape shape(std::string_view name) const override;
  Status read(std::string_view name, const Shape& expected, Tensor& tensor) const override;
  std::span<const MetadataField> metadata() const override { return file_.metadata(); }

 private:
  struct Source {
    std::string name;           // in the file
    bool turned = false;        // (out, in)
    bool vector = false;        // one axis
    bool longer = false;        // the file may have more rows
    bool optional = false;      // 0 where the file has none
    Index part = 0, parts = 1;  // of its columns
    std::string added;          // whose first row is added to every row
  };
  Source source_of(std::string_view name) const;
  /** As it must stand in the file; {} where it may be missing and is. */
  Shape stored_shape(const Source& source, const Shape& expected) const;
  /** The file's name with the prefix that it uses. */
  std::string named(const std::string& name) const;

  const Safetensors& file_;
  Family family_;
};

}  // namespace attn
