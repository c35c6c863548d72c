// The weights that every site of the guide shows, in double precision from the formula: softmax(tanh(H Eᵀ) / 2).
import assert from 'node:assert/strict';
import { findPreset, findVersion } from '../../web/labs/mechanism/presets/index.js';

const { data } = findVersion(findPreset('a2-tanh')!, 'right').problem(1);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

export const expectedWeights: readonly number[] = data.H!.flatMap((query) => {
  const powers = data.E!.map((key) => Math.exp(Math.tanh(dot(query, key)) / 2));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
});

export function near(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length, JSON.stringify(actual));
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${value} is not ${expected[i]}`));
}
