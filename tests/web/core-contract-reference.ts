// Attention in double precision, cell by cell, from DESIGN.md ("Contracts": Attention) and SEEDS.md (M1–M8).
import type { Mask, ScoreName, Stage } from '../../web/core/index.js';

/** Float32 numbers (batch, head, row, column). */
export interface Block {
  readonly batch: number;
  readonly heads: number;
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

export interface Parameters {
  readonly name: ScoreName;
  readonly gain?: number;
  readonly W?: readonly (readonly number[])[];
  readonly U?: readonly (readonly number[])[];
  readonly b?: readonly number[];
  readonly v?: readonly number[];
}

/** A call of attention, with the past already joined to k and v. */
export interface Problem {
  readonly q?: Block; // (batch, head, query, d)
  readonly k: Block; // (batch, kvHead, past + key, d_k)
  readonly v: Block; // (batch, kvHead, past + key, d_v)
  readonly heads: number;
  readonly queries: number;
  readonly past: number;
  readonly score: Parameters;
  readonly scale?: number;
  readonly softcap?: number;
  readonly temperature?: number;
  readonly mask?: Mask;
  readonly causal?: boolean;
  readonly window?: readonly [number, number];
  readonly lengths?: readonly number[];
}

export type Stages = Record<Stage, Float64Array>;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((x, i) => x * b[i]!));
const norm = (a: readonly number[]) => Math.sqrt(dot(a, a));

export function rowOf({ heads, rows, columns, data }: Block, batch: number, head: number, row: number): number[] {
  const from = ((batch * heads + head) * rows + row) * columns;
  return [...data.subarray(from, from + columns)];
}

export const keyHead = ({ heads, k }: Problem, head: number) => Math.floor(head / (heads / k.heads));

/** x_{j−1}, x_j, x_{j+1} side by side, zeros beyond the ends. */
export function threeRows(x: Block, batch: number, head: number, j: number): number[] {
  const at = (row: number) => (row < 0 || row >= x.rows ? new Array<number>(x.columns).fill(0) : rowOf(x, batch, head, row));
  return [...at(j - 1), ...at(j), ...at(j + 1)];
}

/** vᵀ tanh(parts summed + b) */
function throughTanh({ b, v }: Parameters, ...parts: number[][]): number {
  return sum(v!.map((weight, h) => weight * Math.tanh(sum(parts.map((part) => part[h]!)) + (b?.[h] ?? 0))));
}

const times = (matrix: readonly (readonly number[])[], x: readonly number[]) => matrix.map((row) => dot(row, x));

function scoreOf(problem: Problem, batch: number, head: number, i: number, j: number): number {
  const { score, q: queryBlock, k: keyBlock } = problem;
  const kvHead = keyHead(problem, head);
  const k = rowOf(keyBlock, batch, kvHead, j);
  if (score.name === 'importance') return throughTanh(score, times(score.W!, k));
  if (score.name === 'importance-conv') return throughTanh(score, times(score.W!, threeRows(keyBlock, batch, kvHead, j)));
  const q = rowOf(queryBlock!, batch, head, i);
  switch (score.name) {
    case 'dot':
    case 'scaled-dot':
      return dot(q, k);
    case 'euclidean':
      return -norm(q.map((x, c) => x - k[c]!));
    case 'squared-euclidean':
      return -(norm(q.map((x, c) => x - k[c]!)) ** 2);
    case 'cosine':
      return norm(q) === 0 || norm(k) === 0 ? 0 : ((score.gain ?? 1) * dot(q, k)) / (norm(q) * norm(k));
    case 'additive':
      return throughTanh(score, times(score.W!, q), times(score.U!, k));
    case 'tanh-dot':
      return Math.tanh(dot(q, k));
    case 'bilinear':
      return dot(q, times(score.W!, k));
  }
}

/** What the mask adds to a cell. A mask shorter than the keys hides the rest, also where it has one column (ONNX pads before it broadcasts). */
export function biasOf(mask: Mask | undefined, cell: readonly number[]): number {
  if (!mask) return 0;
  const axes = cell.slice(4 - mask.shape.length);
  const last = mask.shape.length - 1;
  if (axes[last]! >= mask.shape[last]!) return -Infinity;
  const index = mask.shape.reduce((at, size, axis) => at * size + (size === 1 ? 0 : axes[axis]!), 0);
  if (mask.kind === 'additive') return mask.data[index]!;
  return mask.data[index] ? 0 : -Infinity;
}

export function visible({ causal, window, lengths, past, queries }: Problem, batch: number, i: number, j: number): boolean {
  const offset = past > 0 ? past : lengths ? lengths[batch]! - queries : 0;
  if (lengths && j >= lengths[batch]!) return false;
  if (causal && j > i + offset) return false;
  if (!window) return true;
  const [left, right] = window;
  return (left === -1 || j >= i + offset - left) && (right === -1 || j <= i + offset + right);
}

export function softmax(row: readonly number[]): number[] {
  const max = Math.max(...row);
  if (max === -Infinity) return row.map(() => 0);
  const powers = row.map((x) => Math.exp(x - max));
  return powers.map((power) => power / sum(powers));
}

/** One query's row at every stage. */
function rowStages(problem: Problem, batch: number, head: number, i: number): Record<Stage, number[]> {
  const { q, k, v, score: parameters, softcap = 0, temperature = 1 } = problem;
  const scale = problem.scale ?? (parameters.name === 'scaled-dot' ? 1 / Math.sqrt(q!.columns) : 1);
  const keys = [...Array(k.rows).keys()];
  const score = keys.map((j) => scale * scoreOf(problem, batch, head, i, j));
  const capped = score.map((x) => (softcap > 0 ? softcap * Math.tanh(x / softcap) : x));
  const masked = keys.map((j) =>
    visible(problem, batch, i, j) ? capped[j]! / temperature + biasOf(problem.mask, [batch, head, i, j]) : -Infinity,
  );
  const weights = softmax(masked);
  const values = keys.map((j) => rowOf(v, batch, keyHead(problem, head), j));
  const output = [...Array(v.columns).keys()].map((c) =>
    dot(
      weights,
      values.map((value) => value[c]!),
    ),
  );
  return { score, capped, masked, weights, output };
}

export function reference(problem: Problem): Stages {
  const all: Record<Stage, number[]> = { score: [], capped: [], masked: [], weights: [], output: [] };
  for (let batch = 0; batch < problem.k.batch; ++batch)
    for (let head = 0; head < problem.heads; ++head)
      for (let i = 0; i < problem.queries; ++i)
        for (const [stage, row] of Object.entries(rowStages(problem, batch, head, i))) all[stage as Stage].push(...row);
  return Object.fromEntries(Object.entries(all).map(([stage, numbers]) => [stage, Float64Array.from(numbers)])) as Stages;
}
