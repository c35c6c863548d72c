// Caches, weights on request, calibration, and memory: what is kept is given back, what does not fit is an error.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadCore } from '../../web/core/index.js';
import type { AttendOptions, Core, KeyValueCache, Tensor } from '../../web/core/index.js';
import { assertClose, codeOf, filled, layerOf, rowsOf } from './core-layers.js';
import { random, randomRows } from './core-reference.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

const still = () => assert.equal(core.attend({ q: [[1, 2]], k: [[3, 4]], v: [[5]] }).output.data[0], 5, 'the next call is right');

describe('caches', () => {
  const next = random(81);
  const whole = (tokens: number) => {
    const [q, k, v] = [filled([2, 4, tokens, 5], next), filled([2, 2, tokens, 5], next), filled([2, 2, tokens, 3], next)];
    return { q, k, v };
  };
  const rowsFrom = ({ data, shape }: Tensor, first: number, count: number): Tensor => {
    const [batch, heads, length, d] = shape as [number, number, number, number];
    const parts = Array.from({ length: batch * heads }, (_, n) => data.slice((n * length + first) * d, (n * length + first + count) * d));
    return { data: Float32Array.from(parts.flatMap((part) => [...part])), shape: [batch, heads, count, d] };
  };
  const piece = (all: { q: Tensor; k: Tensor; v: Tensor }, first: number, count: number, cache: KeyValueCache): AttendOptions => ({
    q: rowsFrom(all.q, first, count),
    k: rowsFrom(all.k, first, count),
    v: rowsFrom(all.v, first, count),
    causal: true,
    cache,
  });

  test('decoded in pieces it is one causal call; truncated and again', () => {
    const all = whole(40);
    const { output } = core.attend({ ...all, causal: true });
    const cache = core.cache({ batch: 2, kvHeads: 2, d: 5, dv: 3, capacity: 40 });
    assert.deepEqual([cache.length, cache.capacity], [0, 40]);
    for (const start of [0, 33, 7, 0]) {
      cache.truncate(start);
      assert.equal(cache.length, start);
      for (let i = start, count = 1; i < 40; i += count, count = Math.min(40 - i, (count * 3) % 14))
        assertClose(core.attend(piece(all, i, count, cache)).output, rowsOf(rowsFrom(output, i, count)));
    }
    cache.truncate(99);
    assert.equal(cache.length, 40);
    assert.equal(
      codeOf(() => core.attend(piece(all, 0, 1, cache))),
      'cache-full',
    );
    assert.equal(cache.length, 40);
    cache.dispose();
  });

  test('an error leaves the cache as it was', () => {
    const all = whole(8);
    const cache = core.cache({ batch: 2, kvHeads: 2, d: 5, dv: 3, capacity: 9 });
    core.attend(piece(all, 0, 4, cache));
    const twin = core.cache({ batch: 2, kvHeads: 2, d: 5, dv: 3, capacity: 9 });
    core.attend(piece(all, 0, 4, twin));
    const good = piece(all, 4, 4, cache);
    const fill = ({ shape, data }: Tensor, number: number) => ({ shape, data: data.map(() => number) });
    const bad: [string, object][] = [
      ['overflow', { ...good, q: fill(good.q as Tensor, 1e30), k: fill(good.k as Tensor, 1e30) }],
      ['not-finite', { ...good, v: fill(good.v as Tensor, NaN) }],
      ['not-together', { ...good, past: { k: all.k, v: all.v } }],
      ['not-together', { ...good, lengths: [1, 1] }],
      ['not-together', { ...good, trace: true }],
      ['not-together', { ...good, score: 'cosine' }],
      ['shape-mismatch', { ...good, v: fill(good.k as Tensor, 1) }],
      ['bad-temperature', { ...good, temperature: -1 }],
    ];
    for (const [code, options] of bad) {
      assert.equal(
        codeOf(() => core.attend(options as AttendOptions)),
        code,
      );
      assert.equal(cache.length, 4);
    }
    assert.deepEqual(core.attend(good).output, core.attend({ ...good, cache: twin }).output);
    cache.dispose();
    twin.dispose();
  });

  test('a cache of another core, or none at all, or disposed', async () => {
    const options = { q: [[1]], k: [[1]], v: [[1]] };
    const cache = core.cache({ kvHeads: 1, d: 1, capacity: 4 });
    const other = await loadCore();
    assert.equal(
      codeOf(() => other.attend({ ...options, cache })),
      'unknown-name',
    );
    assert.equal(other.attend(options).output.data[0], 1);
    assert.equal(
      codeOf(() => core.attend({ ...options, cache: { length: 0, capacity: 4 } as KeyValueCache })),
      'unknown-name',
    );
    cache.dispose();
    cache.dispose();
    for (const use of [() => core.attend({ ...options, cache }), () => cache.length, () => cache.truncate(0)])
      assert.equal(codeOf(use), 'disposed');
    still();
  });

  test('sizes that are not whole, not positive, or too large', () => {
    const good = { kvHeads: 1, d: 4, capacity: 8 };
    for (const change of [
      { kvHeads: 1.5 },
      { d: NaN },
      { capacity: Infinity },
      { capacity: -1 },
      { capacity: 0 },
      { d: 0 },
      { dv: 0 },
      { batch: 0 },
    ])
      assert.equal(
        codeOf(() => core.cache({ ...good, ...change })),
        'out-of-range',
      );
    for (const length of [0.5, -1, NaN, Infinity]) {
      const cache = core.cache(good);
      assert.equal(
        codeOf(() => cache.truncate(length)),
        'out-of-range',
      );
      cache.dispose();
    }
    assert.equal(
      codeOf(() => core.cache({ kvHeads: 8, d: 64, capacity: 2 ** 20 })), // 4 GB
      'too-large',
    );
    still();
  });
});

describe('weights on request', () => {
  test('exactly those of a trace, with the same output; also beside one', () => {
    const next = random(91);
    const options = {
      q: filled([2, 4, 60, 5], next),
      k: filled([2, 2, 140, 5], next),
      v: filled([2, 2, 140, 3], next),
      softcap: 3,
      lengths: [140, 70],
    };
    const { output, weights } = core.attend({ ...options, weights: true });
    const traced = core.attend({ ...options, weights: true, trace: true });
    assert.deepEqual(weights!.shape, [2, 4, 60, 140]);
    assert.deepEqual(traced.trace!.stage('weights'), weights);
    assert.deepEqual(traced.output, output);
    assert.deepEqual(traced.weights, weights);
    assert.equal(core.attend(options).weights, undefined);
    traced.trace!.dispose();
  });
});

test('2,000 layers and caches made, used and dropped leave the heap where it was', () => {
  const { weights } = layerOf({ model: 6, memory: 6, heads: 4, kvHeads: 2, d: 3, dv: 2, out: 6 }, 6);
  const x = randomRows(random(1), 3, 6);
  const round = () => {
    const [layer, cache] = [core.multiHead(weights), core.cache({ kvHeads: 2, d: 3, dv: 2, capacity: 30 })];
    layer.run(x, { causal: true, cache, weights: true });
    codeOf(() => layer.run(x, { temperature: 0 }));
    codeOf(() => core.multiHead({ ...weights, output: { weight: [[NaN]] } }));
    layer.dispose();
    cache.dispose();
  };
  round();
  const heap = core.heapInUse();
  for (let n = 0; n < 1000; ++n) round();
  assert.ok(core.heapInUse() - heap < 500, `${core.heapInUse() - heap} bytes more`); // the allocator rounds by a few
});

test('memory that runs out is an error, and the core goes on', () => {
  const caches: KeyValueCache[] = [];
  const code = codeOf(() => {
    for (let n = 0; n < 4; ++n) caches.push(core.cache({ kvHeads: 1, d: 1024, capacity: 120_000 })); // 983 MB each
  });
  assert.equal(code, 'out-of-memory');
  still();
  const before = core.heapInUse();
  caches.forEach((cache) => cache.dispose());
  assert.ok(core.heapInUse() < before);
  still();
});

test('scratch memory that would wrap round in 32 bits is refused', () => {
  const next = random(3);
  const [x, W] = [filled([2 ** 19, 1], next), filled([1024, 1], next)];
  const score = { name: 'additive', W, U: W, v: W.data } as const;
  assert.equal(
    codeOf(() => core.attend({ q: [[1]], k: x, v: x, score })),
    'too-large',
  );
  still();
});

describe('calibration', () => {
  test('is a positive finite number', () => {
    for (const measured of [
      core.measurePeak(),
      core.measurePeak(1),
      core.measurePeak(0),
      core.measureCopy(),
      core.measureCopy(1, 2),
      core.measureCopy(0.001, 0),
    ])
      assert.ok(measured > 0 && measured < 1e4, `${measured}`);
  });

  test('more memory than there is', () => {
    assert.equal(
      codeOf(() => core.measureCopy(3000, 1)),
      'out-of-memory',
    );
    still();
  });
});
