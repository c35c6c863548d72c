// Article 3: multi-head attention, softmax over values, translation both ways, text generation.
import { needsAxes, stop } from '../listing.js';
import type { Matrix, Problem } from '../problem.js';
import { randomMatrix } from '../random.js';
import { fixed, problemOf, type Preset } from './preset.js';

const selfX = { q: 'X', k: 'X', v: 'X' };
const crossTS = { q: 'T', k: 'S', v: 'S' };

const twoHeads = (seed: number): Problem => problemOf({ data: { X: randomMatrix(seed, 4, 4) }, roles: selfX, heads: 2 });

const decoder = (seed: number, mask: string): Problem =>
  problemOf({ data: { X: randomMatrix(seed, 5, 4, 1) }, roles: selfX, mask, names: { X: ['the', 'cat', 'sat', 'on', 'it'] } });

const softmaxData = {
  Q: [
    [1, 0.5],
    [-0.5, 1.5],
    [0.2, -1],
  ],
  K: [
    [1.2, 0.4],
    [-0.8, 1],
    [0.3, -1.1],
  ],
  V: [
    [2, -1],
    [-0.5, 0.5],
    [1.5, 3],
  ],
};

// Features by hand: who, when, going, where, running (or full stop). Words that mean the same point the same way.
const park: Record<'S' | 'T', Matrix> = {
  S: [
    [3, 0, 0, 0, 0],
    [0, 3, 0, 0, 0],
    [0, 0, 3, 1, 0],
    [0, 0, 1, 3, 0],
    [0, 0, 1, 0, 3],
  ],
  T: [
    [0, 3, 0, 0, 0],
    [3, 0, 0, 0, 0],
    [0, 1, 3, 0, 0],
    [0, 0, 2, 1, 0],
    [0, 0, 0, 1.5, 0],
    [0, 0, 0, 3, 0],
    [0, 0, 0, 0, 2],
    [0, 0, 1, 0, 3],
  ],
};
const parkNames = { S: ['我', '昨天', '去', '公园', '跑步'], T: ['Yesterday', 'I', 'went', 'to', 'the', 'park', 'to', 'run'] };

const store: Record<'S' | 'T', Matrix> = {
  S: [
    [3, 0, 0, 0, 0],
    [0, 1, 3, 0, 0],
    [0, 0, 1, 1, 0],
    [0, 0, 0, 1.5, 0],
    [0, 0, 0, 3, 0],
    [0, 3, 0, 0, 0],
    [0, 0, 0, 0, 3],
  ],
  T: [
    [0, 3, 0, 0, 0],
    [3, 0, 0, 0, 0],
    [0, 0, 3, 0, 0],
    [0, 2, 2, 0, 0],
    [0, 0, 0, 3, 0],
    [0, 0, 0, 0, 3],
  ],
};
const storeNames = { S: ['I', 'went', 'to', 'the', 'store', 'yesterday', '.'], T: ['昨天', '我', '去', '了', '商店', '。'] };

const translation = (id: string, data: typeof park, names: typeof parkNames): Preset => ({
  id,
  article: 3,
  versions: [
    fixed('printed', { data: { S: data.S }, names, roles: { q: 'S', k: 'S', v: 'S' } }),
    fixed('right', { data, names, roles: crossTS }),
  ],
});

export const article3: readonly Preset[] = [
  {
    id: 'a3-multihead',
    article: 3,
    seeded: true,
    large: true,
    versions: [
      {
        id: 'printed',
        problem: twoHeads,
        reaches: 0,
        listing: () => ({
          given: {},
          lines: [
            { code: 'x = random(32, 512)', name: 'x', shape: () => [32, 512] },
            { code: 'y = MultiHeadAttention(heads=8, key_dim=64)(x, x)', name: 'y', shape: ({ x }) => needsAxes(x!, 3, [32, 512, 512]) },
          ],
        }),
      },
      { id: 'right', problem: twoHeads },
    ],
  },
  {
    id: 'a3-softmax',
    article: 3,
    versions: [
      fixed('printed', { data: softmaxData, roles: { q: 'Q', k: 'K', v: 'V' }, score: 'dot' }),
      fixed('right', { data: softmaxData, roles: { q: 'Q', k: 'K', v: 'V' } }),
    ],
  },
  translation('a3-translation', park, parkNames),
  translation('a3-translation-back', store, storeNames),
  {
    id: 'a3-causal',
    article: 3,
    seeded: true,
    versions: [
      {
        id: 'printed',
        problem: (seed) => decoder(seed, 'none'),
        listing: () => ({
          given: {},
          lines: [
            { code: 'ids = random(1, 10)', name: 'ids', shape: () => [1, 10] },
            { code: 'text = bert.generate_text(ids)', name: 'text', shape: () => stop('noSuchCall') },
          ],
        }),
      },
      { id: 'right', problem: (seed) => decoder(seed, 'causal') },
    ],
  },
];
