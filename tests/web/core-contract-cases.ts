// Seeded problems of every kind the contract names, and how each is handed to the core.
import type { AttendOptions, Mask, Score, ScoreName, Tensor, TensorLike } from '../../web/core/index.js';
import { rowOf } from './core-contract-reference.js';
import type { Block, Parameters, Problem } from './core-contract-reference.js';
import { randomNumbers } from './random.js';

export const scoreNames: readonly ScoreName[] = [
  'dot',
  'scaled-dot',
  'euclidean',
  'squared-euclidean',
  'cosine',
  'additive',
  'tanh-dot',
  'bilinear',
  'importance',
  'importance-conv',
];

export interface Dice {
  /** In [from, to), as a float32. */
  real(from: number, to: number): number;
  /** In from … to. */
  int(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  chance(p: number): boolean;
}

export function diceOf(seed: number): Dice {
  const random = randomNumbers(seed);
  const int = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return {
    real: (from, to) => Math.fround(from + random() * (to - from)),
    int,
    pick: (list) => list[int(0, list.length - 1)]!,
    chance: (p) => random() < p,
  };
}

export function blockOf(dice: Dice, batch: number, heads: number, rows: number, columns: number): Block {
  return { batch, heads, rows, columns, data: Float32Array.from({ length: batch * heads * rows * columns }, () => dice.real(-1.2, 1.2)) };
}

const vector = (dice: Dice, length: number) => Array.from({ length }, () => dice.real(-1, 1));
const matrix = (dice: Dice, rows: number, columns: number) => Array.from({ length: rows }, () => vector(dice, columns));

function parametersOf(dice: Dice, name: ScoreName, dq: number, dk: number): Parameters {
  const hidden = dice.int(1, 9);
  const b = dice.chance(0.5) ? { b: vector(dice, hidden) } : {};
  switch (name) {
    case 'cosine':
      return dice.chance(0.5) ? { name, gain: dice.real(-3, 5) } : { name };
    case 'bilinear':
      return { name, W: matrix(dice, dq, dk) };
    case 'additive':
      return { name, W: matrix(dice, hidden, dq), U: matrix(dice, hidden, dk), v: vector(dice, hidden), ...b };
    case 'importance':
      return { name, W: matrix(dice, hidden, dk), v: vector(dice, hidden), ...b };
    case 'importance-conv':
      return { name, W: matrix(dice, hidden, 3 * dk), v: vector(dice, hidden), ...b };
    default:
      return { name };
  }
}

/** A mask of any shape that broadcasts to these sizes; its last axis may be shorter. */
export function maskOf(dice: Dice, sizes: readonly number[]): Mask {
  const rank = dice.int(1, 4);
  const keys = sizes[3]!;
  const shape = sizes.slice(4 - rank).map((size) => (dice.chance(0.4) ? 1 : size));
  shape[rank - 1] = dice.chance(0.4) ? dice.int(1, keys) : keys;
  const length = shape.reduce((product, size) => product * size, 1);
  const hidden = dice.pick([0.1, 0.3, 0.7]);
  if (dice.chance(0.5)) return { kind: 'boolean', data: Uint8Array.from({ length }, () => (dice.chance(hidden) ? 0 : 1)), shape };
  return { kind: 'additive', data: Float32Array.from({ length }, () => (dice.chance(hidden) ? -Infinity : dice.real(-3, 3))), shape };
}

/** Zero rows now and then: cosine scores them 0, −‖q − k‖ meets q = k. */
function withZeroRows(dice: Dice, block: Block): Block {
  for (let row = 0; row * block.columns < block.data.length; ++row)
    if (dice.chance(0.1)) block.data.fill(0, row * block.columns, (row + 1) * block.columns);
  return block;
}

const maybe = <T>(dice: Dice, p: number, key: string, value: () => T) => (dice.chance(p) ? { [key]: value() } : {});

export interface Sizes {
  readonly queries: number;
  readonly keys: number;
  readonly d: number;
}

export interface Case {
  readonly rank: number;
  readonly problem: Problem;
}

/** A random problem with any of the settings. */
export function caseOf(dice: Dice, name: ScoreName, rank: number, { queries: length, keys, d }: Sizes): Case {
  const pooling = name.startsWith('importance');
  const batch = rank === 2 ? 1 : dice.int(1, 3);
  const kvHeads = rank === 2 ? 1 : dice.pick([1, 1, 2, 3, 4]);
  const heads = rank === 2 || pooling ? kvHeads : dice.pick([1, 2, 3, 4].filter((count) => count % kvHeads === 0));
  const queries = pooling ? 1 : length;
  const past = dice.chance(0.3) ? dice.int(1, 6) : 0;
  const total = past + keys;
  const dk = name === 'additive' || name === 'bilinear' ? dice.int(1, 9) : d;
  const dv = dice.pick([1, 2, 3, 5, 7, 9, 13, 17]);
  const block = (blockHeads: number, rows: number, columns: number) => withZeroRows(dice, blockOf(dice, batch, blockHeads, rows, columns));
  const problem: Problem = {
    ...(pooling ? {} : { q: block(heads, queries, d) }),
    k: block(kvHeads, total, dk),
    v: block(kvHeads, total, dv),
    heads,
    queries,
    past,
    score: parametersOf(dice, name, d, dk),
    ...maybe(dice, 0.3, 'scale', () => dice.real(-0.8, 0.8)),
    ...maybe(dice, 0.3, 'softcap', () => dice.real(0.3, 5)),
    ...maybe(dice, 0.3, 'temperature', () => dice.real(0.5, 4)),
    ...maybe(dice, 0.5, 'mask', () => maskOf(dice, [batch, heads, queries, total])),
    ...maybe(dice, 0.3, 'causal', () => true),
    ...maybe(dice, 0.25, 'window', () => [dice.int(-1, 4), dice.int(-1, 4)]),
    ...maybe(dice, 0.3, 'lengths', () => Array.from({ length: batch }, () => dice.int(0, total))),
  };
  return { rank, problem };
}

/** Rows `from` … `to` of every head, as a block. */
export function rowsOf(block: Block, from: number, to: number): Block {
  const data: number[] = [];
  for (let batch = 0; batch < block.batch; ++batch)
    for (let head = 0; head < block.heads; ++head) for (let row = from; row < to; ++row) data.push(...rowOf(block, batch, head, row));
  return { ...block, rows: to - from, data: Float32Array.from(data) };
}

/** (batch, head, row, column) laid out as (row, column), (batch, row, head·column) or as it is. */
export function tensorOf(block: Block, rank: number): Tensor {
  const { batch, heads, rows, columns, data } = block;
  if (rank === 4) return { data: data.slice(), shape: [batch, heads, rows, columns] };
  if (rank === 2) return { data: data.slice(), shape: [rows, columns] };
  const joined = new Float32Array(data.length);
  for (let b = 0; b < batch; ++b)
    for (let h = 0; h < heads; ++h)
      for (let r = 0; r < rows; ++r) joined.set(rowOf(block, b, h, r), ((b * rows + r) * heads + h) * columns);
  return { data: joined, shape: [batch, rows, heads * columns] };
}

/** The same numbers as nested arrays, or as a part of a larger buffer: all are allowed forms. */
function anyForm(dice: Dice, tensor: Tensor): TensorLike {
  const [rows, columns] = tensor.shape as [number, number];
  if (tensor.shape.length === 2 && dice.chance(0.5))
    return Array.from({ length: rows }, (_, row) => [...tensor.data.subarray(row * columns, (row + 1) * columns)]);
  if (dice.chance(0.5)) return tensor;
  const larger = new Float32Array(tensor.data.length + 8).fill(NaN);
  larger.set(tensor.data, 3);
  return { data: larger.subarray(3, 3 + tensor.data.length), shape: tensor.shape };
}

function scoreOption({ W, U, ...rest }: Parameters, dice: Dice): ScoreName | Score {
  if (Object.keys(rest).length === 1 && !W) return rest.name;
  const tensor = (rows: readonly (readonly number[])[]) =>
    anyForm(dice, { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]!.length] });
  return { ...rest, ...(W ? { W: tensor(W) } : {}), ...(U ? { U: tensor(U) } : {}) };
}

/** The call of the core that means this problem. */
export function optionsOf({ rank, problem }: Case, dice: Dice): AttendOptions {
  const { q, k, v, heads, queries: _queries, past, score, ...rest } = problem;
  const tensor = (block: Block) => anyForm(dice, tensorOf(block, rank));
  return {
    ...rest,
    ...(q ? { q: tensor(q) } : {}),
    k: tensor(rowsOf(k, past, k.rows)),
    v: tensor(rowsOf(v, past, v.rows)),
    score: scoreOption(score, dice),
    ...(rank === 3 ? { heads } : {}),
    ...(rank === 3 && (k.heads !== heads || dice.chance(0.5)) ? { kvHeads: k.heads } : {}),
    ...(past ? { past: { k: tensorOf(rowsOf(k, 0, past), 4), v: tensorOf(rowsOf(v, 0, past), 4) } } : {}),
  };
}
