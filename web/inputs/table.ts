// A table of numbers from a spreadsheet (tabs), CSV (commas, semicolons) or plain text (blanks, [[1, 2], [3, 4]]).
import { readNumber } from './number.js';

export type TableProblem =
  | { readonly problem: 'empty' }
  | { readonly problem: 'ragged'; readonly row: number; readonly expected: number; readonly actual: number }
  | { readonly problem: 'empty-cell' | 'not-a-number' | 'not-finite'; readonly row: number; readonly column: number; readonly text: string }
  | {
      readonly problem: 'too-large';
      readonly rows: number;
      readonly columns: number;
      readonly maxRows: number;
      readonly maxColumns: number;
    };

export type ReadTable = { readonly ok: true; readonly rows: number[][] } | ({ readonly ok: false } & TableProblem);

export interface Limit {
  readonly rows: number;
  readonly columns: number;
}

/** What separates cells: the first of these that occurs; with tabs or semicolons a comma is a decimal comma. */
function separator(text: string): RegExp {
  const bare = text.replace(/"[^"\n]*"/g, ''); // a label may hold anything
  if (bare.includes('\t')) return /\t/;
  if (bare.includes(';')) return /;/;
  if (bare.includes(',')) return text.includes('"') ? /,(?=(?:[^"\n]*"[^"\n]*")*[^"\n]*$)/m : /,/; // not between quotation marks
  return /\s+/;
}

/** "[[1, 2], [3, 4]]", as Python prints a matrix, as lines. */
function unbracket(text: string): string {
  return /^\s*\[/.test(text) ? text.replace(/\]\s*,?\s*\[/g, '\n').replace(/[[\]]/g, '') : text;
}

/** "1,234" keeps its marks and is no number: it could be two different ones. */
const unquote = (cell: string) => cell.trim().replace(/^"(?!\d{1,3}(?:,\d{3})+"$)(.*)"$/, '$1');

function splitCells(text: string): string[][] {
  const plain = unbracket(text.normalize('NFKC')).replace(/\r\n?/g, '\n');
  const between = separator(plain);
  const lines = plain.split('\n').filter((line) => line.trim() !== '');
  const cells = lines.map((line) => (between.source === '\\t' ? line : line.trim()).split(between).map(unquote));
  return trimEnds(cells);
}

/** A separator at the end of a line adds no cell, where every line has one or the line is too long for it. */
function trimEnds(cells: string[][]): string[][] {
  const trails = (line: readonly string[]) => line.length > 1 && line.at(-1) === '';
  const width = cells.reduce((least, { length }) => Math.min(least, length), Infinity);
  const all = cells.every(trails);
  return cells.map((line) => (trails(line) && (all || line.length > width) ? line.slice(0, -1) : line));
}

/** Names, or numbers that count from 1. */
const areNames = (cells: readonly string[]): boolean =>
  !cells.includes('') && (cells.some((cell) => !readNumber(cell).ok) || cells.every((cell, i) => Number(cell) === i + 1));

/** An empty corner, names beside it and names below it: a table with its labels, as this page and spreadsheets write it. */
function isLabelled([head = [], ...lines]: readonly (readonly string[])[]): boolean {
  const [corner, ...columns] = head;
  return corner === '' && columns.length > 0 && lines.length > 0 && areNames(columns) && areNames(lines.map(([name = '']) => name));
}

function readRow(cells: readonly string[], row: number, skipped: number): number[] | TableProblem {
  const numbers: number[] = [];
  for (const [column, text] of cells.entries()) {
    if (column < skipped) continue;
    const read = readNumber(text);
    if (!read.ok) return { problem: read.problem === 'empty' ? 'empty-cell' : read.problem, row, column, text };
    numbers.push(read.value);
  }
  return numbers;
}

/** Rows of equal length within the limit, or the first thing that is wrong and where. Labels are left out. */
export function readTable(text: string, limit: Limit): ReadTable {
  const cells = splitCells(text);
  const labels = isLabelled(cells) ? 1 : 0;
  const [rows, columns] = [cells.length - labels, cells[0]?.length ?? 0];
  if (!rows) return { ok: false, problem: 'empty' };
  const widest = cells.reduce((most, { length }) => Math.max(most, length), 0) - labels;
  if (rows > limit.rows || widest > limit.columns)
    return { ok: false, problem: 'too-large', rows, columns: widest, maxRows: limit.rows, maxColumns: limit.columns };
  const numbers: number[][] = [];
  for (const [row, line] of cells.entries()) {
    if (row < labels) continue;
    if (line.length !== columns) return { ok: false, problem: 'ragged', row, expected: columns - labels, actual: line.length - labels };
    const read = readRow(line, row, labels);
    if (!Array.isArray(read)) return { ok: false, ...read };
    numbers.push(read);
  }
  return { ok: true, rows: numbers };
}

/** A matrix as tab-separated text, as spreadsheets copy and paste it. */
export const writeTable = (rows: readonly (readonly number[])[]): string => rows.map((row) => row.join('\t')).join('\n');
