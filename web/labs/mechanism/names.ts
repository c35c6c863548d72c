// What rows, matrices and cells are called on the page.
import type { Stage } from '../../core/types.js';
import { AttentionError } from '../../core/errors.js';
import type { MechanismLab } from './lab.js';
import { columnsOf, isPooling, matrixOf, queryName, rolesOf, valueName, type Problem } from './problem.js';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Row names of a matrix; numbers from 1 where it has none. */
export const rowNames = (problem: Problem, name: string | null): string[] =>
  name === null ? ['f'] : range(matrixOf(problem, name).length).map((row) => problem.names[name]?.[row] ?? String(row + 1));

export const columnNames = (count: number) => range(count).map((column) => String(column + 1));

export const queryNames = (problem: Problem) => rowNames(problem, queryName(problem));
export const keyNames = (problem: Problem) => rowNames(problem, problem.roles.k);

/** Names of a stage's columns: keys, or dimensions of the output. */
export function stageColumns(problem: Problem, stage: Stage): string[] {
  return stage === 'output' ? columnNames(columnsOf(matrixOf(problem, valueName(problem))) / problem.heads) : keyNames(problem);
}

export function quoted({ text }: MechanismLab, problem: Problem, name: string | null, row: number, role: 'query' | 'key'): string {
  const own = name === null ? undefined : problem.names[name]?.[row];
  return own ? text('named', { name: own }) : text(`unnamed.${role}`, { number: row + 1 });
}

/** "weights: row 2 (“love”), column 3 (“best”)". */
export function cellTitle(lab: MechanismLab, problem: Problem, stage: Stage, row: number, column: number): string {
  const { text } = lab;
  const values = {
    stage: text(`stage.${stage}`),
    query: quoted(lab, problem, queryName(problem), row, 'query'),
    key: '',
    dimension: column + 1,
  };
  if (stage === 'output') return text(isPooling(problem) ? 'cell.pooled' : 'cell.output', values);
  return text(isPooling(problem) ? 'cell.importance' : 'cell.pair', {
    ...values,
    key: quoted(lab, problem, problem.roles.k, column, 'key'),
  });
}

/** An error of the core in the page's language, with the matrices called as they are here. */
export function errorText({ text, problem }: MechanismLab, error: unknown): string {
  if (!(error instanceof AttentionError)) return text('error', { message: error instanceof Error ? error.message : String(error) });
  const roles: Readonly<Record<string, string | null>> = { q: queryName(problem), k: problem.roles.k, v: valueName(problem) };
  const rename = (value: string | number) => (typeof value === 'string' && roles[value] ? roles[value] : value);
  const values = Object.fromEntries(Object.entries(error.values).map(([name, value]) => [name, rename(value)]));
  const key = `error.${error.code}`;
  const sentence = text(key, values);
  return sentence === key ? text('error', { message: error.message }) : sentence;
}

/** The matrix an error is about, or null. */
export function culprit({ problem }: MechanismLab, error: unknown): string | null {
  if (!(error instanceof AttentionError)) return null;
  const role = error.values.name;
  const names = Object.keys(problem.data);
  return names.find((name) => rolesOf(problem, name).some((played) => played === role)) ?? null;
}
