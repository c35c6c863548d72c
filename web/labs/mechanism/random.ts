// Numbers from a seed: the same seed gives the same numbers everywhere.
import { uniform } from '../random.js';
import type { Matrix } from './problem.js';

/** Tenths between −2 and 2; each `stream` of a seed has its own. */
export function randomMatrix(seed: number, rows: number, columns: number, stream = 0): Matrix {
  const next = uniform(seed ^ Math.imul(stream, 0x9e3779b1));
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => Math.round((next() * 4 - 2) * 10) / 10));
}

/** Uniform in [−1, 1), for the large sample. */
export function randomNumbers(seed: number, count: number): Float32Array {
  const next = uniform(seed);
  return Float32Array.from({ length: count }, () => next() * 2 - 1);
}
