// Attention from its formulas, in double precision and with nothing shared with the core.
export type Matrix = readonly (readonly number[])[];

export interface Reference {
  readonly score: string;
  /** Absent for importance pooling. */
  readonly q?: Matrix;
  readonly k: Matrix;
  readonly v: Matrix;
  readonly W?: Matrix;
  readonly U?: Matrix;
  readonly b?: readonly number[];
  /** vᵀ of additive attention, f of importance pooling. */
  readonly f?: readonly number[];
  readonly gain?: number;
  readonly temperature: number;
  readonly causal: boolean;
}

type Vector = readonly number[];
const dot = (a: Vector, b: Vector) => a.reduce((sum, x, i) => sum + x * (b[i] ?? NaN), 0);
const times = (W: Matrix, x: Vector): number[] => W.map((row) => dot(row, x));
const squaredDistance = (a: Vector, b: Vector) => a.reduce((sum, x, i) => sum + (x - (b[i] ?? NaN)) ** 2, 0);
const length = (a: Vector) => Math.sqrt(dot(a, a));

/** fᵀ tanh(hidden + b) */
function layer({ f = [], b = [] }: Reference, hidden: Vector): number {
  return hidden.reduce((sum, x, i) => sum + (f[i] ?? NaN) * Math.tanh(x + (b[i] ?? 0)), 0);
}

/** x_{j−1}, x_j, x_{j+1} in one row, zeros beyond the ends. */
function neighbours(k: Matrix, j: number): number[] {
  const nothing = (k[j] ?? []).map(() => 0);
  return [...(k[j - 1] ?? nothing), ...(k[j] ?? nothing), ...(k[j + 1] ?? nothing)];
}

function scoreOf(problem: Reference, q: Vector, j: number): number {
  const { k, W = [], U = [], gain = 1 } = problem;
  const key = k[j] ?? [];
  switch (problem.score) {
    case 'dot':
      return dot(q, key);
    case 'scaled-dot':
      return dot(q, key) / Math.sqrt(key.length);
    case 'euclidean':
      return -Math.sqrt(squaredDistance(q, key));
    case 'squared-euclidean':
      return -squaredDistance(q, key);
    case 'cosine':
      return (gain * dot(q, key)) / (length(q) * length(key));
    case 'tanh-dot':
      return Math.tanh(dot(q, key));
    case 'bilinear':
      return dot(q, times(W, key));
    case 'additive':
      return layer(
        problem,
        times(W, q).map((x, i) => x + (times(U, key)[i] ?? NaN)),
      );
    case 'importance':
      return layer(problem, times(W, key));
    case 'importance-conv':
      return layer(problem, times(W, neighbours(k, j)));
    default:
      throw new Error(`no formula for ${problem.score}`);
  }
}

function softmax(scores: Vector): number[] {
  const top = Math.max(...scores);
  const exps = scores.map((score) => Math.exp(score - top));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / sum);
}

export function attention(problem: Reference): { scores: number[][]; weights: number[][]; output: number[][] } {
  const { q = [[]], k, v, temperature, causal } = problem;
  const scores = q.map((query) => k.map((_, j) => scoreOf(problem, query, j)));
  const masked = scores.map((row, i) => row.map((score, j) => (causal && j > i ? -Infinity : score / temperature)));
  const weights = masked.map(softmax);
  const output = weights.map((row) => (v[0] ?? []).map((_, c) => row.reduce((sum, a, j) => sum + a * (v[j]?.[c] ?? NaN), 0)));
  return { scores, weights, output };
}
