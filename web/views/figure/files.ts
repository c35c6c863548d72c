// The numbers of a figure as files for other programs: all of them, whatever the picture leaves out.
import { shortestFloat32 } from '../number.js';
import type { Figure } from './figure.js';
import { plain, printable } from './text.js';

/** "0.1", "-inf", "" for a number that is not known: as numpy, pandas and R read it. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isFinite(value) ? shortestFloat32(value) : value < 0 ? '-inf' : 'inf';
}

/** A spreadsheet runs a cell that begins like a formula: an apostrophe in front makes it text (OWASP, "CSV injection"). */
const harmless = (label: string): string => (/^\s*[=+\-@＝＋－＠\t\r|%]/.test(label) ? `'${label}` : label);

/** Between quotation marks where it must be. */
export const csvField = (text: string): string => (/[",;\r\n\t']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const kByteOrderMark = '\ufeff'; // without it Excel reads Chinese labels in the encoding of the machine

/** RFC 4180 in UTF-8: an empty corner and the names of the columns, then a line for each row with its name first. */
export function csv({ table: { rows, columns, values } }: Figure): string {
  const label = (text: string) => csvField(harmless(printable(plain(text))));
  const width = columns.length;
  const lines = rows.map((row, i) => [label(row), ...Array.from(values.subarray(i * width, (i + 1) * width), numberText)].join(','));
  return kByteOrderMark + [['', ...columns.map(label)].join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

/** JSON has no infinity: "-inf" and "inf" stand as text, null for a number that is not known. */
const jsonNumber = (value: number): string =>
  Number.isNaN(value) ? 'null' : Number.isFinite(value) ? shortestFloat32(value) : JSON.stringify(numberText(value));

export function json({ id, title, caption, table: { rows, columns, values } }: Figure): string {
  const width = columns.length;
  const about = { format: 'attention-lab-figure', version: 1, id, title: plain(title), caption: plain(caption), rows, columns };
  const lines = rows.map((_, i) => `    [${Array.from(values.subarray(i * width, (i + 1) * width), jsonNumber).join(', ')}]`);
  return `${JSON.stringify(about, null, 2).slice(0, -2)},\n  "values": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

const kMagic = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];

/** NPY 1.0: float32, little-endian, C order, shape (rows, columns); the numbers begin at a multiple of 64 bytes. */
export function npy({ table: { rows, columns, values } }: Figure): Uint8Array<ArrayBuffer> {
  const about = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, ${columns.length}), }`;
  const length = Math.ceil((kMagic.length + 2 + about.length + 1) / 64) * 64 - kMagic.length - 2;
  const bytes = new Uint8Array(kMagic.length + 2 + length + 4 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(kMagic);
  view.setUint16(kMagic.length, length, true);
  bytes.set(new TextEncoder().encode(`${about.padEnd(length - 1)}\n`), kMagic.length + 2);
  values.forEach((value, i) => view.setFloat32(kMagic.length + 2 + length + 4 * i, value, true));
  return bytes;
}
