// Arrow keys in a grid.
import type { CellPlace } from './types.js';

/** Where a key leads from a cell, or null where it leads nowhere. */
export function keyTarget(event: KeyboardEvent, { row, column }: CellPlace, rows: number, columns: number): CellPlace | null {
  const inside = (target: CellPlace) => target.row >= 0 && target.row < rows && target.column >= 0 && target.column < columns;
  const to = (target: CellPlace) => (inside(target) ? target : null);
  const whole = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case 'ArrowUp':
      return to({ row: row - 1, column });
    case 'ArrowDown':
      return to({ row: row + 1, column });
    case 'ArrowLeft':
      return to({ row, column: column - 1 });
    case 'ArrowRight':
      return to({ row, column: column + 1 });
    case 'Home':
      return { row: whole ? 0 : row, column: 0 };
    case 'End':
      return { row: whole ? rows - 1 : row, column: columns - 1 };
    default:
      return null;
  }
}

/** Tab order inside a grid, row by row; null past either end, where Tab leaves the grid. */
export function tabTarget(back: boolean, { row, column }: CellPlace, rows: number, columns: number): CellPlace | null {
  const at = row * columns + column + (back ? -1 : 1);
  return at < 0 || at >= rows * columns ? null : { row: Math.floor(at / columns), column: at % columns };
}

/** Focuses the cell at `place` in the grid around `element`. */
export function focusCell(element: Element, place: CellPlace): void {
  const cell = element.closest('table')?.querySelector<HTMLElement>(`[data-row="${place.row}"][data-column="${place.column}"]`);
  cell?.focus();
  if (cell instanceof HTMLInputElement) cell.select();
}
