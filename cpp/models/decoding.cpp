#include "models/decoding.hpp"

#include <algorithm>
#include <cmath>

#include "base/errors.hpp"
#include "base/model_errors.hpp"
#include "kernels/softmax.hpp"
#include "models/gru_seq2seq.hpp"
#include "models/transformer.hpp"

namespace attn {

namespace {

using Ids = std::vector<std::int32_t>;

bool is(const Model& model, Architecture architecture) {
  return model.config().kind == ModelKind::transformer && model.config().architecture == architecture;
}

/** Tokens that the model can read or write, begin included. */
Index longest(const Model& model) {
  return model.config().kind == ModelKind::gru_attention ? 4096 : model.config().max_length;
}

Status check_ids(std::string_view name, std::span<const std::int32_t> ids, Index vocabulary, Index most) {
  if (static_cast<Index>(ids.size()) > most)
    return errors::too_many_tokens(static_cast<std::int64_t>(ids.size()), most);
  for (const std::int32_t id : ids)
    if (id < 0 || id >= vocabulary) return errors::bad_batch(name, id, vocabulary - 1);
  return {};
}

Index likeliest(ConstVector logits) {
  return std::max_element(logits.data, logits.data + logits.shape[0]) - logits.data;
}

Sequences padded(const std::vector<Ids>& sequences) {
  const std::vector<std::span<const std::int32_t>> views(sequences.begin(), sequences.end());
  return pad(views);
}

/**
 * Answers to one or several sources, word by word. Prefixes are read anew at each word: sentences are short, and beams
 * need no copies of caches.
 */
class Words {
 public:
  Words(Model& model, const Run& run) : model_(model), run_(run) {}

  void read(const Sequences& source) {
    source_ = source;
    if (is(model_, Architecture::encoder_decoder)) memory_ = transformer().encode(run_, source_);
    if (!transforms()) gru_ = recurrent().encode(run_, source_);
    if (!transforms()) state_ = gru_.state;
  }

  /** Logits (prefixes, vocabulary) of what follows each, until the next call; prefix i, begin first, goes with row rows[i] of the call before. */
  Var next(const std::vector<Ids>& prefixes, std::span<const std::int32_t> rows) {
    Tape& tape = run_.tape;
    if (!transforms()) {
      const auto last = run_.indices(static_cast<Index>(prefixes.size()));
      for (std::size_t i = 0; i < prefixes.size(); ++i) last[i] = prefixes[i].back();
      const GruSeq2Seq::Memory memory = chosen(rows);
      const GruSeq2Seq::Next next = recurrent().next(run_, memory, state_, last);
      state_ = next.state;
      return next.logits;
    }
    prefixes_ = padded(prefixes);
    if (memory_) choose(rows);
    const Tape::Mark mark = tape.mark();
    const Var x = transformer().decode(run_, prefixes_, memory_, memory_ ? &source_ : nullptr);
    const auto ends = run_.indices(static_cast<Index>(prefixes.size()));
    for (std::size_t i = 0; i < prefixes.size(); ++i)
      ends[i] = static_cast<std::int32_t>(static_cast<Index>(i) * prefixes_.length + prefixes_.lengths[i] - 1);
    const Var y = transformer().logits(run_, gather(tape, x, ends));
    const std::array<Index, 2> shape = y->value.shape;
    logits_.assign(y->value.data, y->value.data + shape[0] * shape[1]);
    tape.release(mark);  // the sum over all words would be gigabytes
    return tape.constant(ConstMatrix(logits_.data(), shape));
  }

 private:
  bool transforms() const { return model_.config().kind == ModelKind::transformer; }
  Transformer& transformer() { return static_cast<Transformer&>(model_); }
  GruSeq2Seq& recurrent() { return static_cast<GruSeq2Seq&>(model_); }

  /** `length` rows of x for each of `rows`. */
  Var repeated(Var x, std::span<const std::int32_t> rows, Index length) const {
    const auto order = run_.indices(static_cast<Index>(rows.size()) * length);
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = static_cast<std::int32_t>(rows[i / static_cast<std::size_t>(length)] * length) +
                 static_cast<std::int32_t>(i % static_cast<std::size_t>(length));
    return gather(run_.tape, x, order);
  }

  void choose_source(std::span<const std::int32_t> rows) {
    Sequences chosen{static_cast<Index>(rows.size()), source_.length, {}, {}};
    for (const std::int32_t row : rows) {
      const auto first = source_.ids.begin() + row * source_.length;
      chosen.ids.insert(chosen.ids.end(), first, first + source_.length);
      chosen.lengths.push_back(source_.lengths[static_cast<std::size_t>(row)]);
    }
    source_ = std::move(chosen);
  }

  /** Whether every row goes on as it was. */
  bool unchanged(std::span<const std::int32_t> rows) const {
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i] != static_cast<std::int32_t>(i)) return false;
    return static_cast<Index>(rows.size()) == source_.batch;
  }

  void choose(std::span<const std::int32_t> rows) {
    if (unchanged(rows)) return;
    memory_ = repeated(memory_, rows, source_.length);
    choose_source(rows);
  }

  const GruSeq2Seq::Memory& chosen(std::span<const std::int32_t> rows) {
    gru_.source = &source_;
    if (unchanged(rows)) return gru_;
    gru_.annotations = repeated(gru_.annotations, rows, source_.length);
    gru_.keys = repeated(gru_.keys, rows, source_.length);
    state_ = repeated(state_, rows, 1);
    choose_source(rows);
    return gru_;
  }

  Model& model_;
  const Run& run_;
  Sequences source_, prefixes_;
  std::vector<float> logits_;  // of a transformer, (prefixes, vocabulary)
  Var memory_ = nullptr;
  GruSeq2Seq::Memory gru_{};
  Var state_ = nullptr;
};

/** How a run went that ends in these numbers: attention tells of scores that overflow, the layers around it do not. */
Status settled(const Tape& tape, Var y) {
  if (!tape.status.ok()) return tape.status;
  for (Index i = 0; i < y->rows(); ++i)
    for (Index j = 0; j < y->columns(); ++j)
      if (!std::isfinite(y->value(i, j))) return errors::overflow("model", "logits", {0, 0, i, j});
  return {};
}

/** Answers of one group of sources. */
Status predict_group(Model& model, Tape& tape, std::span<const Example> examples, Index most,
                     std::span<const HeadPlace> off, std::vector<Ids>& answers) {
  tape.clear();
  const Run run{.tape = tape, .off = off};
  const Batch batch = make_batch(model.config(), examples);
  if (is(model, Architecture::encoder)) {
    const Var y = model.forward(run, batch);
    if (Status status = settled(tape, y); !status.ok()) return status;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      Ids& answer = answers.emplace_back();
      for (std::size_t t = 0; t < examples[i].source.size(); ++t)
        answer.push_back(static_cast<std::int32_t>(
            likeliest(y->value[static_cast<Index>(i) * batch.source.length + static_cast<Index>(t)])));
    }
    return {};
  }
  Words words(model, run);
  words.read(batch.source);
  std::vector<Ids> prefixes;
  Ids rows;
  const std::size_t first = answers.size();
  for (const Example& example : examples) {
    rows.push_back(static_cast<std::int32_t>(prefixes.size()));
    prefixes.emplace_back(model.config().begin < 0 ? 0 : 1, static_cast<std::int32_t>(model.config().begin));
    if (is(model, Architecture::decoder))
      prefixes.back().insert(prefixes.back().end(), example.source.begin(), example.source.end());
    answers.emplace_back();
  }
  std::vector<std::size_t> whose(examples.size());
  for (std::size_t i = 0; i < whose.size(); ++i) whose[i] = first + i;
  for (Index t = 0; t < most && !prefixes.empty() && tape.status.ok(); ++t) {
    const Var logits = words.next(prefixes, rows);
    if (Status status = settled(tape, logits); !status.ok()) return status;
    std::vector<Ids> going;
    std::vector<std::size_t> still;
    rows.clear();
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
      const auto token = static_cast<std::int32_t>(likeliest(logits->value[static_cast<Index>(i)]));
      answers[whose[i]].push_back(token);
      if (token == kEnd || static_cast<Index>(prefixes[i].size()) >= longest(model)) continue;
      rows.push_back(static_cast<std::int32_t>(i));
      still.push_back(whose[i]);
      going.push_back(std::move(prefixes[i]));
      going.back().push_back(token);
    }
    prefixes = std::move(going);
    whose = std::move(still);
  }
  return tape.status;
}

double penalty(std::size_t length, float alpha) {
  return std::pow((5 + static_cast<double>(length)) / 6, double{alpha});
}

}  // namespace

Status check_example(const Model& model, const Example& example) {
  const ModelConfig& c = model.config();
  const bool decoder_only = is(model, Architecture::decoder);
  const bool begins = c.begin >= 0;
  const Index most = longest(model) - (decoder_only && begins ? 1 : 0);
  if (example.source.empty() && !(decoder_only && begins)) return errors::bad_batch("source", 0, 1);
  const Index vocabulary = decoder_only ? c.target_vocabulary : c.source_vocabulary;
  if (Status status = check_ids("source", example.source, vocabulary, most); !status.ok()) return status;
  if (c.kind == ModelKind::pooling_classifier) return {};
  // a decoder reads both, one after the other, but for the last token
  const Index read = decoder_only && !example.target.empty() ? static_cast<Index>(example.source.size()) - 1 : 0;
  return check_ids("target", example.target, c.target_vocabulary, most - read);
}

Status predict(Model& model, std::span<const Example> examples, Index most, std::span<const HeadPlace> off,
               std::vector<Ids>& answers) {
  if (model.config().kind == ModelKind::pooling_classifier)
    return errors::not_for_model("predict", "pooling-classifier");
  for (const Example& example : examples)
    if (Status status = check_example(model, {example.source, {}}); !status.ok()) return status;
  constexpr std::size_t kGroup = 16;  // 64 took four times the memory and no less time
  Tape tape(false);
  for (std::size_t i = 0; i < examples.size(); i += kGroup) {
    const auto group = examples.subspan(i, std::min(kGroup, examples.size() - i));
    if (Status status = predict_group(model, tape, group, most, off, answers); !status.ok()) return status;
  }
  return {};
}

Status beam_search(Model& model, std::span<const std::int32_t> source, const BeamOptions& options,
                   std::span<const HeadPlace> off, std::vector<Hypothesis>& answers) {
  if (model.config().kind == ModelKind::pooling_classifier || is(model, Architecture::encoder) ||
      is(model, Architecture::decoder))
    return errors::not_for_model("beam search", "no translator");
  if (options.beams < 1 || options.beams > 64) return errors::out_of_range("beam search", "beams", options.beams, 65);
  const Example example{source, {}};
  if (Status status = check_example(model, example); !status.ok()) return status;
  Tape tape(false);
  const Run run{.tape = tape, .off = off};
  const std::span<const std::int32_t> only[] = {source};
  Words words(model, run);
  words.read(pad(only));

  struct Beam {
    Ids tokens;
    double log_probability = 0;
  };
  struct Candidate {
    std::int32_t beam, token;
    double log_probability;
  };
  std::vector<Beam> beams{{{static_cast<std::int32_t>(kBegin)}, 0}};
  Ids rows{0};
  const Index most = std::min(options.most, longest(model) - 1);
  const auto width = static_cast<std::size_t>(options.beams);
  const auto finish = [&](const Beam& beam) {
    const Ids tokens(beam.tokens.begin() + 1, beam.tokens.end());
    answers.push_back(
        {tokens, beam.log_probability, beam.log_probability / penalty(tokens.size(), options.length_penalty)});
  };
  for (Index t = 0; t < most && !beams.empty() && tape.status.ok(); ++t) {
    std::vector<Ids> prefixes;
    for (const Beam& beam : beams) prefixes.push_back(beam.tokens);
    const Var logits = words.next(prefixes, rows);
    if (Status status = settled(tape, logits); !status.ok()) return status;
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < beams.size(); ++i) {
      const Vector row = logits->value[static_cast<Index>(i)];
      const float max = row_max(row);
      double sum = 0;
      for (Index k = 0; k < row.shape[0]; ++k) sum += std::exp(double{row(k)} - double{max});
      const double total = double{max} + std::log(sum);
      Ids order(static_cast<std::size_t>(row.shape[0] - kEnd));  // padding and begin are no answers
      for (std::size_t k = 0; k < order.size(); ++k) order[k] = static_cast<std::int32_t>(k) + kEnd;
      const std::size_t kept = std::min(order.size(), 2 * width);  // half of them may end
      std::partial_sort(order.begin(), order.begin() + static_cast<Index>(kept), order.end(),
                        [&](std::int32_t a, std::int32_t b) { return row(a) > row(b); });
      for (std::size_t k = 0; k < kept; ++k)
        candidates.push_back(
            {static_cast<std::int32_t>(i), order[k], beams[i].log_probability + double{row(order[k])} - total});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.log_probability > b.log_probability; });
    std::vector<Beam> next;
    rows.clear();
    for (const Candidate& candidate : candidates) {
      Beam beam{beams[static_cast<std::size_t>(candidate.beam)].tokens, candidate.log_probability};
      beam.tokens.push_back(candidate.token);
      if (candidate.token == kEnd || t + 1 == most) {
        if (next.size() < width) finish(beam);
      } else if (next.size() < width) {
        next.push_back(std::move(beam));
        rows.push_back(candidate.beam);
      }
      if (next.size() == width) break;
    }
    beams = std::move(next);
    // What is open would have to be better than it is now, length for length. So one beam is greedy.
    std::stable_sort(answers.begin(), answers.end(),
                     [](const Hypothesis& a, const Hypothesis& b) { return a.score > b.score; });
    if (answers.size() >= width && !beams.empty() &&
        answers[width - 1].score >=
            beams[0].log_probability / penalty(static_cast<std::size_t>(t + 1), options.length_penalty))
      break;
  }
  if (answers.size() > width) answers.resize(width);
  return tape.status;
}

Status look(Model& model, const Example& example, std::span<const HeadPlace> off, Tensor& logits,
            std::vector<SeenAttention>& seen) {
  if (Status status = check_example(model, example); !status.ok()) return status;
  const ModelConfig& c = model.config();
  const bool positionwise = is(model, Architecture::encoder), classifier = c.kind == ModelKind::pooling_classifier;
  const std::int32_t nothing[] = {static_cast<std::int32_t>(kEnd)};
  Example whole = example;
  if (whole.target.empty() || classifier) whole.target = nothing;
  Tape tape(false);
  const Run run{.tape = tape, .seen = &seen, .off = off};
  Batch batch = make_batch(c, std::span(&whole, 1));
  if (positionwise) batch.answers.clear();
  const Var y = model.forward(run, batch);
  if (Status status = settled(tape, y); !status.ok()) return status;
  logits = Tensor::copy_of({y->value.data, {y->rows(), y->columns()}});
  return logits.allocated() ? Status{} : errors::out_of_memory("look", 4 * y->rows() * y->columns());
}

Status Generator::make(Model& model, Generator& generator) {
  if (!is(model, Architecture::decoder)) return errors::not_for_model("generate", "no decoder");
  const ModelConfig& c = model.config();
  generator.model_ = &model;
  generator.caches_.resize(static_cast<std::size_t>(c.layers));
  const Index d = c.width / c.heads;
  for (KeyValueCache& cache : generator.caches_)
    if (Status status = KeyValueCache::make(1, c.kv_heads, d, d, c.max_length, cache); !status.ok()) return status;
  return {};
}

Status Generator::read(std::span<const std::int32_t> tokens, Tensor& logits) {
  if (tokens.empty()) return errors::bad_batch("tokens", 0, 1);
  if (Status status = check_ids("tokens", tokens, model_->config().target_vocabulary, model_->config().max_length);
      !status.ok())
    return status;
  std::size_t same = 0;
  while (same < tokens_.size() && same < tokens.size() && tokens_[same] == tokens[same]) ++same;
  same = std::min(same, tokens.size() - 1);  // the last one is read for its logits
  for (KeyValueCache& cache : caches_) cache.truncate(static_cast<Index>(same));
  tokens_.assign(tokens.begin(), tokens.begin() + static_cast<Index>(same));
  tape_.clear();
  const std::span<const std::int32_t> fresh[] = {tokens.subspan(same)};
  const Sequences sequences = pad(fresh);
  const Run run{.tape = tape_, .caches = caches_};
  Transformer& transformer = static_cast<Transformer&>(*model_);
  const Var x = transformer.decode(run, sequences);
  const Var y = transformer.logits(run, rows(tape_, x, x->rows() - 1, 1));
  if (Status status = settled(tape_, y); !status.ok()) return status;
  tokens_.assign(tokens.begin(), tokens.end());
  logits = Tensor::copy_of({y->value.data, {y->columns()}});
  return logits.allocated() ? Status{} : errors::out_of_memory("generate", 4 * y->columns());
}

}  // namespace attn
