// Names of cells in links: "weights-0-1".
import type { Spot } from './links.js';

export function parseCell(text: string): Spot | null {
  const [name = '', row, column] = text.split('-');
  return row === undefined || column === undefined ? null : { kind: 'stage', name, row: Number(row), column: Number(column) };
}
