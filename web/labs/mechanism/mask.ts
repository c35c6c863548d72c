// A mask as a short text: 'none', 'causal', 'window-1-2' (one to the left, two to the right) or painted: '110,011'.
import type { AttendOptions } from '../../core/types.js';

export type MaskKind = 'none' | 'causal' | 'window' | 'painted';

const windowText = /^window-(\d+)-(\d+)$/;
const paintedText = /^[01]+(,[01]+)*$/;

const isRectangle = (text: string) => new Set(text.split(',').map((line) => line.length)).size === 1;

export const isMask = (text: string) =>
  text === 'none' || text === 'causal' || windowText.test(text) || (paintedText.test(text) && isRectangle(text));

export function maskKind(mask: string): MaskKind {
  if (mask === 'none' || mask === 'causal') return mask;
  return windowText.test(mask) ? 'window' : 'painted';
}

export function windowOf(mask: string): readonly [number, number] {
  const [, left, right] = windowText.exec(mask) ?? [];
  return [Number(left ?? 1), Number(right ?? 1)];
}

/** The painted rows cut or filled (1: attends) to a size. */
function fitPainted(mask: string, rows: number, columns: number): string[] {
  const painted = mask.split(',');
  return Array.from({ length: rows }, (_, i) => (painted[i] ?? '').padEnd(columns, '1').slice(0, columns));
}

/** What the core is asked for. */
export function maskOptions(mask: string, rows: number, columns: number): Pick<AttendOptions, 'mask' | 'causal' | 'window'> {
  switch (maskKind(mask)) {
    case 'none':
      return {};
    case 'causal':
      return { causal: true };
    case 'window':
      return { window: windowOf(mask) };
    case 'painted': {
      const data = Uint8Array.from(fitPainted(mask, rows, columns).join(''), Number);
      return { mask: { kind: 'boolean', data, shape: [rows, columns] } };
    }
  }
}

/** The mask with one cell set; `hidden` says which cells hide now, as the core's masked scores tell. */
export function paint(
  hidden: (row: number, column: number) => boolean,
  rows: number,
  columns: number,
  at: { row: number; column: number },
  attends: boolean,
): string {
  const bit = (row: number, column: number) => (row === at.row && column === at.column ? attends : !hidden(row, column));
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => (bit(row, column) ? '1' : '0')).join(''),
  );
  return lines.some((line) => line.includes('0')) ? lines.join(',') : 'none';
}
