// What all models share: how they begin, their weights by name, the batches they read.
#include "models/model.hpp"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "model_case.hpp"

using namespace attn;
using test::Ids;

namespace {

std::vector<ModelConfig> kinds() {
  ModelConfig learned = test::small_transformer(Architecture::encoder_decoder);
  learned.positions = Positions::learned;
  learned.tied = false;
  learned.layers = 2;
  return {learned, test::small_gru(false), test::small_classifier(2)};
}

std::vector<std::byte> file_of(const Model& model) {
  SafetensorsWriter writer;
  for (const Parameter& parameter : model.parameters().all()) writer.tensor(parameter.name, parameter.value);
  return writer.bytes();
}

}  // namespace

TEST_CASE("parameters have names of their own, and weights come back from a file", "[models]") {
  for (const ModelConfig& config : kinds()) {
    const auto model = test::random_model(config, 1), other = test::random_model(config, 2);
    std::set<std::string> names;
    std::int64_t count = 0;
    for (const Parameter& parameter : model->parameters().all()) {
      names.insert(parameter.name);
      count += parameter.value.count();
    }
    CHECK(names.size() == model->parameters().all().size());
    CHECK(count == model->parameters().count());
    const std::vector<std::byte> bytes = file_of(*model);
    Safetensors file;
    REQUIRE(Safetensors::read(bytes, file).ok());
    CHECK(file_of(*other) != bytes);
    REQUIRE(read_weights(file, *other).ok());
    CHECK(file_of(*other) == bytes);

    ModelConfig wider = config;
    wider.hidden += 1;
    CHECK(read_weights(file, *test::random_model(wider, 1)).code == "weights-shape");
    ModelConfig deeper = config;
    deeper.layers += 1;
    if (config.kind != ModelKind::gru_attention)
      CHECK(read_weights(file, *test::random_model(deeper, 1)).code == "weights-missing");
  }
}

TEST_CASE("models begin the same for a seed; matrices decay, gains begin at 1, biases at 0", "[models]") {
  for (const ModelConfig& config : kinds()) {
    std::unique_ptr<Model> model, same, other;
    REQUIRE(make_model(config, 5, model).ok());
    REQUIRE(make_model(config, 5, same).ok());
    REQUIRE(make_model(config, 6, other).ok());
    CHECK(file_of(*model) == file_of(*same));
    CHECK(file_of(*model) != file_of(*other));
    for (const Parameter& parameter : model->parameters().all()) {
      INFO(parameter.name);
      const std::string& name = parameter.name;
      const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
      const bool gain = has("norm.weight"), bias = has("bias"), table = has("embedding") || name == "positions";
      CHECK(parameter.decays == !(gain || bias || table));
      const float* numbers = parameter.value.data();
      const auto [least, most] = std::minmax_element(numbers, numbers + parameter.value.count());
      const float limit = std::sqrt(6.0f / static_cast<float>(parameter.rows() + parameter.columns()));
      if (gain) CHECK((*least == 1 && *most == 1));
      if (bias) CHECK((*least == 0 && *most == 0));
      if (parameter.decays) CHECK((*least >= -limit && *most <= limit && *most - *least > limit));
    }
  }
}

TEST_CASE("a model that cannot be is an error", "[models]") {
  ModelConfig config = test::small_transformer(Architecture::encoder_decoder);
  config.heads = 5;
  std::unique_ptr<Model> model;
  CHECK(make_model(config, 1, model).code == "bad-model");
  CHECK_FALSE(model);
}

TEST_CASE("batches: what is read, what is answered, what does not count", "[models][sequences]") {
  const std::vector<test::OwnedExample> owned{{{5, 6, 7}, {8, kEnd}}, {{4}, {3, 4, 5, kEnd}}};
  const auto views = test::views_of(owned);
  const Batch both = make_batch(test::small_transformer(Architecture::encoder_decoder), views);
  CHECK(both.source.ids == Ids{5, 6, 7, 4, 0, 0});
  CHECK(both.source.lengths == Ids{3, 1});
  CHECK(both.target.ids == Ids{1, 8, 0, 0, 1, 3, 4, 5});
  CHECK(both.target.lengths == Ids{2, 4});
  CHECK(both.answers == Ids{8, 2, -1, -1, 3, 4, 5, 2});

  const Batch decoder = make_batch(test::small_transformer(Architecture::decoder), views);
  CHECK(decoder.source.batch == 0);
  CHECK(decoder.target.ids == Ids{1, 5, 6, 7, 8, 1, 4, 3, 4, 5});
  CHECK(decoder.answers == Ids{-1, -1, -1, 8, 2, -1, 3, 4, 5, 2});

  const std::vector<test::OwnedExample> each{{{5, 6, 7}, {7, 6, 5}}, {{4}, {4}}, {{8, 8}, {1}}};
  const Batch encoder = make_batch(test::small_transformer(Architecture::encoder), test::views_of(each));
  CHECK(encoder.source.ids == Ids{5, 6, 7, 4, 0, 0, 8, 8, 0});
  CHECK(encoder.answers == Ids{7, 6, 5, 4, -1, -1, 1, -1, -1});
  CHECK(encoder.target.batch == 0);

  const std::vector<test::OwnedExample> scored{{{5, 6}, {-1000}}, {{4}, {250}}};
  const Batch classifier = make_batch(test::small_classifier(1), test::views_of(scored));
  CHECK(classifier.labels == std::vector<float>{-1, 0.25f});
  CHECK(classifier.answers.empty());
  CHECK(pad({}).length == 0);
}
