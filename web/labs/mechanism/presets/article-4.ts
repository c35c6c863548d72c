// Article 4: importance pooling, and scaled dot-product attention with V left out.
import { broadcast, matmul, same, sum, transpose } from '../listing.js';
import { sizesOf } from '../problem.js';
import { fixed, type ListingOf, type Preset } from './preset.js';

const items = {
  data: {
    X: [
      [0.9, 0.1, 0.4],
      [-0.2, 0.3, 0.1],
      [1.6, 0.8, -0.3],
      [0.1, -0.7, 0.2],
    ],
  },
  roles: { k: 'X', v: 'X' },
  names: { X: ['x₁', 'x₂', 'x₃', 'x₄'] },
};

const scaled = {
  data: {
    Q: [
      [1.2, 0.3],
      [0.4, 1.5],
      [-0.6, 0.9],
    ],
    K: [
      [0.5, 2],
      [1.8, 0.2],
      [-0.4, 1],
    ],
    V: [
      [1, 0],
      [0, 2],
      [3, 1],
    ],
  },
  roles: { q: 'Q', k: 'K', v: 'V' },
};

const program: ListingOf = (problem) => {
  const { queries, keys, dq, dk, dv } = sizesOf(problem);
  return {
    given: { Q: [queries, dq], K: [keys, dk], V: [keys, dv] },
    lines: [
      { code: 'scores = matmul(Q, K.T) / sqrt(d_k)', name: 'scores', shape: ({ Q, K }) => matmul(Q!, transpose(K!)) },
      { code: 'attention_weights = softmax(scores)', name: 'weights', shape: ({ scores }) => same(scores!) },
      {
        code: 'output = reduce_sum(attention_weights * V, axis=1)',
        name: 'output',
        shape: ({ weights, V }) => sum(broadcast(weights!, V!), 1),
      },
    ],
  };
};

export const article4: readonly Preset[] = [
  {
    id: 'a4-importance',
    article: 4,
    versions: [fixed('dense', { ...items, score: 'importance' }), fixed('convolution', { ...items, score: 'importance-conv' })],
  },
  { id: 'a4-scaled', article: 4, versions: [fixed('printed', scaled, { listing: program, reaches: 3 }), fixed('right', scaled)] },
];
