// Cells, pasted tables, sizes; and which cells belong together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitted, overlay, resize, resized, setCell } from '../../../web/labs/mechanism/edit.js';
import { lightsOf } from '../../../web/labs/mechanism/links.js';
import { broadcast, linear, matmul, ShapeError, sum, transpose } from '../../../web/labs/mechanism/listing.js';
import { findPreset } from '../../../web/labs/mechanism/presets/index.js';
import type { Problem } from '../../../web/labs/mechanism/problem.js';

const matrix = [
  [1, 2],
  [3, 4],
];
const scaled = findPreset('a4-scaled')!.versions[1]!.problem(1);
const shapes = (data: Readonly<Record<string, readonly (readonly number[])[]>>) =>
  Object.fromEntries(Object.entries(data).map(([name, rows]) => [name, [rows.length, rows[0]!.length]]));

test('one cell, and nothing else', () => {
  assert.deepEqual(setCell(matrix, { row: 1, column: 0 }, 9), [
    [1, 2],
    [9, 4],
  ]);
  assert.deepEqual(matrix, [
    [1, 2],
    [3, 4],
  ]);
});

test('a pasted table grows the matrix where it must', () => {
  assert.deepEqual(overlay(matrix, { row: 1, column: 1 }, [[7, 8]]), [
    [1, 2, 0],
    [3, 7, 8],
  ]);
  assert.deepEqual(overlay(matrix, { row: 0, column: 0 }, [[7]]), [
    [7, 2],
    [3, 4],
  ]);
  assert.deepEqual(resized(matrix, 1, 3), [[1, 2, 0]]);
});

test('sizes that must agree change together', () => {
  assert.deepEqual(shapes(resize(scaled, 'K', 4, 2)), { K: [4, 2], V: [4, 2], Q: [3, 2] });
  assert.deepEqual(shapes(resize(scaled, 'Q', 3, 5)), { Q: [3, 5], K: [3, 5] });
  assert.deepEqual(shapes(resize(scaled, 'V', 3, 6)), { V: [3, 6], K: [3, 2] });
  const additive: Problem = { ...scaled, score: 'additive' };
  assert.deepEqual(shapes(resize(additive, 'Q', 3, 5)), { Q: [3, 5] });
  assert.deepEqual(shapes(resize(scaled, 'Q', 99, 99)), { Q: [12, 16], K: [3, 16] });
  const mixed: Problem = { ...scaled, data: { ...scaled.data, K: [[1, 2, 3]] } };
  assert.deepEqual(shapes(fitted(mixed)), { K: [1, 3], V: [1, 2], Q: [3, 3] });
});

test('what lights up with a cell', () => {
  const light = lightsOf(scaled, 0, { kind: 'stage', name: 'weights', row: 1, column: 2 });
  const at = (kind: 'stage' | 'input', name: string, row: number, column: number) => light({ kind, name, row, column });
  assert.equal(at('stage', 'weights', 1, 2), 'self');
  assert.deepEqual([at('stage', 'masked', 1, 0), at('stage', 'masked', 0, 0)], ['source', undefined]);
  assert.deepEqual([at('stage', 'score', 1, 2), at('stage', 'score', 1, 1)], ['source', undefined]);
  assert.deepEqual(
    [at('input', 'Q', 1, 0), at('input', 'Q', 2, 0), at('input', 'K', 2, 1), at('input', 'V', 2, 0)],
    ['source', undefined, 'source', undefined],
  );
  assert.deepEqual([at('stage', 'output', 1, 0), at('stage', 'output', 0, 0)], ['target', undefined]);
  const output = lightsOf(scaled, 0, { kind: 'stage', name: 'output', row: 0, column: 1 });
  assert.deepEqual(
    [0, 1].map((column) => output({ kind: 'input', name: 'V', row: 2, column })),
    [undefined, 'source'],
  );
});

test('shapes follow NumPy', () => {
  assert.deepEqual(matmul([2, 3, 4], [2, 4, 5]), [2, 3, 5]);
  assert.deepEqual(matmul([3, 4], [2, 4, 5]), [2, 3, 5]);
  assert.deepEqual(transpose([2, 3, 4]), [2, 4, 3]);
  assert.deepEqual(sum([2, 3, 4], 1), [2, 4]);
  assert.deepEqual(broadcast([3, 1], [2, 1, 4]), [2, 3, 4]);
  assert.deepEqual(linear([2, 3], 3, 8), [2, 8]);
  assert.throws(() => matmul([3, 2], [3, 2]), ShapeError);
  assert.throws(() => broadcast([3, 3], [3, 2]), ShapeError);
  assert.throws(() => linear([2, 3], 4, 8), ShapeError);
});

test('sizes are made to fit around the matrix edited last, and around the heads', () => {
  const pasted: Problem = {
    ...scaled,
    data: {
      ...scaled.data,
      Q: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
  };
  const kept = fitted(pasted, 'Q');
  assert.deepEqual(kept.Q, pasted.data.Q);
  assert.deepEqual(shapes(kept), { Q: [2, 3], K: [3, 3], V: [3, 2] });
  assert.deepEqual(shapes(fitted({ ...scaled, data: { ...scaled.data, V: [[7]] } }, 'V')), { Q: [3, 2], K: [1, 2], V: [1, 1] });
  const heads = fitted({ ...scaled, heads: 3 });
  assert.deepEqual(shapes(heads), { Q: [3, 3], K: [3, 3], V: [3, 3] });
  assert.deepEqual(shapes(fitted({ ...scaled, heads: 7, data: { ...scaled.data, K: [Array.from({ length: 16 }, () => 1)] } })), {
    Q: [3, 14],
    K: [1, 14],
    V: [1, 7],
  });
});
