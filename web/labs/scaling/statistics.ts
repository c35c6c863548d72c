// What is counted over the scores and weights that the core computed; in double precision.
import { entropyBits } from '../entropy.js';

/** Σ (s − mean)² / (count − 1). */
export function variance(values: ArrayLike<number>): number {
  let [mean, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const away = values[i]! - mean; // Welford: no cancelling of large sums
    mean += away / (i + 1);
    squares += away * (values[i]! - mean);
  }
  return squares / (values.length - 1);
}

/**
 * Standard error of the variance measured on n × n products q_i·k_j, whose true variance is d. The products of one
 * query are not independent of each other: they share its length.
 * Var[Σ s² / n²] = (2d² + d (κ² − 3 + 2 (n − 1)(κ − 1))) / n², with κ = E x⁴ of a component.
 */
export function varianceError(d: number, n: number, kurtosis: number): number {
  return Math.sqrt(2 * d * d + d * (kurtosis ** 2 - 3 + 2 * (n - 1) * (kurtosis - 1))) / n;
}

function meanOfRows(weights: Float32Array, n: number, measure: (row: Float32Array) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += measure(weights.subarray(i * n, (i + 1) * n));
  return sum / n;
}

const largest = (row: Float32Array) => row.reduce((most, weight) => Math.max(most, weight), 0);

/** Mean over queries of the largest weight; 1/n where all are equal. `weights` is (n, n). */
export const meanLargest = (weights: Float32Array, n: number): number => meanOfRows(weights, n, largest);

/** Mean over queries of the entropy in bits; log₂ n where all weights are equal. */
export const meanEntropy = (weights: Float32Array, n: number): number => meanOfRows(weights, n, entropyBits);
