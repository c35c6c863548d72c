// Reads what --data names. A file that cannot be used is refused with one sentence that says where and why.
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Everything is held in memory, several times over. */
export const MOST_BYTES = 256 * 2 ** 20;
/** Fewer leave nothing to split. */
export const FEWEST_ROWS = 200;

export interface Source {
  /** Within the data folder. */
  readonly file: string;
  readonly columns: number;
  /** Where such data can be had. */
  readonly from: string;
}

/** The rows of a tab-separated file: at least `columns` cells each. */
export function readRows(folder: string, { file, columns, from }: Source): string[][] {
  const path = join(folder, file);
  if (!existsSync(folder)) throw new DataError(`no folder ${folder}: --data takes a folder with ${file}; ${from}`);
  if (!existsSync(path)) throw new DataError(`no file ${file} in ${folder}; ${from}`);
  const rows = readText(path)
    .split(/\r?\n/)
    .map((line, i) => ({ cells: line.split('\t'), line: i + 1 }))
    .filter(({ cells }) => cells.length > 1 || cells[0]!.trim() !== '');
  for (const { cells, line } of rows)
    if (cells.length < columns)
      throw new DataError(`${path}, line ${line}: ${cells.length} columns, ${columns} are needed (tabs between them)`);
  if (rows.length < FEWEST_ROWS) throw new DataError(`${path}: ${rows.length} rows, at least ${FEWEST_ROWS} are needed`);
  return rows.map(({ cells }) => cells);
}

/** The .txt files of a folder, by name. */
export function readDocuments(folder: string, from: string): { name: string; text: string }[] {
  if (!existsSync(folder)) throw new DataError(`no folder ${folder}: --data takes a folder of .txt files; ${from}`);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort();
  if (names.length < 10) throw new DataError(`${folder}: ${names.length} .txt files, at least 10 are needed; ${from}`);
  const total = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  if (total > MOST_BYTES) throw tooBig(folder, total);
  return names.map((name) => ({ name, text: readText(join(folder, name)) }));
}

/** UTF-8, not empty, not enormous. */
export function readText(path: string): string {
  const { size } = statSync(path);
  if (!statSync(path).isFile()) throw new DataError(`${path} is no file`);
  if (size === 0) throw new DataError(`${path} is empty`);
  if (size > MOST_BYTES) throw tooBig(path, size);
  const start = firstBytes(path);
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff))
    throw new DataError(`${path} is UTF-16: save it as UTF-8`);
  const bytes = readFileSync(path);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(`${path}, line ${firstBadLine(bytes)}: not UTF-8 (is it GBK or Big5?): save it as UTF-8`);
  }
  const zero = text.indexOf('\0');
  if (zero >= 0) throw new DataError(`${path}, line ${text.slice(0, zero).split('\n').length}: a zero byte: this is no text file`);
  if (text.trim() === '') throw new DataError(`${path} is empty`);
  return text;
}

const tooBig = (path: string, size: number): DataError =>
  new DataError(`${path}: ${Math.round(size / 2 ** 20)} MB; at most ${MOST_BYTES / 2 ** 20} MB can be read`);

function firstBytes(path: string): Buffer {
  const start = Buffer.alloc(2);
  const file = openSync(path, 'r');
  readSync(file, start, 0, 2, 0);
  closeSync(file);
  return start;
}

function firstBadLine(bytes: Buffer): number {
  for (let line = 1, from = 0; ; line++) {
    const newline = bytes.indexOf(10, from);
    const part = bytes.subarray(from, newline < 0 ? undefined : newline);
    if (Buffer.from(part.toString('utf8'), 'utf8').compare(part) !== 0) return line;
    if (newline < 0) return line;
    from = newline + 1;
  }
}
