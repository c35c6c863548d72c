import { loadCore } from 'attention-lab/core';

const core = await loadCore();
const { output, weights } = core.attend({
  q: [[1, 0]],
  k: [[1, 0], [0, 1], [1, 1]],
  v: [[10], [20], [40]],
  weights: true,
});
console.log(weights.data, output.data);
