// Big maps in small pictures.

/** A smaller matrix: the largest value of each block of size×size, so that no strong cell is lost. */
export function poolMax(values: ArrayLike<number>, rows: number, columns: number, size: number) {
  const small = { rows: Math.ceil(rows / size), columns: Math.ceil(columns / size) };
  const pooled = new Float32Array(small.rows * small.columns).fill(-Infinity);
  for (let i = 0; i < rows * columns; i++) {
    const at = Math.floor(i / columns / size) * small.columns + Math.floor((i % columns) / size);
    pooled[at] = Math.max(pooled[at]!, values[i] ?? 0);
  }
  return { ...small, values: pooled };
}
