// Which lines are drawn: all of a small map, the largest of a big one.

export interface Line {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

export interface Choice {
  readonly lines: readonly Line[];
  /** Smallest value drawn. */
  readonly threshold: number;
  /** Sum of what is drawn ÷ sum of all. */
  readonly share: number;
}

/** The `limit` largest positive values of a (rows, columns) matrix, smallest first, so that strong lines lie on top. */
export function chooseLines(values: ArrayLike<number>, columns: number, limit: number): Choice {
  const all: Line[] = [];
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    total += value;
    if (value > 0) all.push({ row: Math.floor(i / columns), column: i % columns, value });
  }
  const lines = all.sort((a, b) => a.value - b.value).slice(Math.max(0, all.length - limit));
  const drawn = lines.reduce((sum, line) => sum + line.value, 0);
  return { lines, threshold: lines[0]?.value ?? 0, share: total > 0 ? drawn / total : 0 };
}

export type Side = 'query' | 'key';

/** The lines of one token: a row of the matrix for a query, a column for a key. */
export function linesOf(values: ArrayLike<number>, rows: number, columns: number, side: Side, index: number): Line[] {
  const count = side === 'query' ? columns : rows;
  return Array.from({ length: count }, (_, other) => {
    const [row, column] = side === 'query' ? [index, other] : [other, index];
    return { row, column, value: values[row * columns + column] ?? 0 };
  });
}
