// Article 5: additive attention on two sentences, and scores multiplied by weights.
import { broadcast, linear, matmul, same } from '../listing.js';
import { sizesOf } from '../problem.js';
import { fixed, type ListingOf, type Preset } from './preset.js';

const kHidden = 8;

// Features by hand: person, liking, pointing, thing bought. tanh(2q + 2k − 3) is large only where both have the feature.
const sentences = {
  data: {
    Q: [
      [1, 0, 0, 0],
      [0, 1, 0, 0.2],
      [0, 0, 1, 0],
      [0, 0, 0.2, 1],
    ],
    K: [
      [0, 0, 1, 0],
      [0, 0, 0.2, 0],
      [0, 0, 0.5, 0],
      [0, 1, 0, 0],
      [0, 0, 0.1, 1],
      [1, 0, 0, 0],
      [0.3, 0, 0, 0],
      [0, 0.3, 0, 0],
      [0.2, 0, 0, 0.7],
    ],
    V: [
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0.5],
      [1, 0, 0],
      [0.2, 1, 0],
      [0, 0, 0.4],
      [0, 0.1, 0],
      [0.4, 0, 0],
      [0, 0.8, 0],
    ],
  },
  roles: { q: 'Q', k: 'K', v: 'V' },
  names: {
    Q: ['I', 'love', 'this', 'product'],
    K: ['This', 'is', 'the', 'best', 'product', 'I', 'have', 'ever', 'bought'],
    V: ['This', 'is', 'the', 'best', 'product', 'I', 'have', 'ever', 'bought'],
  },
  score: 'additive' as const,
  W: identity(2),
  U: identity(2),
  b: [[-3, -3, -3, -3]],
  v: [[2, 2, 2, 2]],
};

function identity(size: number) {
  return [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? size : 0)));
}

const additive: ListingOf = (problem) => {
  const { queries, keys, dq, dk, dv } = sizesOf(problem);
  return {
    given: { Q: [1, queries, dq], K: [1, keys, dk], V: [1, keys, dv] },
    lines: [
      { code: 'embed_dim = Q.shape[1]', name: 'embed', shape: ({ Q }) => [Q![1]!] },
      { code: 'linear1, linear2 = Linear(embed_dim, 8), Linear(embed_dim, 8)', name: 'made', shape: ({ embed }) => [embed![0]!, kHidden] },
      { code: 'a = linear1(Q)', name: 'a', shape: ({ Q, embed }) => linear(Q!, embed![0]!, kHidden) },
      { code: 'a = tanh(a + linear2(K))', name: 'a', shape: ({ a, K, embed }) => broadcast(a!, linear(K!, embed![0]!, kHidden)) },
      { code: 'a = linear2(a)', name: 'a', shape: ({ a, embed }) => linear(a!, embed![0]!, kHidden) },
      { code: 'output = a * V', name: 'output', shape: ({ a, V }) => broadcast(a!, V!) },
    ],
  };
};

const simple = {
  data: {
    Q: [
      [1, 0],
      [0, 1],
    ],
    K: [
      [1, 0.5],
      [0.5, 2],
      [-1, 1],
    ],
    V: [
      [1, 0],
      [0, 1],
      [2, 2],
    ],
  },
  roles: { q: 'Q', k: 'K', v: 'V' },
  score: 'dot' as const,
};

const scoresTimesWeights: ListingOf = (problem) => {
  const { queries, keys, dq, dk } = sizesOf(problem);
  return {
    given: { Q: [queries, dq], K: [keys, dk] },
    lines: [
      { code: 'scores = Q @ K.T', name: 'scores', shape: ({ Q, K }) => matmul(Q!, [K![1]!, K![0]!]) },
      { code: 'weights = softmax(scores)', name: 'weights', shape: ({ scores }) => same(scores!) },
      { code: 'values = scores @ weights', name: 'values', shape: ({ scores, weights }) => matmul(scores!, weights!) },
      { code: 'output = Q @ values', name: 'output', shape: ({ Q, values }) => matmul(Q!, values!) },
    ],
  };
};

export const article5: readonly Preset[] = [
  { id: 'a5-additive', article: 5, versions: [fixed('printed', sentences, { listing: additive, reaches: 0 }), fixed('right', sentences)] },
  {
    id: 'a5-weights',
    article: 5,
    versions: [fixed('printed', simple, { listing: scoresTimesWeights, reaches: 3 }), fixed('right', simple)],
  },
];
