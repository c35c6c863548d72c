// The cases whose speed is measured: their names, their arithmetic, their answers. Times are only looked at for sense.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { inputsOf, makeCase, normals, type Problem, type Sizes } from '../../web/core/cases.js';
import { loadCore, type Core, type Tensor } from '../../web/core/index.js';
import { cases, lengthCase, measure, quantile, quartiles } from '../../web/core/measure.js';
import { errors, isRight, reference, rowsToCheck, weightRows } from '../bench/reference.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

const find = (name: string) => cases.find((each) => each.name === name)!;

describe('inputs', () => {
  it('are N(0, 1), and the same for the same seed', () => {
    const numbers = normals(3, 100_001);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    const inside = numbers.filter((x) => Math.abs(x) < 1).length / numbers.length;
    assert.equal(numbers.length, 100_001);
    assert.ok(Math.abs(mean) < 0.01 && Math.abs(variance - 1) < 0.015 && Math.abs(inside - 0.6827) < 0.005);
    assert.deepEqual(normals(3, 100_001), numbers);
    assert.notDeepEqual(normals(4, 100_001), numbers);
  });

  it('differ from tensor to tensor', () => {
    const { q, k, v } = inputsOf(find('tiny-1x16x64h4').problem);
    assert.notDeepEqual(q!.data, k!.data);
    assert.notDeepEqual(k!.data, v!.data);
  });
});

describe('cases', () => {
  it('are the ones that were agreed', () => {
    const attention = ['1x128x256h8', '1x512x512h8', '4x512x512h8', '1x2048x512h8'].flatMap((size) => [
      `attention-${size}`,
      `attention-${size}-causal`,
    ]);
    assert.deepEqual(
      cases.map(({ name }) => name),
      [
        ...['gemm-256', 'gemm-512', 'gemm-1024'],
        ...attention,
        ...['weights-1x512x512h8', 'layer-32x512x512h8', 'tiny-1x16x64h4', 'decode-2048x512h8', 'long-16384x512h8'],
      ],
    );
  });

  it('count a multiply-add as 2, and only what a causal mask lets through', () => {
    assert.equal(find('gemm-512').flops, 2 * 512 ** 3);
    assert.equal(find('attention-4x512x512h8').flops, 4 * 2 * (2 * 512 * 512 * 512));
    assert.equal(find('attention-1x512x512h8-causal').flops, 2 * (2 * 512 * ((512 * 513) / 2)));
    assert.equal(find('layer-32x512x512h8').flops, 32 * (4 * 2 * 512 * 512 * 512 + 2 * (2 * 512 * 512 * 512)));
    assert.deepEqual([find('decode-2048x512h8').flops, find('decode-2048x512h8').bytes], [2 * 2 * 2048 * 512, 2 * 2048 * 512 * 4]);
    assert.equal(find('gemm-512').bytes, undefined);
  });

  const sizes: Sizes = { batch: 1, queries: 13, keys: 13, heads: 3, d: 5, causal: false, weights: false };
  const small: readonly (readonly [what: string, problem: Problem])[] = [
    ['a product', { kind: 'gemm', size: 19 }],
    ['attention', { kind: 'attention', sizes: { ...sizes, batch: 2 } }],
    ['causal attention', { kind: 'attention', sizes: { ...sizes, causal: true } }],
    ['attention with its weights', { kind: 'attention', sizes: { ...sizes, batch: 2, causal: true, weights: true } }],
    ['a layer', { kind: 'layer', sizes: { ...sizes, batch: 2 } }],
    ['decoding', { kind: 'decode', sizes: { ...sizes, queries: 1, keys: 37 } }],
    ['decoding without a past', { kind: 'decode', sizes: { ...sizes, queries: 1, keys: 1 } }],
    ['any length', lengthCase(21, { heads: 2, d: 3, causal: true, weights: true }).problem],
  ];
  for (const [what, problem] of small)
    it(`${what}: the façade gives the reference's answer, and leaves nothing behind`, () => {
      const rows = rowsToCheck(problem);
      const wanted = problem.kind === 'attention' && problem.sizes.weights ? weightRows(problem.sizes, rows) : [];
      const rowOf = (tensor: Tensor | undefined) => (row: number) => {
        const columns = tensor?.shape.at(-1) ?? 0;
        return tensor?.data.subarray(row * columns, (row + 1) * columns) ?? [];
      };
      const inUse = [1, 2].map(() => {
        const prepared = makeCase(what, problem).prepare(core);
        prepared.run();
        prepared.run();
        const given = { output: rows.map(rowOf(prepared.output())), weights: wanted.map(rowOf(prepared.weights())) };
        const found = errors(given, reference(problem, prepared.inputs, rows));
        assert.ok(isRight(found), JSON.stringify(found));
        assert.equal(prepared.weights() !== undefined, wanted.length > 0);
        prepared.dispose();
        return core.heapInUse();
      });
      assert.equal(inUse[1], inUse[0]); // the first round may leave room to work in
    });
});

describe('measure', () => {
  it('quantiles lie between the sorted numbers', () => {
    assert.deepEqual(quartiles([5, 1, 4, 2, 3]), [2, 3, 4]);
    assert.deepEqual([quantile([7], 0.25), quantile([1, 2], 0.5), quantile([4, 1], 0.25), quantile([10, 9], 1)], [7, 1.5, 1.75, 10]);
  });

  it('gives figures that fit together, and gives the memory back', () => {
    measure(core, 'tiny-1x16x64h4', { milliseconds: 0 }); // leaves room to work in
    const before = core.heapInUse();
    const found = measure(core, 'tiny-1x16x64h4', { milliseconds: 60 });
    assert.ok(found.low <= found.ms && found.ms <= found.high && found.low > 0 && found.runs >= 1);
    assert.equal(found.case, 'tiny-1x16x64h4');
    assert.equal(found.gflops, (4 * 16 * 16 * 64) / found.ms / 1e6);
    assert.ok(found.peak > 0 && found.fraction === found.gflops / found.peak && found.heapBytes >= before);
    assert.equal(core.heapInUse(), before);
  });

  it('runs as often as it may, and takes a case of any length', () => {
    assert.equal(measure(core, lengthCase(8), { milliseconds: 10_000, maxRuns: 2 }).runs, 2);
    assert.equal(measure(core, lengthCase(8), { milliseconds: 0 }).runs, 1);
    assert.throws(() => measure(core, 'gemm-513'), /no such case: gemm-513\. The cases are gemm-256, /);
  });
});
