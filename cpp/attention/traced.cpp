#include "attention/paths.hpp"
#include "attention/stages.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/softmax.hpp"

namespace attn {

namespace {

/** O = softmax(mask(softcap(score(Q, K) · scale) / temperature)) V for one head. */
Status attend_head(Trace& trace, Index batch, Index head, const Operand& q, const Operand& k, Arena& scratch) {
  const Problem& problem = trace.problem;
  const Block all{batch, head, 0, 0};
  const Matrix scores = trace.scores.view<4>()[batch][head];
  const Matrix capped = problem.softcap > 0 ? trace.capped.view<4>()[batch][head] : scores;
  const Matrix masked = trace.masked.view<4>()[batch][head];
  const Matrix weights = trace.weights.view<4>()[batch][head];

  if (Status status = score_stage(problem, all, q, k, scores, scratch); !status.ok()) return status;
  if (problem.softcap > 0) softcap(scores, problem.softcap, capped);
  if (Status status = mask_stage(problem, all, capped, masked); !status.ok()) return status;
  softmax_rows(masked, weights);
  matmul(weights, problem.value_rows(batch, head), trace.output.view<4>()[batch][head], scratch);
  return {};
}

}  // namespace

Status attend_traced(Trace& trace, Arena& scratch) {
  const Problem& problem = trace.problem;
  const ScoreForm& form = form_of(problem.score.kind);
  for (Index batch = 0; batch < problem.batch; ++batch)
    for (Index head = 0; head < problem.heads; ++head) {
      const Arena::Scope scope(scratch);
      const Operand k = form.key(problem, problem.key_rows(batch, head), scratch);
      const Operand q = form.query(problem, problem.query_rows(batch, head), scratch);
      if (Status status = attend_head(trace, batch, head, q, k, scratch); !status.ok()) return status;
    }
  return {};
}

}  // namespace attn
