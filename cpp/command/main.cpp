// attention-train RUN: trains in the folder RUN that web/build/models prepared; see read_run for what lies there.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <numeric>

#include "command/run_folder.hpp"
#include "training/trainer.hpp"

namespace attn::command {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/** Batches of about `tokens` padded tokens each, of examples of like lengths, in random order. */
class Batches {
 public:
  Batches(const ModelConfig& model, const RunConfig& run, const Examples& examples)
      : model_(model), run_(run), examples_(examples) {}

  /** Goes on with batch `at` of a round; a round is the same for a seed. */
  void begin(Index round, Index at) {
    round_ = round;
    shuffle();
    at_ = std::min(static_cast<std::size_t>(at), plan_.size());
  }
  Index round() const { return round_; }
  Index at() const { return static_cast<Index>(at_); }

  /** `random` is for augmentation. */
  Batch next(Random& random) {
    if (at_ == plan_.size()) begin(round_ + 1, 0);
    std::vector<std::vector<std::int32_t>> kept;  // what augmentation made
    std::vector<Example> chosen;
    kept.reserve(2 * plan_[at_].size());
    for (const Index i : plan_[at_]) chosen.push_back(varied(examples_[i], random, kept));
    ++at_;
    return make_batch(model_, chosen);
  }

  /** Every example once, in order of length. */
  std::vector<Batch> all() {
    std::vector<Batch> batches;
    for (const std::vector<Index>& rows : planned(sorted())) {
      std::vector<Example> chosen;
      for (const Index i : rows)
        for (const Example& window : windows(examples_[i])) chosen.push_back(window);
      for (std::size_t first = 0; first < chosen.size(); first += 16)
        batches.push_back(
            make_batch(model_, std::span(chosen).subspan(first, std::min<std::size_t>(16, chosen.size() - first))));
    }
    return batches;
  }

 private:
  bool decoder() const { return model_.kind == ModelKind::transformer && model_.architecture == Architecture::decoder; }
  Index cost(Index i) const {
    const Example example = examples_[i];
    const Index size = static_cast<Index>(example.source.size() + example.target.size());
    return decoder() ? std::min(size, run_.context) : size;
  }

  std::vector<Index> sorted() const {
    std::vector<Index> order(examples_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [this](Index a, Index b) { return cost(a) < cost(b); });
    return order;
  }

  std::vector<std::vector<Index>> planned(const std::vector<Index>& order) const {
    std::vector<std::vector<Index>> plan;
    Index longest = 0;
    for (const Index i : order) {
      const Index size = cost(i), most = std::max(longest, size);
      if (plan.empty() || most * static_cast<Index>(plan.back().size() + 1) > run_.batch_tokens) {
        plan.push_back({});
        longest = size;
      } else {
        longest = most;
      }
      plan.back().push_back(i);
    }
    return plan;
  }

  void shuffle() {
    Random random(run_.seed + 1000003u * static_cast<std::uint64_t>(round_));
    std::vector<Index> order(examples_.size());
    if (decoder()) {
      // a long document is met as often as it has windows
      order.clear();
      for (Index i = 0; i < static_cast<Index>(examples_.size()); ++i)
        for (std::size_t n = 0; n <= examples_[i].target.size() / static_cast<std::size_t>(run_.context); ++n)
          order.push_back(i);
    } else {
      std::iota(order.begin(), order.end(), 0);
    }
    const auto mix = [&](auto& list) {
      for (std::size_t i = list.size(); i > 1; --i)
        std::swap(list[i - 1], list[static_cast<std::size_t>(random.below(static_cast<Index>(i)))]);
    };
    mix(order);
    // sorted by length within a stretch, so that batches hold like lengths and yet differ from round to round
    constexpr std::size_t kStretch = 4096;
    for (std::size_t first = 0; first < order.size() && !decoder(); first += kStretch)
      std::stable_sort(order.begin() + static_cast<Index>(first),
                       order.begin() + static_cast<Index>(std::min(order.size(), first + kStretch)),
                       [this](Index a, Index b) { return cost(a) < cost(b); });
    plan_ = planned(order);
    mix(plan_);
  }

  Example varied(Example example, Random& random, std::vector<std::vector<std::int32_t>>& kept) const {
    if (decoder() && static_cast<Index>(example.target.size()) > run_.context) {
      const Index from = random.below(static_cast<Index>(example.target.size()) - run_.context + 1);
      example.target = example.target.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(run_.context));
    }
    if (run_.word_dropout > 0 && !example.source.empty()) {
      std::vector<std::int32_t>& source = kept.emplace_back(example.source.begin(), example.source.end());
      for (std::int32_t& id : source)
        if (random.uniform() < run_.word_dropout) id = kUnknown;
      example.source = source;
    }
    return example;
  }

  /** A long document in windows of `context`, one after another. */
  std::vector<Example> windows(const Example& example) const {
    if (!decoder()) return {example};
    std::vector<Example> parts;
    const auto step = static_cast<std::size_t>(run_.context);
    for (std::size_t first = 0; first < example.target.size(); first += step)
      parts.push_back({{}, example.target.subspan(first, std::min(step, example.target.size() - first))});
    return parts;
  }

  const ModelConfig& model_;
  const RunConfig& run_;
  const Examples& examples_;
  std::vector<std::vector<Index>> plan_;
  Index round_ = 0;
  std::size_t at_ = 0;
};

Status measured(Trainer& trainer, const std::vector<Batch>& batches, BatchLoss& loss) {
  trainer.swap_average();
  Status status;
  for (const Batch& batch : batches)
    if (status = trainer.measure(batch, loss); !status.ok()) break;
  trainer.swap_average();
  return status;
}

Status train(const std::string& folder) {
  RunFolder run;
  if (Status status = read_run(folder, run); !status.ok()) return status;
  std::unique_ptr<Trainer> trainer;
  if (Status status = Trainer::make(run.model, run.training, trainer); !status.ok()) return status;
  Progress progress;
  if (Status status = resume(folder, run, *trainer, progress); !status.ok()) return status;

  Batches batches(run.model, run.config, run.train), validation(run.model, run.config, run.valid);
  const std::vector<Batch> valid = validation.all();
  batches.begin(progress.round, progress.at);
  std::ofstream log(folder + "/log.jsonl", std::ios::app);
  const Clock::time_point start = Clock::now();
  double loss = 0;
  std::int64_t tokens = 0, steps = 0;
  while (trainer->steps() < run.training.steps) {
    Random random(~run.training.seed + 1000003u * static_cast<std::uint64_t>(trainer->steps()));
    StepResult step;
    if (Status status = trainer->step(batches.next(random), step); !status.ok()) return status;
    loss += step.loss * static_cast<double>(step.tokens);
    tokens += step.tokens;
    ++steps;
    if (step.step % run.config.valid_every != 0 && step.step != run.training.steps) continue;

    BatchLoss result;
    if (Status status = measured(*trainer, valid, result); !status.ok()) return status;
    const double count = static_cast<double>(std::max<std::int64_t>(1, result.counted));
    const double valid_loss = result.surprise / count;
    char line[400];
    std::snprintf(
        line, sizeof line,
        R"({"step":%lld,"seconds":%.1f,"tokens":%lld,"loss":%.5f,"rate":%.3e,"gradientNorm":%.4f,"validLoss":%.5f,"validAccuracy":%.5f})",
        static_cast<long long>(step.step), progress.seconds + seconds_since(start), static_cast<long long>(tokens),
        loss / static_cast<double>(std::max<std::int64_t>(1, tokens)), double{step.rate}, step.gradient_norm,
        valid_loss, static_cast<double>(result.correct) / count);
    log << line << std::endl;
    std::puts(line);
    std::fflush(stdout);
    loss = 0;
    tokens = 0;
    const bool better = valid_loss < progress.best;
    progress.waited = better ? 0 : progress.waited + 1;
    if (better) {
      progress.best = valid_loss;
      trainer->swap_average();
      const Status status = write_weights(folder + "/best.safetensors", run, *trainer, progress, step.step);
      trainer->swap_average();
      if (!status.ok()) return status;
    }
    Progress now = progress;
    now.seconds += seconds_since(start);
    now.round = batches.round();
    now.at = batches.at();
    if (Status status = write_checkpoint(folder + "/last.safetensors", run, *trainer, now); !status.ok()) return status;
    if (run.config.patience > 0 && progress.waited >= run.config.patience) break;
  }
  return {};
}

}  // namespace
}  // namespace attn::command

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: attention-train RUN (a folder with config.json, train.bin and valid.bin)\n", stderr);
    return 2;
  }
  const attn::Status status = attn::command::train(words[1]);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s: %s\n", status.code.c_str(), status.message.c_str());
  return 1;
}
