// Article 2: tanh(hidden · encodingᵀ).
import { matmul, same, sum, transpose } from '../listing.js';
import { sizesOf } from '../problem.js';
import { fixed, type ListingOf, type Preset } from './preset.js';

const kBatch = 2;

const data = {
  H: [
    [0.5, -0.2, 0.8],
    [-0.6, 0.9, 0.1],
    [0.3, 0.4, -0.7],
  ],
  E: [
    [0.7, 0.1, 0.6],
    [-0.3, 0.8, 0.2],
    [0.4, -0.5, 0.3],
    [0.1, 0.6, -0.9],
  ],
};
const parts = {
  data,
  roles: { q: 'H', k: 'E', v: 'E' },
  names: { H: ['h₁', 'h₂', 'h₃'], E: ['e₁', 'e₂', 'e₃', 'e₄'] },
  score: 'tanh-dot' as const,
};

const program: ListingOf = (problem) => {
  const { queries, keys, dq, dk } = sizesOf(problem);
  return {
    given: { hidden: [kBatch, queries, dq], encoding: [kBatch, keys, dk] },
    lines: [
      { code: 'a = hidden @ encoding.transpose(1, 2)', name: 'a', shape: ({ hidden, encoding }) => matmul(hidden!, transpose(encoding!)) },
      { code: 'a = tanh(a)', name: 'a', shape: ({ a }) => same(a!) },
      { code: 'a = a.sum(2)', name: 'a', shape: ({ a }) => sum(a!, 2) },
      { code: 'b = a @ encoding', name: 'b', shape: ({ a, encoding }) => matmul(a!, encoding!) },
      { code: 'b = b.sum(2)', name: 'b', shape: ({ b }) => sum(b!, 2) },
      { code: 'scores = softmax(b, dim=1)', name: 'scores', shape: ({ b }) => same(b!) },
      { code: 'context = scores @ encoding', name: 'context', shape: ({ scores, encoding }) => matmul(scores!, encoding!) },
    ],
  };
};

export const article2: readonly Preset[] = [
  { id: 'a2-tanh', article: 2, versions: [fixed('printed', parts, { listing: program, reaches: 1 }), fixed('right', parts)] },
];
