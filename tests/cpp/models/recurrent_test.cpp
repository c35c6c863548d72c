// The GRU encoder–decoder and the pooling classifier against their references in double precision.
#include <catch2/catch_test_macros.hpp>

#include "model_case.hpp"
#include "models/gru_seq2seq.hpp"

using namespace attn;
using test::faults;

TEST_CASE("the GRU encoder-decoder with additive attention", "[models][gru]") {
  for (const bool tied : {false, true})
    for (const std::uint64_t seed : {1, 2, 3}) {
      INFO("tied " << tied << ", seed " << seed);
      CHECK(faults(test::small_gru(tied), seed) == "");
    }
}

TEST_CASE("the GRU decoder, word by word, gives the logits of the whole", "[models][gru]") {
  const auto model = test::random_model(test::small_gru(true), 4);
  REQUIRE(model);
  auto& gru = static_cast<GruSeq2Seq&>(*model);
  const std::vector<test::OwnedExample> owned{{{4, 5, 6, 7}, {5, 3, 4, kEnd}}, {{8}, {6, 6, 5, kEnd}}};
  const std::vector<Example> examples = test::views_of(owned);
  const Batch batch = make_batch(gru.config(), examples);
  Tape tape(false);
  const Run run{.tape = tape};
  const Var whole = gru.forward(run, batch);
  const GruSeq2Seq::Memory memory = gru.encode(run, batch.source);
  Var state = memory.state;
  for (Index t = 0; t < 4; ++t) {
    const std::int32_t previous[] = {batch.target.ids[static_cast<std::size_t>(t)],
                                     batch.target.ids[static_cast<std::size_t>(4 + t)]};
    const GruSeq2Seq::Next next = gru.next(run, memory, state, previous);
    state = next.state;
    for (Index b = 0; b < 2; ++b)
      for (Index k = 0; k < 7; ++k) CHECK(std::abs(next.logits->value(b, k) - whole->value(b * 4 + t, k)) < 1e-5f);
  }
}

TEST_CASE("the pooling classifier", "[models][pooling]") {
  for (const Index layers : {0, 1, 2})
    for (const std::uint64_t seed : {1, 2}) {
      INFO(layers << " layers, seed " << seed);
      CHECK(faults(test::small_classifier(layers), seed) == "");
    }
}

TEST_CASE("attention that was seen: one trace for each place, rows that sum to 1", "[models]") {
  struct Each {
    ModelConfig config;
    std::size_t traces;
  };
  ModelConfig both = test::small_transformer(Architecture::encoder_decoder);
  both.layers = both.decoder_layers = 2;
  for (const auto& [config, traces] :
       {Each{both, 6}, Each{test::small_gru(true), 3}, Each{test::small_classifier(1), 2}}) {
    const auto model = test::random_model(config, 6);
    REQUIRE(model);
    const test::OwnedExample owned{{4, 5, 6, 7}, {5, 3, kEnd}};
    const Example example{owned.source, owned.target};
    const Batch batch = make_batch(config, std::span(&example, 1));
    Tape tape(false), plain(false);
    std::vector<SeenAttention> seen;
    const Var y = model->forward({.tape = tape, .seen = &seen}, batch);
    const Var same = model->forward({.tape = plain}, batch);
    CHECK(seen.size() == traces);
    for (Index k = 0; k < y->rows() * y->columns(); ++k)
      CHECK(std::abs(y->value.data[k] - same->value.data[k]) < 1e-5f);
    for (const SeenAttention& each : seen) {
      const ConstView4 weights = std::as_const(each.trace.weights).view<4>();
      for (Index h = 0; h < weights.shape[1]; ++h)
        for (Index i = 0; i < weights.shape[2]; ++i) {
          float sum = 0;
          for (Index j = 0; j < weights.shape[3]; ++j) sum += weights(0, h, i, j);
          CHECK(std::abs(sum - 1) < 1e-5f);
        }
    }
  }
}
