// Which parameters each score function has, of what shape, and what they are until someone edits them.
import type { Score, ScoreName } from '../../core/types.js';
import { columnsOf, rowsOf, sizesOf, type Matrix, type ParameterName, type Parameters, type Problem } from './problem.js';

const used: Readonly<Record<ScoreName, readonly (keyof Parameters)[]>> = {
  dot: [],
  'scaled-dot': [],
  euclidean: [],
  'squared-euclidean': [],
  cosine: ['gain'],
  additive: ['W', 'U', 'b', 'v'],
  'tanh-dot': [],
  bilinear: ['W'],
  importance: ['W', 'b', 'v'],
  'importance-conv': ['W', 'b', 'v'],
};

export const scoreNames = Object.keys(used) as readonly ScoreName[];
export const parametersOf = (score: ScoreName) => used[score];
export const matrixParameters = (score: ScoreName) => used[score].filter((name): name is ParameterName => name !== 'gain');

/** f in the formula of importance pooling is `v` in the core. */
export const parameterLabel = (score: ScoreName, name: ParameterName) => (name === 'v' && score.startsWith('importance') ? 'f' : name);

/** Width of the hidden layer: that of an edited or given parameter, else d of the keys (at most 4). */
function hiddenOf(problem: Problem): number {
  if (problem.v) return columnsOf(problem.v);
  if (problem.W && problem.score !== 'bilinear') return rowsOf(problem.W);
  return Math.min(sizesOf(problem).dk, 4);
}

export function parameterShape(problem: Problem, name: ParameterName): readonly [rows: number, columns: number] {
  const { dq, dk } = sizesOf(problem);
  const [q, k, hidden] = [dq / problem.heads, dk / problem.heads, hiddenOf(problem)];
  if (name === 'b' || name === 'v') return [1, hidden];
  if (name === 'U') return [hidden, k];
  if (problem.score === 'bilinear') return [q, k];
  return [hidden, problem.score === 'additive' ? q : problem.score === 'importance-conv' ? 3 * k : k];
}

/** Ones on the diagonal; a convolution starts as the mean of the three positions; v and f are ones, b is 0. */
function standard(score: ScoreName, name: ParameterName, rows: number, columns: number): Matrix {
  const third = score === 'importance-conv' && name === 'W';
  const entry = (i: number, j: number) =>
    name === 'b' ? 0 : name === 'v' ? 1 : third ? (j % (columns / 3) === i ? 0.5 : 0) : i === j ? 1 : 0;
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)));
}

/** A matrix cut or filled up to a size; `fill` gives what is not there. */
export function fit(matrix: Matrix | undefined, fill: Matrix): Matrix {
  return fill.map((row, i) => row.map((value, j) => matrix?.[i]?.[j] ?? value));
}

export function parameterMatrix(problem: Problem, name: ParameterName): Matrix {
  return fit(problem[name], standard(problem.score, name, ...parameterShape(problem, name)));
}

export function scoreOf(problem: Problem): Score {
  const score: { -readonly [key in keyof Score]: Score[key] } = { name: problem.score };
  for (const name of parametersOf(problem.score)) {
    if (name === 'gain') score.gain = problem.gain ?? 1;
    else if (name === 'b' || name === 'v') score[name] = parameterMatrix(problem, name)[0] ?? [];
    else score[name] = parameterMatrix(problem, name);
  }
  return score;
}
