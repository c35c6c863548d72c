#include "models/model.hpp"

#include "base/errors.hpp"
#include "models/gru_seq2seq.hpp"
#include "models/pooling_classifier.hpp"
#include "models/transformer.hpp"

namespace attn {

Status make_model(const ModelConfig& config, std::uint64_t seed, std::unique_ptr<Model>& model) {
  if (Status status = check(config); !status.ok()) return status;
  Random random(seed);
  switch (config.kind) {
    case ModelKind::transformer: model = std::make_unique<Transformer>(config, random); break;
    case ModelKind::gru_attention: model = std::make_unique<GruSeq2Seq>(config, random); break;
    case ModelKind::pooling_classifier: model = std::make_unique<PoolingClassifier>(config, random); break;
  }
  if (model->parameters().allocated()) return {};
  const std::int64_t bytes = 4 * model->parameters().count();
  model.reset();
  return errors::out_of_memory("model", bytes);
}

Status read_weights(const WeightSource& source, Model& model) {
  for (Parameter& parameter : model.parameters().all())
    if (Status status = source.read(parameter.name, parameter.value.shape(), parameter.value); !status.ok())
      return status;
  return {};
}

}  // namespace attn
