// Queries and keys with independent components of mean 0 and variance 1.
import { uniform } from '../random.js';
import type { Distribution } from './state.js';

/** E x⁴ of a component: how far its square strays from 1. */
export const kurtosis: Readonly<Record<Distribution, number>> = { normal: 3, uniform: 9 / 5 };

/** Box–Muller: √(−2 ln u) cos 2πv. */
function normal(next: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Uniform between −√3 and √3. */
const even = (next: () => number) => () => (2 * next() - 1) * Math.sqrt(3);

const kinds: Readonly<Record<Distribution, (next: () => number) => () => number>> = { normal, uniform: even };

export interface Draw {
  readonly q: Float32Array; // (n, d)
  readonly k: Float32Array; // (n, d)
}

/** Each seed and d has numbers of its own. */
export function draw(seed: number, distribution: Distribution, n: number, d: number): Draw {
  const next = kinds[distribution](uniform(seed ^ Math.imul(d, 0x9e3779b1)));
  const numbers = () => Float32Array.from({ length: n * d }, next);
  return { q: numbers(), k: numbers() };
}
