// What a head does, measured on its weights p (query i, key j); each row of p sums to 1.
import { entropyBits } from '../entropy.js';

export interface HeadMeasures {
  readonly tokens: number;
  /** Mean over queries of −Σ_j p_ij log₂ p_ij, in bits. */
  readonly entropy: number;
  /** Mean of p_ii. */
  readonly self: number;
  /** Mean over i ≥ 1 of p_i,i−1; 0 for one token. */
  readonly previous: number;
  /** Mean over i < n − 1 of p_i,i+1; 0 for one token. */
  readonly next: number;
  /** Mean of p_i0. */
  readonly first: number;
  /** The key that gets most: its index and the mean of p_i,key. */
  readonly favourite: { readonly key: number; readonly share: number };
  readonly strongest: { readonly row: number; readonly column: number; readonly weight: number };
}

/** What attention spread evenly over n tokens would measure. */
export interface EvenSpread {
  readonly entropy: number; // log₂ n
  readonly share: number; // 1 / n
}

export const evenSpread = (tokens: number): EvenSpread => ({ entropy: Math.log2(tokens), share: 1 / tokens });

function mean(count: number, term: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += term(i);
  return count > 0 ? sum / count : 0;
}

function largest(count: number, value: (index: number) => number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (value(i) > value(best)) best = i;
  return best;
}

/** `weights` is (n, n), row-major. */
export function measureHead(weights: Float32Array, n: number): HeadMeasures {
  const p = (row: number, column: number) => weights[row * n + column] ?? 0;
  const received = Array.from({ length: n }, (_, column) => mean(n, (row) => p(row, column)));
  const key = largest(n, (column) => received[column]!);
  const at = largest(n * n, (index) => weights[index] ?? 0);
  return {
    tokens: n,
    entropy: mean(n, (row) => entropyBits(weights.subarray(row * n, (row + 1) * n))),
    self: mean(n, (row) => p(row, row)),
    previous: mean(n - 1, (row) => p(row + 1, row)),
    next: mean(n - 1, (row) => p(row, row + 1)),
    first: mean(n, (row) => p(row, 0)),
    favourite: { key, share: received[key] ?? 0 },
    strongest: { row: Math.floor(at / n), column: at % n, weight: weights[at] ?? 0 },
  };
}

/** a·b / (‖a‖ ‖b‖); 0 for a zero vector. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  const norms = Math.sqrt(aa) * Math.sqrt(bb);
  return norms > 0 ? Math.max(-1, Math.min(1, dot / norms)) : 0;
}

export function largestOf(values: Float32Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

export interface ScaleEnd {
  readonly high: number;
  /** Some weights are larger than `high`. */
  readonly clipped: boolean;
}

const kWholeScale = 32; // tokens up to which colours run to the largest weight
const kClipped = 0.01; // share of cells that may lie above the end of the colours in larger maps
const kBins = 4096; // a histogram in place of sorting: 8 maps of 256×256 in 20 ms, not 120

/** Where the colours of maps of n tokens end: at the largest weight, or, since a few large ones would leave a big map dark, at one that 1 % exceed. */
export function scaleEnd(weights: Float32Array, n: number): ScaleEnd {
  const most = largestOf(weights);
  if (n <= kWholeScale || most === 0) return { high: most, clipped: false };
  const counts = new Uint32Array(kBins);
  for (const weight of weights) counts[Math.min(kBins - 1, Math.floor((weight / most) * kBins))]!++;
  let bin = kBins - 1;
  for (let above = counts[bin]!; bin > 0 && above <= kClipped * weights.length; above += counts[bin]!) bin--;
  return bin < kBins - 1 ? { high: (most * (bin + 1)) / kBins, clipped: true } : { high: most, clipped: false };
}
