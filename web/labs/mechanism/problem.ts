// What the lab computes: named matrices, which of them plays q, k and v, and how they are scored.
import type { ScoreName } from '../../core/types.js';

export type Matrix = readonly (readonly number[])[];

/** The numbers a score function needs beside q and k. */
export interface Parameters {
  readonly gain?: number;
  readonly W?: Matrix;
  readonly U?: Matrix;
  /** One row: (1, hidden). */
  readonly b?: Matrix;
  readonly v?: Matrix;
}

export type ParameterName = Exclude<keyof Parameters, 'gain'>;

export interface Settings extends Parameters {
  readonly score: ScoreName;
  /** null: the score function's own (1/√d for 'scaled-dot', else 1). */
  readonly scale: number | null;
  readonly softcap: number;
  readonly temperature: number;
  /** See mask.ts. */
  readonly mask: string;
  readonly heads: number;
}

/** Names of matrices, or 'scores': the article's slip of weighing the scores themselves. */
export interface Roles {
  readonly q?: string;
  readonly k: string;
  readonly v: string;
}

export interface Problem extends Settings {
  readonly data: Readonly<Record<string, Matrix>>;
  readonly roles: Roles;
  /** Row names (words, pixels …) of a matrix. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

export const kMaxRows = 12;
export const kMaxColumns = 16;

export const kSettings: Settings = { score: 'scaled-dot', scale: null, softcap: 0, temperature: 1, mask: 'none', heads: 1 };

export type NumberSetting = 'gain' | 'scale' | 'softcap' | 'temperature';

/** What the core takes: a temperature above 0, a softcap of 0 (none) or more. */
export function allows(name: NumberSetting, value: number): boolean {
  if (!Number.isFinite(Math.fround(value))) return false;
  return name === 'temperature' ? Math.fround(value) > 0 : name === 'softcap' ? value >= 0 : true;
}

export const rowsOf = (matrix: Matrix) => matrix.length;
export const columnsOf = (matrix: Matrix) => matrix[0]?.length ?? 0;
export const matrixOf = (problem: Problem, name: string): Matrix => problem.data[name] ?? [];
export const isPooling = ({ score }: Pick<Settings, 'score'>) => score === 'importance' || score === 'importance-conv';

/** The matrix that asks: none for importance pooling; the keys themselves where the problem names no query. */
export const queryName = (problem: Problem) => (isPooling(problem) ? null : (problem.roles.q ?? problem.roles.k));
export const valueName = ({ roles }: Problem) => (roles.v === 'scores' ? roles.k : roles.v);

/** Matrices in use, in the order q, k, v, each once. */
export function usedNames(problem: Problem): string[] {
  return [...new Set([queryName(problem), problem.roles.k, valueName(problem)].filter((name) => name !== null))];
}

/** 'q', 'k' and 'v' as far as a matrix plays them. */
export function rolesOf(problem: Problem, name: string): ('q' | 'k' | 'v')[] {
  const plays = { q: queryName(problem), k: problem.roles.k, v: problem.roles.v };
  return (['q', 'k', 'v'] as const).filter((role) => plays[role] === name);
}

/** (queries, keys, d of a query, d of a key, d of a value). */
export function sizesOf(problem: Problem) {
  const query = queryName(problem);
  const [q, k, v] = [
    query === null ? [[]] : matrixOf(problem, query),
    matrixOf(problem, problem.roles.k),
    matrixOf(problem, valueName(problem)),
  ];
  return { queries: rowsOf(q), keys: rowsOf(k), dq: columnsOf(q), dk: columnsOf(k), dv: columnsOf(v) };
}
