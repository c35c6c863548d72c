// What the Scaling lab counts, against double precision and against what theory says of the draw.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadCore, type Core } from '../../../web/core/index.js';
import { draw, kurtosis } from '../../../web/labs/scaling/draws.js';
import { defaultState, distributions, sizes, variants } from '../../../web/labs/scaling/state.js';
import { meanEntropy, meanLargest, variance, varianceError } from '../../../web/labs/scaling/statistics.js';
import { explainCell, sweep } from '../../../web/labs/scaling/sweep.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

const near = (actual: number, expected: number, most: number) =>
  assert.ok(Math.abs(actual - expected) <= most, `${actual} is not ${expected} ± ${most}`);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

test('variance: by hand, and far from zero', () => {
  near(variance([2, 4, 4, 4, 5, 5, 7, 9]), 32 / 7, 1e-12);
  near(variance([1e9 + 1, 1e9 + 2, 1e9 + 3]), 1, 1e-12);
});

test('largest weight and entropy: by hand', () => {
  const weights = Float32Array.of(1, 0, 0.5, 0.5); // 0 bits and 1 bit
  near(meanLargest(weights, 2), 0.75, 1e-12);
  near(meanEntropy(weights, 2), 0.5, 1e-12);
});

for (const distribution of distributions)
  test(`${distribution}: components have mean 0, variance 1 and the kurtosis that the error counts with`, () => {
    const { q, k } = draw(5, distribution, 64, 1024);
    const all = [...q, ...k];
    near(mean(all), 0, 0.01);
    near(mean(all.map((x) => x ** 2)), 1, 0.02);
    near(mean(all.map((x) => x ** 4)), kurtosis[distribution], 0.1);
    assert.notDeepEqual(q, k);
  });

test('a draw follows its seed and d', () => {
  assert.deepEqual(draw(3, 'normal', 8, 16), draw(3, 'normal', 8, 16));
  assert.notDeepEqual(draw(3, 'normal', 8, 16).q, draw(4, 'normal', 8, 16).q);
  assert.notDeepEqual(draw(3, 'normal', 8, 2).q.slice(0, 2), draw(3, 'normal', 8, 4).q.slice(0, 2));
});

/** Products of all queries and keys in double precision. */
function products(q: Float32Array, k: Float32Array, n: number, d: number): number[] {
  const dot = (i: number, j: number) => Array.from({ length: d }, (_, c) => q[i * d + c]! * k[j * d + c]!).reduce((a, b) => a + b);
  return Array.from({ length: n * n }, (_, at) => dot(Math.floor(at / n), at % n));
}

function softmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  const powers = row.map((score) => Math.exp(score - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

for (const variant of variants)
  test(`${variant}: every point is what double precision gives`, () => {
    const choice = { ...defaultState, n: 16, seed: 7, temperature: 1.5 };
    for (const point of sweep(core, choice)[variant]) {
      const { d } = point;
      const { q, k } = draw(7, 'normal', 16, d);
      const scores = products(q, k, 16, d).map((score) => (variant === 'divided' ? score / Math.sqrt(d) : score));
      near(point.variance / variance(scores), 1, 1e-5);
      const rows = Array.from({ length: 16 }, (_, i) => softmax(scores.slice(16 * i, 16 * i + 16).map((score) => score / 1.5)));
      near(point.largest, mean(rows.map((row) => Math.max(...row))), 2e-5);
      near(point.entropy, mean(rows.map((row) => -row.reduce((sum, p) => sum + (p > 0 ? p * Math.log2(p) : 0), 0))), 1e-4);
    }
  });

describe('the rule', () => {
  for (const distribution of distributions)
    for (const seed of [1, 2, 3])
      test(`${distribution}, seed ${seed}: measured variances lie within four standard errors of d, and of 1`, () => {
        const { plain, divided } = sweep(core, { ...defaultState, n: 64, seed, distribution });
        for (const point of [...plain, ...divided]) near(point.variance, point.expected, 4 * point.error);
        plain.forEach(({ d, variance: spread }, i) => near(spread / d / divided[i]!.variance, 1, 1e-5));
      });

  for (const distribution of distributions)
    for (const [d, n] of [
      [1, 8],
      [4, 16],
      [64, 16],
    ] as const)
      test(`${distribution}, d ${d}, n ${n}: the standard error is the scatter of many draws`, () => {
        const measured = Array.from({ length: 600 }, (_, seed) => {
          const { q, k } = draw(1000 + seed, distribution, n, d);
          return variance(products(q, k, n, d));
        });
        near(mean(measured) / d, 1, 0.1);
        near(Math.sqrt(variance(measured)) / varianceError(d, n, kurtosis[distribution]), 1, 0.15);
      });

  test('without the division one key takes over as d grows; with it nothing changes', () => {
    const { plain, divided } = sweep(core, { ...defaultState, n: 64 });
    assert.ok(plain.at(-1)!.largest > 0.9 && plain[0]!.largest < 0.2);
    assert.ok(plain.at(-1)!.entropy < 0.5);
    for (const point of divided.slice(1)) near(point.entropy, 5.2, 0.3); // of log₂ 64 = 6 bits
    near(plain[0]!.entropy, divided[0]!.entropy, 1e-9);
  });

  test('a temperature of √d does what the division does', () => {
    const { plain } = sweep(core, { ...defaultState, temperature: 8 });
    const { divided } = sweep(core, defaultState);
    const at = sizes.indexOf(64);
    near(plain[at]!.entropy, divided[at]!.entropy, 1e-5);
  });
});

test('the explanation ends in the numbers of the picture, and nothing stays on the heap', () => {
  const points = sweep(core, defaultState);
  const before = core.heapInUse();
  for (const variant of variants)
    for (const d of [1, 64, 1024]) {
      const { score, weight } = explainCell(core, defaultState, d, variant, [3, 9]);
      const point = points[variant][sizes.indexOf(d)]!;
      assert.equal(weight.value, point.weights[3 * 32 + 9]);
      assert.equal(score.steps[0]!.left.length, d);
    }
  sweep(core, defaultState);
  assert.equal(core.heapInUse(), before);
});
