// Principal components of weighted rows, by orthogonal iteration on their covariance.
import { hashed } from './split.js';

const ROUNDS = 12;

/** Gives a row's first `count` components, scaled together so that the mean square of one is 1. */
export function principalComponents(
  rows: readonly Float64Array[],
  weights: Float64Array,
  count: number,
): (row: Float64Array) => Float64Array {
  const size = rows[0]!.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = new Float64Array(size);
  rows.forEach((row, i) => row.forEach((x, j) => (mean[j]! += (weights[i]! / total) * x)));
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  rows.forEach((row, i) => {
    const apart = row.map((x, j) => x - mean[j]!);
    covariance.forEach((line, a) => {
      const factor = (apart[a]! * weights[i]!) / total;
      for (let b = 0; b < size; b++) line[b]! += factor * apart[b]!;
    });
  });
  let axes = orthonormal(Array.from({ length: count }, (_, k) => Float64Array.from({ length: size }, (_, j) => hashed(`${k} ${j}`) - 0.5)));
  for (let round = 0; round < ROUNDS; round++)
    axes = orthonormal(axes.map((axis) => Float64Array.from(covariance, (line) => dot(line, axis))));
  const project = (row: Float64Array): Float64Array => {
    const apart = row.map((x, j) => x - mean[j]!);
    return Float64Array.from(axes, (axis) => dot(axis, apart));
  };
  const square = rows.reduce((sum, row, i) => sum + (weights[i]! / total) * project(row).reduce((s, x) => s + x * x, 0), 0);
  const scale = Math.sqrt(count / square);
  return (row) => project(row).map((x) => x * scale);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Gram–Schmidt, in place. */
function orthonormal(axes: Float64Array[]): Float64Array[] {
  axes.forEach((axis, k) => {
    for (const earlier of axes.slice(0, k)) {
      const along = dot(axis, earlier);
      earlier.forEach((x, j) => (axis[j]! -= along * x));
    }
    const length = Math.sqrt(dot(axis, axis));
    axis.forEach((x, j) => (axis[j] = x / length));
  });
  return axes;
}
