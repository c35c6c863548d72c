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

function linesWhere(values: ArrayLike<number>, columns: number, chosen: (value: number) => boolean): Line[] {
  const lines: Line[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value > 0 && chosen(value)) lines.push({ row: Math.floor(i / columns), column: i % columns, value });
  }
  return lines;
}

/** The `limit` largest positive values of a (rows, columns) matrix, smallest first, so that strong lines lie on top. */
export function chooseLines(values: ArrayLike<number>, columns: number, limit: number): Choice {
  const sorted = Float64Array.from(values).sort();
  const least = sorted[sorted.length - limit] ?? -Infinity;
  const lines = [...linesWhere(values, columns, (value) => value > least), ...linesWhere(values, columns, (value) => value === least)]
    .slice(0, limit)
    .sort((a, b) => a.value - b.value);
  const sum = (numbers: Iterable<number>) => {
    let total = 0;
    for (const number of numbers) total += number;
    return total;
  };
  const total = sum(sorted);
  return { lines, threshold: lines[0]?.value ?? 0, share: total > 0 ? sum(lines.map(({ value }) => value)) / total : 0 };
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
