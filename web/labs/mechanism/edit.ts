// Changes to matrices: one cell, a pasted table, another size. Each gives new matrices and touches nothing.
import type { CellPlace } from '../../views/matrix/types.js';
import {
  columnsOf,
  kMaxColumns,
  kMaxRows,
  matrixOf,
  queryName,
  rowsOf,
  usedNames,
  valueName,
  type Matrix,
  type Problem,
} from './problem.js';

export const setCell = (matrix: Matrix, at: CellPlace, value: number): Matrix =>
  matrix.map((row, i) => (i === at.row ? row.map((old, j) => (j === at.column ? value : old)) : row));

/** Cut, or filled with 0. */
export const resized = (matrix: Matrix, rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => matrix[i]?.[j] ?? 0));

/** A table laid over a matrix from one cell on; the matrix grows where it must. */
export function overlay(matrix: Matrix, at: CellPlace, table: Matrix): Matrix {
  const rows = Math.max(rowsOf(matrix), at.row + rowsOf(table));
  const columns = Math.max(columnsOf(matrix), at.column + columnsOf(table));
  return resized(matrix, rows, columns).map((row, i) => row.map((old, j) => table[i - at.row]?.[j - at.column] ?? old));
}

/** Score functions that multiply q and k number by number. */
const sharesWidth = ({ score }: Problem) => score !== 'additive' && score !== 'bilinear';

/** The matrix in another size, and with it what must agree: keys with values in rows, queries with keys in columns. */
export function resize(problem: Problem, name: string, rows: number, columns: number): Readonly<Record<string, Matrix>> {
  const query = queryName(problem);
  const [key, value] = [problem.roles.k, valueName(problem)];
  const data: Record<string, Matrix> = {};
  const set = (which: string, r: number, c: number) => (data[which] = resized(data[which] ?? matrixOf(problem, which), r, c));
  const size = (which: string) =>
    [rowsOf(data[which] ?? matrixOf(problem, which)), columnsOf(data[which] ?? matrixOf(problem, which))] as const;
  set(name, Math.min(Math.max(rows, 1), kMaxRows), Math.min(Math.max(columns, 1), kMaxColumns));
  const [r, c] = size(name);
  if (name === key && value !== key) set(value, r, size(value)[1]);
  if (name === value && value !== key) set(key, r, size(key)[1]);
  if (query !== null && sharesWidth(problem)) {
    if (name === query && key !== query) set(key, size(key)[0], c);
    else if (name === key && key !== query) set(query, size(query)[0], c);
  }
  return data;
}

/** The next number of columns that the heads share evenly: the same, or more; less at the limit. */
function wholeHeads(columns: number, heads: number): number {
  const up = Math.ceil(columns / heads) * heads;
  return up <= kMaxColumns ? up : Math.floor(kMaxColumns / heads) * heads;
}

/** Every matrix in a size that agrees: `last` keeps its own, the others follow, the keys before the rest. */
export function fitted(problem: Problem, last: string | null = null): Readonly<Record<string, Matrix>> {
  const names = usedNames(problem);
  const order = new Set([...(last !== null && names.includes(last) ? [last] : []), problem.roles.k, ...names]);
  let data: Readonly<Record<string, Matrix>> = {};
  for (const name of order) {
    const now = { ...problem, data: { ...problem.data, ...data } };
    const matrix = matrixOf(now, name);
    const columns = wholeHeads(columnsOf(matrix), problem.heads);
    data = { ...data, ...resize(now, name, rowsOf(matrix), columns) };
  }
  return data;
}
