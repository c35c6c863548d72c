import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entropyBits } from '../../../web/labs/entropy.js';
import { cosine, evenSpread, largestOf, measureHead, scaleEnd } from '../../../web/labs/sentence/measures.js';

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);

test('entropy by hand', () => {
  near(entropyBits([1, 0, 0]), 0);
  near(entropyBits([0.5, 0.5]), 1);
  near(entropyBits([0.25, 0.25, 0.25, 0.25]), 2);
  near(entropyBits([0.5, 0.25, 0.25]), 1.5); // ½·1 + ¼·2 + ¼·2
});

test('an even spread measures log₂ n and 1/n', () => {
  for (const n of [1, 2, 7, 64]) {
    const m = measureHead(new Float32Array(n * n).fill(1 / n), n);
    near(m.entropy, evenSpread(n).entropy);
    for (const share of [m.self, m.first, m.favourite.share]) near(share, evenSpread(n).share);
    if (n > 1) for (const share of [m.previous, m.next]) near(share, evenSpread(n).share);
  }
});

test('a head worked by hand', () => {
  // rows look at: itself ½ and first ½ (row 0: 1) …
  const weights = Float32Array.from([1, 0, 0, 0.5, 0.5, 0, 0.25, 0.5, 0.25]);
  const m = measureHead(weights, 3);
  near(m.entropy, (0 + 1 + 1.5) / 3);
  near(m.self, (1 + 0.5 + 0.25) / 3);
  near(m.previous, (0.5 + 0.5) / 2);
  near(m.next, 0);
  near(m.first, (1 + 0.5 + 0.25) / 3);
  assert.equal(m.favourite.key, 0);
  near(m.favourite.share, (1 + 0.5 + 0.25) / 3);
  assert.deepEqual(m.strongest, { row: 0, column: 0, weight: 1 });
});

test('one token', () => {
  const m = measureHead(Float32Array.of(1), 1);
  assert.deepEqual([m.entropy, m.self, m.previous, m.next, m.first], [0, 1, 0, 0, 1]);
});

test('cosine: same, opposite, right angle, zero, 3-4-5', () => {
  const v = (...numbers: number[]) => Float32Array.from(numbers);
  near(cosine(v(3, 4), v(6, 8)), 1);
  near(cosine(v(3, 4), v(-3, -4)), -1);
  near(cosine(v(1, 0), v(0, 2)), 0);
  near(cosine(v(0, 0), v(1, 1)), 0);
  near(cosine(v(3, 4), v(4, 3)), 24 / 25);
});

test('largestOf is the largest size', () => assert.equal(largestOf(Float32Array.of(0.5, -2, 1)), 2));

test('colours of a small map run to its largest weight; of a large one to the weight that 1 % exceed', () => {
  assert.deepEqual(scaleEnd(Float32Array.of(0.1, 0.9, 0.5, 0.5), 2), { high: Math.fround(0.9), clipped: false });
  const n = 40;
  const big = Float32Array.from({ length: n * n }, (_, i) => i);
  const { high, clipped } = scaleEnd(big, n);
  assert.equal(clipped, true);
  const above = big.filter((value) => value > high).length;
  assert.ok(above === 15 || above === 16, `${above} of ${n * n} lie above`);
  assert.deepEqual(scaleEnd(new Float32Array(n * n).fill(0.025), n), { high: Math.fround(0.025), clipped: false });
});
