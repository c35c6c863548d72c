// What the answers are held against: rows of the same problem in double precision, written from the formula.
import type { Inputs, Problem, Sizes } from '../../web/core/cases.js';

type Rows = Float64Array[];

/** Multiply-adds a check may spend: a tenth of a second. */
const patience = 5e7;
const fewest = 16;

const width = ({ heads, d }: Sizes) => heads * d;

/** Rows of the output: (row, column) of a product; (batch·query, head·d) of attention. */
function rowCount(problem: Problem): number {
  return problem.kind === 'gemm' ? problem.size : problem.sizes.batch * problem.sizes.queries;
}

function rowCost(problem: Problem): number {
  return problem.kind === 'gemm' ? problem.size ** 2 : 2 * problem.sizes.keys * width(problem.sizes);
}

const spread = (count: number, wanted: number) =>
  Array.from({ length: wanted }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, wanted - 1)));

/** Which rows are checked: all where that is quick, else at least 16 spread over all, with the first and the last. */
export function rowsToCheck(problem: Problem): number[] {
  const count = rowCount(problem);
  const wanted = Math.min(count, Math.max(fewest, Math.floor(patience / rowCost(problem))));
  if (problem.kind !== 'layer') return spread(count, wanted);
  const { batch, queries } = problem.sizes; // each entry's projections cost seconds: some rows of three of them
  const entries = [...new Set(spread(batch, Math.min(batch, 3)))];
  return entries.flatMap((at) => spread(queries, Math.min(queries, fewest)).map((row) => at * queries + row));
}

/** x·W for one row x of length n: W is (n, columns). */
function timesMatrix(x: ArrayLike<number>, W: ArrayLike<number>, columns: number): Float64Array {
  const y = new Float64Array(columns);
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    for (let j = 0; j < columns; j++) y[j]! += xi * W[i * columns + j]!;
  }
  return y;
}

/** softmax(q·kᵀ / √d) of one query over the first `seen` keys, for the head that starts at column `from`. */
function weightsRow(q: ArrayLike<number>, k: ArrayLike<number>, { d, ...sizes }: Sizes, from: number, seen: number): Float64Array {
  const row = new Float64Array(sizes.keys);
  const model = width({ d, ...sizes });
  let max = -Infinity;
  for (let j = 0; j < seen; j++) {
    let dot = 0;
    for (let c = from; c < from + d; c++) dot += q[c]! * k[j * model + c]!;
    row[j] = dot / Math.sqrt(d);
    max = Math.max(max, row[j]!);
  }
  let sum = 0;
  for (let j = 0; j < seen; j++) sum += row[j] = Math.exp(row[j]! - max);
  for (let j = 0; j < seen; j++) row[j]! /= sum;
  return row;
}

/** One query of one batch entry: its weights by head, and Σ weight·value of every head side by side. */
function attendRow(q: ArrayLike<number>, k: ArrayLike<number>, v: ArrayLike<number>, sizes: Sizes, query: number) {
  const { heads, d, causal, keys } = sizes;
  const model = width(sizes);
  const seen = causal ? query + 1 : keys;
  const output = new Float64Array(model);
  const weights = Array.from({ length: heads }, (_, head) => weightsRow(q, k, sizes, head * d, seen));
  weights.forEach((row, head) => {
    for (let j = 0; j < seen; j++) {
      const weight = row[j]!;
      for (let c = head * d; c < (head + 1) * d; c++) output[c]! += weight * v[j * model + c]!;
    }
  });
  return { output, weights };
}

/** Entry `batch` of a (batch, row, column) tensor. */
function entry({ data, shape: [, rows = 0, columns = 0] }: Inputs[string], batch: number): Float32Array {
  return data.subarray(batch * rows * columns, (batch + 1) * rows * columns);
}

/** One batch entry's q, k, v; a layer's are x·Wq, x·Wk, x·Wv. */
function projected(problem: Problem & { sizes: Sizes }, inputs: Inputs, batch: number) {
  if (problem.kind !== 'layer') return { q: entry(inputs.q!, batch), k: entry(inputs.k!, batch), v: entry(inputs.v!, batch) };
  const model = width(problem.sizes);
  const x = entry(inputs.x!, batch);
  const times = (W: ArrayLike<number>) => {
    const all = new Float64Array(x.length);
    for (let i = 0; i < x.length; i += model) all.set(timesMatrix(x.subarray(i, i + model), W, model), i);
    return all;
  };
  return { q: times(inputs.Wq!.data), k: times(inputs.Wk!.data), v: times(inputs.Wv!.data) };
}

export interface Answer {
  /** The checked rows of the output. */
  readonly output: Rows;
  /** The same queries' weights, where the problem wants them: rows of (batch, head, query, key), head by head. */
  readonly weights: Rows;
}

/** The problem's answer in the rows asked for. */
export function reference(problem: Problem, inputs: Inputs, rows: readonly number[]): Answer {
  if (problem.kind === 'gemm') {
    const { a, b } = inputs;
    const n = problem.size;
    return { output: rows.map((i) => timesMatrix(a!.data.subarray(i * n, (i + 1) * n), b!.data, n)), weights: [] };
  }
  const { sizes } = problem;
  const model = width(sizes);
  const entries = new Map<number, ReturnType<typeof projected>>();
  const output: Rows = [];
  const weights: Rows = [];
  for (const row of rows) {
    const [batch, query] = [Math.floor(row / sizes.queries), row % sizes.queries];
    if (!entries.has(batch)) entries.set(batch, projected(problem, inputs, batch));
    const { q, k, v } = entries.get(batch)!;
    const answer = attendRow(q.subarray(query * model, (query + 1) * model), k, v, sizes, query);
    output.push(problem.kind === 'layer' ? timesMatrix(answer.output, inputs.Wo!.data, model) : answer.output);
    if (sizes.weights) weights.push(...answer.weights);
  }
  return { output, weights };
}

/** Where in (batch, head, query, key) the weights of the checked rows stand, in the order of Answer.weights. */
export function weightRows({ heads, queries }: Sizes, rows: readonly number[]): number[] {
  return rows.flatMap((row) => {
    const [batch, query] = [Math.floor(row / queries), row % queries];
    return Array.from({ length: heads }, (_, head) => (batch * heads + head) * queries + query);
  });
}

export interface Errors {
  /** max|error| / max|reference| of the output. */
  readonly output: number;
  /** max|error| of the weights. */
  readonly weights: number;
}

/** NaN anywhere is an infinite error. */
function largest(actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): { error: number; size: number } {
  let [error, size] = [actual.length === expected.length ? 0 : Infinity, 0];
  expected.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      const difference = Math.abs((actual[i]?.[j] ?? NaN) - row[j]!);
      error = difference <= error ? error : Number.isNaN(difference) ? Infinity : difference;
      size = Math.max(size, Math.abs(row[j]!));
    }
  });
  return { error, size };
}

type Numbers = { readonly [Part in keyof Answer]: readonly ArrayLike<number>[] };

export function errors(actual: Numbers, expected: Numbers): Errors {
  const output = largest(actual.output, expected.output);
  return { output: output.error / output.size, weights: largest(actual.weights, expected.weights).error };
}

export const allowed: Errors = { output: 1e-5, weights: 1e-6 };

export const isRight = ({ output, weights }: Errors) => output <= allowed.output && weights <= allowed.weights;
