// Attention in double precision, written from the formula: what the façade's answers are held against.

export type Rows = readonly (readonly number[])[];

export const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? NaN), 0);
const norm = (a: readonly number[]) => Math.sqrt(dot(a, a));
const times = (W: Rows, x: readonly number[]) => W.map((row) => dot(row, x));

export interface Parameters {
  W?: Rows;
  U?: Rows;
  b?: readonly number[];
  v?: readonly number[];
  gain?: number;
}

/** One score of each form, SEEDS.md M1–M7. */
export const scores: Record<string, (q: readonly number[], k: readonly number[], p: Parameters) => number> = {
  dot,
  'scaled-dot': (q, k) => dot(q, k) / Math.sqrt(q.length),
  euclidean: (q, k) => -norm(q.map((x, i) => x - k[i]!)),
  'squared-euclidean': (q, k) => -(norm(q.map((x, i) => x - k[i]!)) ** 2),
  cosine: (q, k, { gain = 1 }) => (norm(q) * norm(k) === 0 ? 0 : (gain * dot(q, k)) / (norm(q) * norm(k))),
  additive: (q, k, { W, U, b, v }) => {
    const hidden = times(W!, q).map((x, i) => Math.tanh(x + times(U!, k)[i]! + (b?.[i] ?? 0)));
    return dot(v!, hidden);
  },
  'tanh-dot': (q, k) => Math.tanh(dot(q, k)),
  bilinear: (q, k, { W }) => dot(q, times(W!, k)),
};

/** softmax; a row of −Infinity gives zeros. */
export function softmax(row: readonly number[]): number[] {
  const max = Math.max(...row);
  if (max === -Infinity) return row.map(() => 0);
  const e = row.map((x) => Math.exp(x - max));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((x) => x / sum);
}

export const mix = (weights: readonly number[], values: Rows) =>
  values[0]!.map((_, c) =>
    dot(
      weights,
      values.map((row) => row[c]!),
    ),
  );

/** One head: weights and output. `seen(i, j)`: does query i see key j? */
export function attend(
  q: Rows,
  k: Rows,
  v: Rows,
  score: (q: readonly number[], k: readonly number[]) => number,
  seen = (_i: number, _j: number) => true,
) {
  const weights = q.map((query, i) => softmax(k.map((key, j) => (seen(i, j) ? score(query, key) : -Infinity))));
  return { weights, output: weights.map((row) => mix(row, v)) };
}

/** Numbers in −1 … 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2147483648 - 1;
  };
}

export const randomRows = (next: () => number, rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => Math.fround(next())));
