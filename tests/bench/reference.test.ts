// The reference against the other one of the tests, and the check of answers against answers that are wrong.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cases, inputsOf, type Problem, type Sizes } from '../../web/core/cases.js';
import { attend, scores } from '../web/core-reference.js';
import { errors, isRight, reference, rowsToCheck, weightRows } from './reference.js';

const sizes: Sizes = { batch: 2, queries: 6, keys: 6, heads: 2, d: 4, causal: true, weights: true };
const problem: Problem = { kind: 'attention', sizes };
const inputs = inputsOf(problem);
const rows = rowsToCheck(problem);
const answer = reference(problem, inputs, rows);

/** Rows of one head of one batch entry of q, k or v. */
function head(name: 'q' | 'k' | 'v', batch: number, at: number): number[][] {
  const { data, shape } = inputs[name]!;
  const [, count = 0, model = 0] = shape;
  return Array.from({ length: count }, (_, i) => {
    const from = (batch * count + i) * model + at * sizes.d;
    return [...data.subarray(from, from + sizes.d)];
  });
}

const copied = () => ({ output: answer.output.map((row) => [...row]), weights: answer.weights.map((row) => [...row]) });

describe('reference', () => {
  it("gives the other reference's numbers, head by head", () => {
    for (let batch = 0; batch < sizes.batch; batch++)
      for (let at = 0; at < sizes.heads; at++) {
        const expected = attend(
          head('q', batch, at),
          head('k', batch, at),
          head('v', batch, at),
          (q, k) => scores['scaled-dot']!(q, k, {}),
          (i, j) => j <= i,
        );
        expected.output.forEach((row, i) => {
          const all = answer.output[batch * sizes.queries + i]!;
          row.forEach((x, c) => assert.ok(Math.abs(all[at * sizes.d + c]! - x) < 1e-14));
          const weights = answer.weights[(batch * sizes.queries + i) * sizes.heads + at]!;
          expected.weights[i]!.forEach((x, j) => assert.ok(Math.abs(weights[j]! - x) < 1e-14));
        });
      }
    assert.deepEqual(weightRows(sizes, [0, 7]), [0, 6, 13, 19]);
  });

  it('a layer is its projections around attention', () => {
    const layer: Problem = { kind: 'layer', sizes: { ...sizes, batch: 1, causal: false } };
    const { x, Wq, Wk, Wv, Wo } = inputsOf(layer);
    const model = sizes.heads * sizes.d;
    const product = (a: ArrayLike<number>, W: ArrayLike<number>) =>
      Float64Array.from({ length: a.length }, (_, at) => {
        const [i, j] = [Math.floor(at / model), at % model];
        return Array.from({ length: model }, (_, c) => a[i * model + c]! * W[c * model + j]!).reduce((sum, each) => sum + each, 0);
      });
    const projected = Object.entries({ q: Wq!, k: Wk!, v: Wv! }).map(([name, { data }]) => [
      name,
      { data: product(x!.data, data), shape: x!.shape },
    ]);
    const queries = [0, 1, 2, 3, 4, 5];
    const inside = reference({ kind: 'attention', sizes: layer.sizes }, Object.fromEntries(projected) as typeof inputs, queries);
    const expected = product(
      inside.output.flatMap((row) => [...row]),
      Wo!.data,
    );
    reference(layer, inputsOf(layer), queries)
      .output.flatMap((row) => [...row])
      .forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-13));
  });

  it('sees an error just over what is allowed, and only then', () => {
    assert.ok(isRight(errors(copied(), answer)));
    const largest = Math.max(...answer.output.flatMap((row) => [...row]).map(Math.abs));
    for (const [factor, right] of [
      [0.9, true],
      [1.1, false],
    ] as const) {
      const output = copied();
      output.output[5]![3]! += factor * 1e-5 * largest;
      assert.equal(isRight(errors(output, answer)), right);
      const weights = copied();
      weights.weights.at(-1)![2]! -= factor * 1e-6;
      assert.equal(isRight(errors(weights, answer)), right);
    }
  });

  it('refuses what is no number, and what is missing', () => {
    const broken = copied();
    broken.output[2]![1] = NaN;
    broken.output[2]![2]! += 1;
    assert.equal(errors(broken, answer).output, Infinity);
    assert.equal(isRight(errors({ ...copied(), output: copied().output.slice(1) }, answer)), false);
    assert.equal(isRight(errors({ ...copied(), weights: [] }, answer)), false);
  });

  it('checks at least 16 rows of every case, from first to last', () => {
    for (const { name, problem } of cases) {
      const rows = rowsToCheck(problem);
      const count = problem.kind === 'gemm' ? problem.size : problem.sizes.batch * problem.sizes.queries;
      assert.ok(rows.length >= Math.min(16, count), name);
      assert.deepEqual([rows[0], rows.at(-1), new Set(rows).size], [0, count - 1, rows.length], name);
    }
  });
});
