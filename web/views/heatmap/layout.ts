// Where everything of a heatmap lies, in CSS pixels. No drawing.

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface MapCell {
  readonly row: number;
  readonly column: number;
}

export interface Layout {
  readonly rows: number;
  readonly columns: number;
  /** Side of a cell. */
  readonly cell: number;
  /** Room for the row labels on the left and the column labels on top; they stay while the cells scroll. */
  readonly left: number;
  readonly top: number;
  /** Column labels lie flat, or lean where they are wider than a cell. */
  readonly lean: boolean;
  /** Every step-th label is written. */
  readonly step: number;
  /** Of labels and all cells. */
  readonly content: Size;
  /** What is seen of it at once. */
  readonly view: Size;
}

export interface LayoutInput {
  readonly rows: number;
  readonly columns: number;
  /** Widest label. */
  readonly labelWidth: number;
  readonly width: number;
  readonly maxHeight: number;
  /** 1 fits the whole map into width and height. */
  readonly zoom: number;
}

export const kLeanAngle = Math.PI / 3;
const kMaxCell = 48;
const kMaxLabel = 88;
const kLabelPitch = 16;

export function layoutMap({ rows, columns, labelWidth, width, maxHeight, zoom }: LayoutInput): Layout {
  const label = Math.min(labelWidth, kMaxLabel, width / 4);
  const left = Math.ceil(label) + 8;
  const fit = (room: number, height: number) => Math.min(kMaxCell, Math.max(1, Math.min(room / columns, height / rows)));
  const flatCell = fit(width - left, maxHeight) * zoom;
  const lean = labelWidth > Math.min(flatCell, kMaxCell) - 6;
  const tail = lean ? Math.ceil(label * Math.cos(kLeanAngle)) : 0; // the last label leans out to the right
  const top = lean ? Math.ceil(label * Math.sin(kLeanAngle)) + 14 : 22;
  const cell = Math.min(kMaxCell, fit(width - left - tail, maxHeight - top - 1) * zoom);
  const content = { width: left + columns * cell + tail, height: top + rows * cell + 1 };
  const view = { width: Math.min(width, content.width), height: Math.min(maxHeight, content.height) };
  return { rows, columns, cell, left, top, lean, step: Math.max(1, Math.ceil(kLabelPitch / cell)), content, view };
}

/** Whether a further step of zoom makes cells larger. */
export function canGrow(layout: Layout): boolean {
  return layout.cell < kMaxCell;
}

/** The cell at a point of the view (labels belong to no cell), with the cells scrolled by (x, y). */
export function cellAt(layout: Layout, x: number, y: number, scroll: { x: number; y: number }): MapCell | null {
  if (x < layout.left || y < layout.top) return null;
  const column = Math.floor((x - layout.left + scroll.x) / layout.cell);
  const row = Math.floor((y - layout.top + scroll.y) / layout.cell);
  return row < layout.rows && column < layout.columns ? { row, column } : null;
}

/** How far to scroll so that a cell is wholly seen. */
export function scrollTo(layout: Layout, cell: MapCell, scroll: { x: number; y: number }): { x: number; y: number } {
  const along = (index: number, start: number, room: number) => {
    const near = index * layout.cell;
    const far = near + layout.cell - room;
    return Math.max(0, Math.min(near, Math.max(far, start)));
  };
  return {
    x: along(cell.column, scroll.x, layout.view.width - layout.left),
    y: along(cell.row, scroll.y, layout.view.height - layout.top),
  };
}

/** Where a key leads from a cell; null for a key that does not move. */
export function moveCell(cell: MapCell, key: string, rows: number, columns: number, wholeMap: boolean): MapCell | null {
  const clamp = (index: number, count: number) => Math.min(Math.max(index, 0), count - 1);
  const step = (rowStep: number, columnStep: number) => ({
    row: clamp(cell.row + rowStep, rows),
    column: clamp(cell.column + columnStep, columns),
  });
  const moves: Record<string, () => MapCell> = {
    ArrowUp: () => step(-1, 0),
    ArrowDown: () => step(1, 0),
    ArrowLeft: () => step(0, -1),
    ArrowRight: () => step(0, 1),
    PageUp: () => step(-10, 0),
    PageDown: () => step(10, 0),
    Home: () => ({ row: wholeMap ? 0 : cell.row, column: 0 }),
    End: () => ({ row: wholeMap ? rows - 1 : cell.row, column: columns - 1 }),
  };
  return moves[key]?.() ?? null;
}
