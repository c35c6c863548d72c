// Tensors, a layer of random weights with its formula in double precision, and the code of an error.
import assert from 'node:assert/strict';
import { AttentionError } from '../../web/core/index.js';
import type { MultiHeadWeights, Tensor } from '../../web/core/index.js';
import { attend, mix, random, randomRows, scores, type Rows } from './core-reference.js';

export const tensor = (rows: Rows, shape: readonly number[] = [rows.length, rows[0]!.length]): Tensor => ({
  data: Float32Array.from(rows.flat()),
  shape,
});
export const filled = (shape: readonly number[], next: () => number): Tensor => ({
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, next),
  shape,
});
export const rowsOf = ({ data, shape }: Tensor): number[][] => {
  const columns = shape.at(-1)!;
  return Array.from({ length: data.length / columns }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
};

export function assertClose(actual: Tensor, expected: Rows, tolerance = 1e-5) {
  const largest = Math.max(...expected.flat().map(Math.abs));
  assert.equal(actual.data.length, expected.flat().length);
  expected.flat().forEach((x, i) => assert.ok(Math.abs(actual.data[i]! - x) <= tolerance * largest, `${i}: ${actual.data[i]}, not ${x}`));
}

export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof AttentionError, String(error));
    assert.ok(error.message.length > 10 && Object.keys(error.values).length > 0);
    return error.code;
  }
  return assert.fail('no error');
}

export const product = (a: Rows, b: Rows, bias = b[0]!.map(() => 0)) => a.map((row) => mix(row, b).map((x, j) => x + bias[j]!));

interface Sizes {
  model: number;
  memory: number;
  heads: number;
  kvHeads: number;
  d: number;
  dv: number;
  out?: number;
}

/** Random weights, and the layer by its formula: x and memory of one batch entry. */
export function layerOf({ model, memory, heads, kvHeads, d, dv, out }: Sizes, seed: number) {
  const next = random(seed);
  const part = (rows: number, columns: number) => ({ weight: randomRows(next, rows, columns), bias: randomRows(next, 1, columns)[0]! });
  const [query, key, value] = [part(model, heads * d), part(memory, kvHeads * d), part(memory, kvHeads * dv)];
  const output = out === undefined ? undefined : part(heads * dv, out);
  const weights: MultiHeadWeights = { heads, kvHeads, query, key, value, ...(output && { output }) };
  const head = (rows: Rows, h: number, width: number) => rows.map((row) => row.slice(h * width, (h + 1) * width));
  const formula = (x: Rows, y: Rows, seen?: (i: number, j: number) => boolean): Rows => {
    const [q, k, v] = [product(x, query.weight, query.bias), product(y, key.weight, key.bias), product(y, value.weight, value.bias)];
    const each = Array.from({ length: heads }, (_, h) => {
      const shared = Math.floor((h * kvHeads) / heads);
      return attend(head(q, h, d), head(k, shared, d), head(v, shared, dv), (a, b) => scores['scaled-dot']!(a, b, {}), seen).output;
    });
    const joined = x.map((_, i) => each.flatMap((rows) => rows[i]!));
    return output ? product(joined, output.weight, output.bias) : joined;
  };
  return { weights, formula };
}
