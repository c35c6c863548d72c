#include "attention/query_block.hpp"
#include "attention/stages.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/softmax.hpp"

namespace attn {

/** O = softmax(mask(softcap(score(Q, K) · scale) / temperature)) V, a stage after another. */
Status attend_traced(const QueryBlock& block, const StageRows& stages) {
  const Problem& problem = block.problem;
  const Block at{block.batch, block.head, block.first, 0};
  const bool safe = block.safe();
  if (Status status = score_stage(problem, at, block.q, block.keys, stages.scores, safe); !status.ok()) return status;
  if (problem.softcap > 0) softcap(stages.scores, problem.softcap, stages.capped);
  if (Status status = mask_stage(problem, at, stages.capped, stages.masked, safe); !status.ok()) return status;
  softmax_rows(stages.masked, stages.weights);
  matmul(stages.weights, block.values, block.out);
  return {};
}

}  // namespace attn
