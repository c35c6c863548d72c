// What only JavaScript can get wrong, checked before anything crosses into the core: not whole, not a number, of
// another type. The core itself checks sizes and ranges.
import { AttentionError } from './errors.js';
import type { AttendOptions, Cell, Mask, Score } from './types.js';

const operation = 'attend';

function refuse(code: string, rule: string, values: Readonly<Record<string, string | number>>): never {
  throw new AttentionError(code, { operation, ...values }, `${operation}: ${rule} but is ${values.actual}`);
}

function checkNumber(name: 'scale' | 'gain', value: number | undefined): void {
  if (value !== undefined && !Number.isFinite(value)) refuse(`bad-${name}`, `${name} must be a finite number`, { actual: String(value) });
}

function checkHeads(name: 'heads' | 'kvHeads', value: number | undefined): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= 1))
    refuse('bad-heads', `${name} must be a whole number of at least 1`, { name, actual: String(value) });
}

function checkLengths(lengths: readonly number[] | undefined): void {
  if (lengths?.length === 0) throw new AttentionError('empty', { operation, name: 'lengths' }, 'attend: lengths is empty');
  lengths?.forEach((length, index) => {
    if (!Number.isInteger(length)) refuse('bad-length', `length ${index + 1} must be a whole number`, { index, actual: String(length) });
  });
}

function checkWindow(window: readonly number[] | undefined): void {
  if (window === undefined) return;
  (['left', 'right'] as const).forEach((name, side) => {
    const value = window[side];
    if (!Number.isInteger(value))
      refuse('bad-window', `the window's ${name} side must be a whole number, or -1 for no bound,`, { name, actual: String(value) });
  });
}

const maskData = { boolean: Uint8Array, additive: Float32Array } as const;

/** A mask of a known kind, with numbers of that kind's type that fill its 1 to 4 axes. */
export function checkMask({ kind, data, shape }: Mask): void {
  const type = (maskData as Readonly<Record<string, typeof Uint8Array | typeof Float32Array>>)[kind];
  if (!type)
    throw new AttentionError(
      'unknown-name',
      { operation, name: 'mask', actual: String(kind) },
      `attend: there is no mask "${String(kind)}"`,
    );
  if (!(data instanceof type)) throw new AttentionError('not-a-tensor', { name: 'mask' }, `mask: data is not a ${type.name}`);
  if (shape.length < 1 || shape.length > 4)
    throw new AttentionError(
      'bad-rank',
      { operation, name: 'mask', actual: shape.length, expected: '1 to 4' },
      `attend: mask has ${shape.length} axes but needs 1 to 4`,
    );
  const expected = shape.reduce((product, axis) => product * axis, 1);
  if (data.length !== expected)
    throw new AttentionError(
      'data-size',
      { operation, name: 'mask', actual: data.length, expected },
      `attend: mask holds ${data.length} numbers but its shape says ${expected}`,
    );
}

export function checkOptions(options: Omit<AttendOptions, 'q' | 'k' | 'v'>, score: Score): void {
  checkNumber('scale', options.scale);
  checkNumber('gain', score.gain);
  checkHeads('heads', options.heads);
  checkHeads('kvHeads', options.kvHeads);
  checkLengths(options.lengths);
  checkWindow(options.window);
  if (options.mask) checkMask(options.mask);
}

/** A cell with all its indices, each a whole number. */
export function wholeCell(cell: Cell): Required<Cell> {
  const whole = { batch: 0, head: 0, ...cell };
  for (const name of ['batch', 'head', 'row', 'column'] as const)
    if (!Number.isInteger(whole[name]))
      throw new AttentionError(
        'out-of-range',
        { operation: 'explain', name, actual: String(whole[name]) },
        `explain: ${name} must be a whole number but is ${String(whole[name])}`,
      );
  return whole;
}
