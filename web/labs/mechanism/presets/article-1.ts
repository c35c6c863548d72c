// Article 1: two small matrices, dot product or distance, softmax, weighted sum.
import { matmul, same, transpose } from '../listing.js';
import { columnsOf, matrixOf, rowsOf } from '../problem.js';
import { fixed, type ListingOf, type Preset } from './preset.js';

const data = {
  X: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  Y: [
    [7, 8],
    [9, 10],
  ],
};
const names = { X: ['x₁', 'x₂', 'x₃'], Y: ['y₁', 'y₂', 'y₃'] };
const yLooksAtX = { q: 'Y', k: 'X', v: 'X' };

const program: ListingOf = (problem) => ({
  given: Object.fromEntries(['X', 'Y'].map((name) => [name, [rowsOf(matrixOf(problem, name)), columnsOf(matrixOf(problem, name))]])),
  lines: [
    { code: 'scores = np.dot(X, Y.T)', name: 'scores', shape: ({ X, Y }) => matmul(X!, transpose(Y!)) },
    { code: 'weights = softmax(scores, axis=1)', name: 'weights', shape: ({ scores }) => same(scores!) },
    { code: 'output = np.dot(weights, scores)', name: 'output', shape: ({ weights, scores }) => matmul(weights!, scores!) },
  ],
});

export const article1: readonly Preset[] = [
  {
    id: 'a1-dot',
    article: 1,
    versions: [
      fixed('printed', { data, names, roles: { q: 'X', k: 'Y', v: 'scores' }, score: 'dot' }, { listing: program, reaches: 3 }),
      fixed('right', { data, names, roles: yLooksAtX, score: 'dot' }),
    ],
  },
  {
    id: 'a1-euclidean',
    article: 1,
    compares: true,
    versions: [
      fixed('dot', { data, names, roles: yLooksAtX, score: 'dot' }),
      fixed('euclidean', { data, names, roles: yLooksAtX, score: 'euclidean' }),
      fixed('squared', { data, names, roles: yLooksAtX, score: 'squared-euclidean' }),
    ],
  },
];
