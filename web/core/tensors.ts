// Brings what a caller calls a tensor into one form, or says what is wrong with it.
import { AttentionError } from './errors.js';
import type { Tensor, TensorLike } from './types.js';

const elements = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** "2×3×4". */
export const shapeText = (shape: readonly number[]) => shape.join('×') || 'scalar';

function isTensor(value: TensorLike): value is Tensor {
  return 'data' in value && 'shape' in value;
}

/** Checks a tensor's shape against its numbers; flattens nested arrays (rows of equal length) into a matrix. */
export function toTensor(name: string, value: TensorLike): Tensor {
  if (value === null || typeof value !== 'object') throw new AttentionError('not-a-tensor', { name }, `${name} is not a tensor or matrix`);
  return isTensor(value) ? checked(name, value) : fromRows(name, value);
}

function checked(name: string, { data, shape }: Tensor): Tensor {
  const whole =
    Array.isArray(shape) && shape.length >= 1 && shape.length <= 4 && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!whole) throw new AttentionError('bad-shape', { name, shape: String(shape) }, `${name}: shape ${String(shape)} is not 1 to 4 sizes`);
  if (!(data instanceof Float32Array)) throw new AttentionError('not-a-tensor', { name }, `${name}: data is not a Float32Array`);
  if (data.length !== elements(shape))
    throw new AttentionError(
      'bad-shape',
      { name, shape: shapeText(shape), numbers: data.length },
      `${name}: shape ${shapeText(shape)} wants ${elements(shape)} numbers but there are ${data.length}`,
    );
  return { data, shape };
}

function fromRows(name: string, rows: readonly (readonly number[])[]): Tensor {
  const columns = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns)
      throw new AttentionError(
        'ragged',
        { name, row: i, expected: columns, actual: row.length },
        `${name}: row ${i + 1} has ${row.length} numbers but row 1 has ${columns}`,
      );
    row.forEach((value, j) => {
      if (typeof value !== 'number')
        throw new AttentionError('not-a-tensor', { name }, `${name}: row ${i + 1}, column ${j + 1} is not a number`);
      data[i * columns + j] = value;
    });
  });
  return { data, shape: [rows.length, columns] };
}
