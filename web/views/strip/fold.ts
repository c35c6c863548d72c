// How a long row of cells is folded.

const kLeastCell = 4; // px

/** Cells a line so that each is at least 4 px wide: all of them, or a half, a quarter, … */
export function cellsPerLine(count: number, width: number): number {
  let cells = Math.max(1, count);
  while (cells > 1 && width / cells < kLeastCell) cells = Math.ceil(cells / 2);
  return cells;
}
