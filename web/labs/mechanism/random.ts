// Numbers from a seed: the same seed gives the same numbers everywhere.
import type { Matrix } from './problem.js';

/** mulberry32: uniform in [0, 1). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
