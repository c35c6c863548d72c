// What is measured: the cases of the benchmark, and lengths for the curves.
import { cases, lengthCase, type Problem } from '../../core/cases.js';
import type { MeasureWhat } from '../../core/worker/remote.js';
import type { CurveName, SpeedState } from './state.js';

export interface Task {
  /** The name of its case: the same task has the same id. */
  readonly id: string;
  readonly problem: Problem;
  readonly what: MeasureWhat;
  /** Time for the runs after the warm-up. */
  readonly milliseconds: number;
}

/** The case of the sentence at the top. */
export const kFirst = 'attention-1x512x512h8';

const kQuick = 20; // ms: with warm-up and peak about 80 ms a task
const kWhole = 400; // ms
const kShortest = 64; // tokens
/** The core's weights and the copy that is answered stand side by side: a phone has room for this. */
const kMostWeights = 2 ** 28; // bytes
const kLongCase = 16384; // tokens: a run takes seconds, so it is asked for

export type Choices = Pick<SpeedState, 'heads' | 'd'>;

export function lengthTask(curve: CurveName, length: number, { heads, d }: Choices, milliseconds = kWhole): Task {
  const options = { heads, d, causal: curve === 'causal', weights: curve === 'weights' };
  const { name, problem } = lengthCase(length, options);
  return { id: name, problem, what: { length, ...options }, milliseconds };
}

export const caseTask = (name: string, milliseconds = kWhole): Task => {
  const { problem } = cases.find((each) => each.name === name)!;
  return { id: name, problem, what: name, milliseconds };
};

/** 64, 128 … `longest`. */
export function lengthsUpTo(longest: number): number[] {
  const lengths: number[] = [];
  for (let length = kShortest; length <= longest; length *= 2) lengths.push(length);
  return lengths;
}

/** One float32 for each head, query and key. */
export const weightBytes = (length: number, heads: number): number => 4 * heads * length * length;

/** Is there room to keep the weights of this length? */
export const hasRoom = (curve: CurveName, length: number, { heads }: Choices): boolean =>
  curve !== 'weights' || weightBytes(length, heads) <= kMostWeights;

const lengthTasks = (state: SpeedState, lengths: readonly number[], milliseconds: number): Task[] =>
  lengths.flatMap((length) =>
    state.curves.filter((curve) => hasRoom(curve, length, state)).map((curve) => lengthTask(curve, length, state, milliseconds)),
  );

/** A first picture in less than a second. The engine makes code faster as it runs: what the sentence says is measured last. */
export const quickTasks = (state: SpeedState): Task[] => [
  caseTask('gemm-512', 2 * kQuick),
  ...lengthTasks(state, [1024, 256, 64], kQuick),
  caseTask(kFirst, 4 * kQuick),
];

/** Names of the benchmark's cases that belong to the chosen longest length. */
export const caseNames = ({ longest }: Pick<SpeedState, 'longest'>): string[] =>
  cases
    .filter(({ problem }) => problem.kind === 'gemm' || problem.sizes.queries < kLongCase || longest >= kLongCase)
    .map(({ name }) => name);

export const allTasks = (state: SpeedState): Task[] => [
  ...caseNames(state).map((name) => caseTask(name)),
  ...lengthTasks(state, lengthsUpTo(state.longest), kWhole),
];
