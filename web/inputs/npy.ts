// NPY files, as numpy.save writes them: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
//
// magic "\x93NUMPY" · version, 2 bytes · length of the header, 2 bytes (1.0) or 4 (2.0, 3.0) · header · numbers

export interface NpyMatrix {
  readonly rows: number;
  readonly columns: number;
  /** (rows, columns), row-major; float32, as the core computes. */
  readonly values: Float32Array;
}

/** What is wrong with a file, by a stable code and the values that say what and where. */
export type NpyProblem =
  | { readonly problem: 'npy-empty' | 'npy-not-npy' | 'npy-header' | 'npy-order' }
  | { readonly problem: 'npy-version'; readonly version: string }
  | { readonly problem: 'npy-type'; readonly type: string }
  | { readonly problem: 'npy-shape'; readonly shape: string }
  | { readonly problem: 'npy-truncated'; readonly expected: number; readonly actual: number }
  | { readonly problem: 'npy-not-finite'; readonly row: number; readonly column: number; readonly text: string }
  | {
      readonly problem: 'too-large';
      readonly rows: number;
      readonly columns: number;
      readonly maxRows: number;
      readonly maxColumns: number;
    };

export type ReadNpy = ({ readonly ok: true } & NpyMatrix) | ({ readonly ok: false } & NpyProblem);

type Read = (view: DataView, at: number, little: boolean) => number;

/** Kind and size as in 'descr' → how a number is read. */
const kTypes: Readonly<Record<string, Read>> = {
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => (view.getUint8(at) ? 1 : 0),
};

const kMagic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const kMostHeader = 65_536; // of two dimensions 128 are enough; the format allows 4 GB

export const isNpy = (bytes: Uint8Array): boolean => kMagic.every((byte, i) => bytes[i] === byte);

interface Header {
  readonly type: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly start: number;
}

const wrong = (problem: NpyProblem): ReadNpy => ({ ok: false, ...problem });

function readHeader(bytes: Uint8Array): Header | NpyProblem {
  if (bytes.length === 0) return { problem: 'npy-empty' };
  if (!isNpy(bytes)) return { problem: 'npy-not-npy' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return { problem: 'npy-truncated', expected: 12, actual: bytes.length };
  const [major, minor] = [view.getUint8(6), view.getUint8(7)];
  if (![1, 2, 3].includes(major) || minor !== 0) return { problem: 'npy-version', version: `${major}.${minor}` };
  const before = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > kMostHeader) return { problem: 'npy-header' };
  const start = before + length;
  if (bytes.length < start) return { problem: 'npy-truncated', expected: start, actual: bytes.length };
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(before, start));
  return parseHeader(text, start);
}

/** A Python dict of three known keys in any order: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }. */
function parseHeader(text: string, start: number): Header | NpyProblem {
  const entries = [
    ...text.matchAll(/(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\d\s,L]*)\)|(\[[^\]]*\]))/g),
  ];
  const value = (name: string) => entries.find(([, , key]) => key === name);
  const [descr, order, shape] = [value('descr'), value('fortran_order'), value('shape')];
  if (!/^\s*\{.*\}\s*$/s.test(text) || entries.length !== 3 || !order?.[5] || shape?.[6] === undefined) return { problem: 'npy-header' };
  if (descr?.[4] === undefined)
    return descr?.[7] === undefined ? { problem: 'npy-header' } : { problem: 'npy-type', type: descr[7].slice(0, 40) };
  const sizes = shape[6]
    .split(',')
    .map((part) => part.trim().replace(/L$/, ''))
    .filter(Boolean)
    .map(Number);
  return { type: descr[4].slice(0, 40), fortran: order[5] === 'True', shape: sizes, start };
}

export interface NpyLimit {
  readonly rows: number;
  readonly columns: number;
}

/** A matrix within the limit (one dimension is one row), or the first thing that is wrong. Nothing is reserved before it is checked. */
export function readNpy(bytes: Uint8Array, limit: NpyLimit): ReadNpy {
  const header = readHeader(bytes);
  if ('problem' in header) return wrong(header);
  const { type, fortran, shape, start } = header;
  const [, mark = '', name = ''] = /^([<>|=]?)([a-z]\d+)$/.exec(type) ?? [];
  const read = Object.hasOwn(kTypes, name) ? kTypes[name] : undefined;
  if (!read) return wrong({ problem: 'npy-type', type });
  if (shape.length < 1 || shape.length > 2 || shape.some((size) => !Number.isSafeInteger(size) || size < 1))
    return wrong({ problem: 'npy-shape', shape: `(${shape.slice(0, 8).join(', ')}${shape.length > 8 ? ', …' : ''})` });
  const [rows, columns] = shape.length === 2 ? [shape[0]!, shape[1]!] : [1, shape[0]!];
  if (rows > limit.rows || columns > limit.columns)
    return wrong({ problem: 'too-large', rows, columns, maxRows: limit.rows, maxColumns: limit.columns });
  const size = Number(name.slice(1));
  const expected = start + rows * columns * size;
  if (bytes.length < expected) return wrong({ problem: 'npy-truncated', expected, actual: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const index = fortran ? column * rows + row : row * columns + column;
      const value = read(view, start + index * size, mark !== '>');
      if (!Number.isFinite(Math.fround(value))) return wrong({ problem: 'npy-not-finite', row, column, text: String(value) });
      values[row * columns + column] = value;
    }
  return { ok: true, rows, columns, values };
}
