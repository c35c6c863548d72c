// What models answer: greedy, by beam search, token by token; against full runs and all answers there are.
#include "models/decoding.hpp"

#include <catch2/catch_test_macros.hpp>

#include "model_case.hpp"

using namespace attn;
using test::Ids;

namespace {

/** Random, and never answers padding or begin where `words_only`. */
std::unique_ptr<Model> talking(ModelConfig config, std::uint64_t seed, bool words_only = false) {
  if (words_only) config.tied = false;
  auto model = test::random_model(config, seed);
  for (Parameter& parameter : model->parameters().all()) {
    for (std::int64_t k = 0; k < parameter.value.count(); ++k) parameter.value.data()[k] *= 1.5f;
    if (words_only && parameter.name == "output.bias") parameter.value.data()[0] = parameter.value.data()[1] = -50;
  }
  return model;
}

/** log p of each token that may follow `prefix`, by a full run. */
std::vector<double> next_log_probabilities(Model& model, const Ids& source, Ids prefix) {
  prefix.push_back(kEnd);
  const Example example{source, prefix};
  const Batch batch = make_batch(model.config(), std::span(&example, 1));
  Tape tape(false);
  const Var y = model.forward({.tape = tape}, batch);
  const test::Grid p = test::softmax(row_of(test::grid_of(y->value), y->rows() - 1));
  std::vector<double> logs;
  for (const double each : p.data) logs.push_back(std::log(each));
  return logs;
}

Ids greedy(Model& model, const Ids& source, Index most) {
  Ids answer;
  while (static_cast<Index>(answer.size()) < most && (answer.empty() || answer.back() != kEnd)) {
    const std::vector<double> logs = next_log_probabilities(model, source, answer);
    answer.push_back(static_cast<std::int32_t>(std::max_element(logs.begin(), logs.end()) - logs.begin()));
  }
  return answer;
}

std::vector<ModelConfig> writers() {
  ModelConfig rotary = test::small_transformer(Architecture::decoder);
  rotary.positions = Positions::rotary;
  return {test::small_transformer(Architecture::encoder_decoder), test::small_gru(true), rotary};
}

double penalty(std::size_t length, double alpha) { return std::pow((5 + static_cast<double>(length)) / 6, alpha); }

/** Every answer of at most `most` tokens with its log p; padding and begin are none. */
void all_answers(Model& model, const Ids& source, std::size_t most, const Hypothesis& so_far,
                 std::vector<Hypothesis>& answers) {
  const std::vector<double> logs = next_log_probabilities(model, source, so_far.tokens);
  for (std::int32_t token = kEnd; token < static_cast<std::int32_t>(logs.size()); ++token) {
    Hypothesis next = so_far;
    next.tokens.push_back(token);
    next.log_probability += logs[static_cast<std::size_t>(token)];
    if (token == kEnd || next.tokens.size() == most)
      answers.push_back(next);
    else
      all_answers(model, source, most, next, answers);
  }
}

}  // namespace

TEST_CASE("greedy answers are the likeliest token of a full run, one after another", "[models][decoding]") {
  std::size_t ended = 0, cut = 0;
  for (const ModelConfig& config : writers())
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      const auto model = talking(config, seed);
      const auto owned = test::random_examples(config, seed);
      const std::vector<Example> examples = test::views_of(owned);
      std::vector<Ids> answers;
      REQUIRE(predict(*model, examples, 6, {}, answers).ok());
      REQUIRE(answers.size() == examples.size());
      INFO("kind " << static_cast<int>(config.kind) << ", seed " << seed);
      for (std::size_t i = 0; i < answers.size(); ++i) {
        const std::size_t room = static_cast<std::size_t>(config.max_length) -
                                 (config.architecture == Architecture::decoder ? owned[i].source.size() : 0);
        CHECK(answers[i] == greedy(*model, owned[i].source, static_cast<Index>(std::min<std::size_t>(6, room))));
        (answers[i].back() == kEnd ? ended : cut) += 1;
      }
    }
  CHECK(ended > 3);
  CHECK(cut > 3);
}

TEST_CASE("an encoder answers each position at once; more examples than one group", "[models][decoding]") {
  const ModelConfig config = test::small_transformer(Architecture::encoder);
  const auto model = talking(config, 2);
  std::vector<test::OwnedExample> owned;
  for (std::uint64_t i = 0; i < 50; ++i)
    for (const auto& each : test::random_examples(config, i)) owned.push_back(each);
  std::vector<Ids> answers;
  REQUIRE(predict(*model, test::views_of(owned), 3, {}, answers).ok());
  REQUIRE(answers.size() == 150);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const test::Grid y = reference_model::transformer(reference_model::weights_of(*model), config, owned[i].source, {});
    REQUIRE(answers[i].size() == owned[i].source.size());
    for (Index t = 0; t < y.rows; ++t) {
      const auto row = y.data.begin() + t * y.columns;
      CHECK(answers[i][static_cast<std::size_t>(t)] == std::max_element(row, row + y.columns) - row);
    }
  }
}

TEST_CASE("beam search with one beam is greedy", "[models][decoding]") {
  for (const ModelConfig& config : {writers()[0], writers()[1]})
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
      for (const float penalty_of : {0.0f, 0.6f, 1.5f}) {
        const auto model = talking(config, seed, true);
        const Ids source{4, 6, 3};
        std::vector<Hypothesis> answers;
        REQUIRE(beam_search(*model, source, {.beams = 1, .most = 6, .length_penalty = penalty_of}, {}, answers).ok());
        REQUIRE(answers.size() == 1);
        INFO("kind " << static_cast<int>(config.kind) << ", seed " << seed << ", penalty " << penalty_of);
        CHECK(answers[0].tokens == greedy(*model, source, 6));
      }
}

TEST_CASE("beams without number find the best of all answers, in order", "[models][decoding]") {
  for (ModelConfig config : {writers()[0], writers()[1]})
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
      for (const float alpha : {0.0f, 0.6f, 2.0f}) {
        config.target_vocabulary = 6;  // an end and three words
        const auto model = talking(config, seed);
        const Ids source{5, 3, 4, 7};
        std::vector<Hypothesis> found, all;
        REQUIRE(beam_search(*model, source, {.beams = 64, .most = 3, .length_penalty = alpha}, {}, found).ok());
        all_answers(*model, source, 3, {}, all);
        REQUIRE(all.size() == 40);
        for (Hypothesis& each : all)
          each.score = each.log_probability / penalty(each.tokens.size(), static_cast<double>(alpha));
        std::sort(all.begin(), all.end(), [](const Hypothesis& a, const Hypothesis& b) { return a.score > b.score; });
        INFO("kind " << static_cast<int>(config.kind) << ", seed " << seed << ", alpha " << alpha);
        CHECK(found.size() == 40);
        for (std::size_t i = 0; i < std::min(found.size(), all.size()); ++i) {
          CHECK(std::abs(found[i].score - all[i].score) < 1e-4);
          CHECK(std::abs(found[i].score * penalty(found[i].tokens.size(), static_cast<double>(alpha)) -
                         found[i].log_probability) < 1e-9);
        }
        CHECK(found[0].tokens == all[0].tokens);
      }
}

TEST_CASE("a few beams give that many answers, best first, each with its own probability", "[models][decoding]") {
  for (const ModelConfig& config : {writers()[0], writers()[1]})
    for (const Index beams : {1, 2, 3, 5}) {
      const auto model = talking(config, 3);  // padding and begin may be likely, and are never answers
      const Ids source{4, 8, 3};
      std::vector<Hypothesis> answers;
      REQUIRE(beam_search(*model, source, {.beams = beams, .most = 5}, {}, answers).ok());
      INFO("kind " << static_cast<int>(config.kind) << ", " << beams << " beams");
      REQUIRE(static_cast<Index>(answers.size()) == beams);
      for (std::size_t i = 0; i < answers.size(); ++i) {
        double sum = 0;
        Ids prefix;
        for (const std::int32_t token : answers[i].tokens) {
          CHECK(token >= kEnd);
          sum += next_log_probabilities(*model, source, prefix)[static_cast<std::size_t>(token)];
          prefix.push_back(token);
        }
        CHECK(std::abs(sum - answers[i].log_probability) < 1e-4);
        if (i > 0) CHECK(answers[i - 1].score >= answers[i].score);
        for (std::size_t j = 0; j < i; ++j) CHECK(answers[i].tokens != answers[j].tokens);
      }
    }
}

TEST_CASE("what a model cannot be asked is an error that says so", "[models][decoding]") {
  const auto model = talking(test::small_transformer(Architecture::encoder_decoder), 1);
  const auto classifier = talking(test::small_classifier(1), 1);
  const auto encoder = talking(test::small_transformer(Architecture::encoder), 1);
  const Ids good{4, 5}, empty, strange{4, 9}, negative{-1}, long_one(13, 4);
  std::vector<Hypothesis> found;
  std::vector<Ids> answers;
  const auto predicted = [&](const Ids& source) {
    const Example example{source, {}};
    return predict(*model, std::span(&example, 1), 5, {}, answers).code;
  };
  CHECK(predicted(good) == "");
  CHECK(predicted(empty) == "bad-batch");
  CHECK(predicted(strange) == "bad-batch");
  CHECK(predicted(negative) == "bad-batch");
  CHECK(predicted(long_one) == "too-many-tokens");
  CHECK(beam_search(*model, strange, {}, {}, found).code == "bad-batch");
  CHECK(beam_search(*model, long_one, {}, {}, found).code == "too-many-tokens");
  for (const Index beams : {-1, 0, 65})
    CHECK(beam_search(*model, good, {.beams = beams}, {}, found).code == "out-of-range");
  for (Model* each : {classifier.get(), encoder.get()}) {
    CHECK(beam_search(*each, good, {}, {}, found).code == "not-for-model");
    Generator generator;
    CHECK(Generator::make(*each, generator).code == "not-for-model");
  }
  CHECK(predict(*classifier, {}, 5, {}, answers).code == "not-for-model");
}
