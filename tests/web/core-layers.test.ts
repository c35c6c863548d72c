// Products and multi-head layers against their formulas in double precision, and what can be wrong with them.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadCore } from '../../web/core/index.js';
import type { Core, MultiHeadWeights, TensorLike } from '../../web/core/index.js';
import { assertClose, codeOf, layerOf, product, tensor } from './core-layers.js';
import { random, randomRows } from './core-reference.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

const still = () => assert.equal(core.attend({ q: [[1, 2]], k: [[3, 4]], v: [[5]] }).output.data[0], 5, 'the next call is right');

describe('matmul', () => {
  test('sizes of every kind, nested rows and tensors', () => {
    const next = random(61);
    for (const [m, k, n] of [
      [1, 1, 1],
      [1, 300, 1],
      [3, 5, 7],
      [13, 257, 17],
      [60, 31, 33],
    ] as const) {
      const [a, b] = [randomRows(next, m, k), randomRows(next, k, n)];
      const answer = core.matmul(a, tensor(b));
      assert.deepEqual(answer.shape, [m, n]);
      assertClose(answer, product(a, b));
      assert.deepEqual(core.matmul(tensor(a), b), answer);
    }
  });

  test('NaN and infinity go the way of IEEE 754', () => {
    assert.deepEqual([...core.matmul([[1, NaN]], [[1], [1]]).data], [NaN]);
    assert.deepEqual([...core.matmul([[1, Infinity]], [[1], [1]]).data], [Infinity]);
  });

  const bad: Record<string, [string, TensorLike, TensorLike]> = {
    'sizes that do not meet': ['shape-mismatch', [[1, 2]], [[1, 2]]],
    'no rows': ['empty', [], [[1]]],
    'no columns': ['empty', [[1]], [[]]],
    'three axes': ['bad-rank', { data: new Float32Array(8), shape: [2, 2, 2] }, [[1]]],
    'one axis': ['bad-rank', [[1]], { data: new Float32Array(1), shape: [1] }],
    'ragged rows': ['ragged', [[1, 2], [3]], [[1], [2]]],
    'numbers missing': ['bad-shape', { data: new Float32Array(3), shape: [2, 2] }, [[1], [2]]],
    nothing: ['not-a-tensor', null as unknown as TensorLike, [[1]]],
    'more than memory can hold': [
      'too-large',
      { data: new Float32Array(40_000), shape: [40_000, 1] },
      { data: new Float32Array(40_000), shape: [1, 40_000] },
    ],
  };
  for (const [what, [code, a, b]] of Object.entries(bad))
    test(what, () => {
      assert.equal(
        codeOf(() => core.matmul(a, b)),
        code,
      );
      still();
    });
});

describe('multi-head layers', () => {
  const next = random(71);
  const sizes = { model: 6, memory: 5, heads: 4, kvHeads: 2, d: 3, dv: 2 };

  test('self-attention of a matrix, causal and not; the same bits each time', () => {
    const { weights, formula } = layerOf({ ...sizes, memory: 6, out: 7 }, 1);
    const layer = core.multiHead(weights);
    const x = randomRows(next, 9, 6);
    const plain = layer.run(x).output;
    assert.deepEqual(plain.shape, [9, 7]);
    assertClose(plain, formula(x, x));
    assertClose(
      layer.run(x, { causal: true }).output,
      formula(x, x, (i, j) => j <= i),
    );
    assert.deepEqual(layer.run(tensor(x)).output, plain);
    layer.dispose();
  });

  test('cross attention in three axes, with a mask; without an output projection', () => {
    const { weights, formula } = layerOf(sizes, 2);
    const layer = core.multiHead(weights);
    const [x, y] = [randomRows(next, 2 * 3, 6), randomRows(next, 2 * 4, 5)];
    const mask = { kind: 'boolean', data: Uint8Array.from([1, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1]), shape: [3, 4] } as const;
    const { output, weights: shown } = layer.run(tensor(x, [2, 3, 6]), { memory: tensor(y, [2, 4, 5]), mask, weights: true });
    assert.deepEqual(output.shape, [2, 3, 8]);
    assert.deepEqual(shown!.shape, [2, 4, 3, 4]);
    const seen = (i: number, j: number) => mask.data[4 * i + j] === 1;
    assertClose(output, [...formula(x.slice(0, 3), y.slice(0, 4), seen), ...formula(x.slice(3), y.slice(4), seen)]);
    layer.dispose();
  });

  test('a trace of a layer explains its scores', () => {
    const { weights } = layerOf({ ...sizes, memory: 6, out: 6 }, 3);
    const layer = core.multiHead(weights);
    const { trace } = layer.run(randomRows(next, 4, 6), { trace: true });
    layer.dispose();
    assert.deepEqual(trace!.stage('weights').shape, [1, 4, 4, 4]);
    assert.equal(trace!.explain('score', { head: 3, row: 1, column: 2 }).steps.at(-1)!.result, trace!.stage('score').data[3 * 16 + 6]);
    trace!.dispose();
  });

  test('token by token with a cache it is the causal layer', () => {
    const { weights, formula } = layerOf({ ...sizes, memory: 6, out: 6 }, 4);
    const [layer, cache] = [core.multiHead(weights), core.cache({ kvHeads: 2, d: 3, dv: 2, capacity: 12 })];
    const x = randomRows(next, 12, 6);
    const expected = formula(x, x, (i, j) => j <= i);
    x.forEach((row, i) => assertClose(layer.run([row], { causal: true, cache }).output, [expected[i]!]));
    assert.equal(cache.length, 12);
    layer.dispose();
    cache.dispose();
  });

  const one = { weight: [[1]] };
  const unit: MultiHeadWeights = { heads: 1, query: one, key: one, value: one };
  const bad: Record<string, [string | null, Partial<MultiHeadWeights> | object]> = {
    'half a head': ['out-of-range', { heads: 1.5 }],
    'heads below 0': ['out-of-range', { heads: -1 }],
    'heads NaN': ['out-of-range', { heads: NaN }],
    'a head that is text': ['out-of-range', { heads: '2' }],
    'NaN in a weight': ['not-finite', { key: { weight: [[NaN]] } }],
    'infinity in a bias': ['not-finite', { value: { weight: [[1]], bias: [Infinity] } }],
    'a bias of another length': ['shape-mismatch', { query: { weight: [[1]], bias: [1, 2] } }],
    'an empty weight': ['bad-rank', { output: { weight: [] } }],
    'a weight of three axes': ['bad-rank', { output: { weight: { data: new Float32Array(1), shape: [1, 1, 1] } } }],
    'no query weight': [null, { query: undefined }],
    'no weight in a projection': ['not-a-tensor', { query: {} }],
  };
  for (const [what, [code, change]] of Object.entries(bad))
    test(`bad weights: ${what}`, () => {
      const actual = codeOf(() => core.multiHead({ ...unit, ...change } as MultiHeadWeights));
      if (code) assert.equal(actual, code);
      still();
    });

  test('bad input to a good layer', () => {
    const layer = core.multiHead(layerOf(sizes, 5).weights);
    const [x, memory] = [randomRows(next, 3, 6), randomRows(next, 3, 5)];
    const run = (...given: Parameters<typeof layer.run>) => codeOf(() => layer.run(...given));
    assert.equal(run(x), 'shape-mismatch', 'memory has 5 columns');
    assert.equal(run(randomRows(next, 3, 5), { memory }), 'shape-mismatch');
    assert.equal(run([], { memory }), 'empty');
    assert.equal(run(x, { memory: [[1, 2, NaN, 4, 5]] }), 'not-finite');
    assert.equal(run(tensor(x, [1, 1, 3, 6]), { memory }), 'bad-rank');
    assert.equal(run(tensor(x, [1, 3, 6]), { memory: tensor([...memory, ...memory], [2, 3, 5]) }), 'shape-mismatch');
    assert.equal(run(x, { memory, temperature: 0 }), 'bad-temperature');
    assert.equal(run(x, { memory, scale: NaN }), 'bad-scale');
    assertClose(layer.run(x, { memory }).output, layerOf(sizes, 5).formula(x, memory));
    layer.dispose();
    layer.dispose();
    assert.equal(run(x, { memory }), 'disposed');
    still();
  });
});
