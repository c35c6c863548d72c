// Draws what is seen of a heatmap onto a canvas.
import { fitText, type Inks } from '../canvas.js';
import { cssColour, inkOn, rampColour, unit, type RampName } from '../colour/colour.js';
import { kLeanAngle, type Layout, type MapCell } from './layout.js';

export interface Picture {
  readonly layout: Layout;
  readonly image: CanvasImageSource; // (rows, columns) pixels
  readonly values: ArrayLike<number>;
  readonly low: number;
  readonly high: number;
  readonly ramp: RampName;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly scroll: { readonly x: number; readonly y: number };
  readonly hovered: MapCell | null;
  readonly selected: MapCell | null;
  readonly format: (value: number) => string;
  readonly inks: Inks;
}

export const kNumberCell = 26; // from this side on a cell has room for its number
const kLeastFrame = 7; // px: smaller frames are not seen
const kGapCell = 7; // from this side on cells stand apart by a thin line

export function drawMap(context: CanvasRenderingContext2D, picture: Picture): void {
  const { layout } = picture;
  context.clearRect(0, 0, layout.view.width, layout.view.height);
  clipped(context, layout.left, layout.top, layout.view.width, layout.view.height, () => drawCells(context, picture));
  drawLabels(context, picture);
}

function clipped(context: CanvasRenderingContext2D, x: number, y: number, right: number, bottom: number, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(x, y, right - x, bottom - y);
  context.clip();
  draw();
  context.restore();
}

/** First and last index seen along one axis. */
function seen(count: number, cell: number, scroll: number, room: number): [first: number, last: number] {
  return [Math.max(0, Math.floor(scroll / cell)), Math.min(count - 1, Math.floor((scroll + room) / cell))];
}

function drawCells(context: CanvasRenderingContext2D, picture: Picture): void {
  const { layout, scroll } = picture;
  const x = layout.left - scroll.x;
  const y = layout.top - scroll.y;
  context.imageSmoothingEnabled = layout.cell < 1;
  context.drawImage(picture.image, 0, 0, layout.columns, layout.rows, x, y, layout.columns * layout.cell, layout.rows * layout.cell);
  if (layout.cell >= kGapCell) drawGaps(context, picture, x, y);
  if (layout.cell >= kNumberCell) drawNumbers(context, picture, x, y);
  for (const cell of [picture.hovered, picture.selected]) if (cell) drawMark(context, picture, cell, x, y);
}

function drawGaps(context: CanvasRenderingContext2D, { layout, inks }: Picture, x: number, y: number): void {
  context.fillStyle = inks.surface;
  for (let i = 1; i < layout.columns; i++) context.fillRect(x + i * layout.cell - 0.5, y, 1, layout.rows * layout.cell);
  for (let i = 1; i < layout.rows; i++) context.fillRect(x, y + i * layout.cell - 0.5, layout.columns * layout.cell, 1);
}

function drawNumbers(context: CanvasRenderingContext2D, picture: Picture, x: number, y: number): void {
  const { layout, scroll, inks } = picture;
  context.font = `11px ${inks.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const [firstRow, lastRow] = seen(layout.rows, layout.cell, scroll.y, layout.view.height);
  const [firstColumn, lastColumn] = seen(layout.columns, layout.cell, scroll.x, layout.view.width);
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const value = picture.values[row * layout.columns + column] ?? 0;
      context.fillStyle = cssColour(inkOn(rampColour(picture.ramp, unit(value, picture.low, picture.high))));
      context.fillText(picture.format(value), x + (column + 0.5) * layout.cell, y + (row + 0.5) * layout.cell);
    }
  }
}

/** Row and column by thin lines, the cell by a double frame that shows on every colour. */
function drawMark(context: CanvasRenderingContext2D, { layout, inks, selected }: Picture, cell: MapCell, x: number, y: number): void {
  const side = Math.max(layout.cell, kLeastFrame);
  const [middleX, middleY] = [x + (cell.column + 0.5) * layout.cell, y + (cell.row + 0.5) * layout.cell];
  drawCross(context, layout, inks, middleX, middleY, x, y);
  const wide = cell === selected ? 2 : 1;
  for (const [colour, width] of [
    ['#000', wide + 2],
    ['#fff', wide],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.strokeRect(middleX - side / 2, middleY - side / 2, side, side);
  }
}

/** The edges of the row and the column; one line through the middle where cells are small. */
function drawCross(
  context: CanvasRenderingContext2D,
  layout: Layout,
  inks: Inks,
  middleX: number,
  middleY: number,
  x: number,
  y: number,
): void {
  const half = layout.cell < kLeastFrame ? [0] : [-layout.cell / 2, layout.cell / 2];
  context.fillStyle = inks.mark;
  for (const shift of half) {
    context.fillRect(x, middleY + shift - 0.5, layout.columns * layout.cell, 1);
    context.fillRect(middleX + shift - 0.5, y, 1, layout.rows * layout.cell);
  }
}

function drawLabels(context: CanvasRenderingContext2D, picture: Picture): void {
  const { layout, scroll, selected, hovered } = picture;
  const { width, height } = layout.view;
  const marked = hovered ?? selected;
  clipped(context, 0, layout.top - 7, layout.left, height, () => {
    for (const row of labelled(layout.rows, layout, scroll.y, height, marked?.row))
      drawRowLabel(context, picture, row, row === marked?.row);
  });
  clipped(context, layout.left - 7, 0, width, layout.top, () => {
    const columns = labelled(layout.columns, layout, scroll.x, width, marked?.column);
    for (const column of columns) drawColumnLabel(context, picture, column, column === marked?.column);
  });
}

/** Every step-th index that is seen, without those that would lie under the marked one. */
export function labelled(count: number, layout: Layout, scroll: number, room: number, marked: number | undefined): number[] {
  const [first, last] = seen(count, layout.cell, scroll, room);
  const list: number[] = [];
  for (let i = Math.ceil(first / layout.step) * layout.step; i <= last; i += layout.step) {
    if (marked === undefined || Math.abs(i - marked) >= layout.step) list.push(i);
  }
  if (marked !== undefined) list.push(marked);
  return list;
}

function setLabelFont(context: CanvasRenderingContext2D, inks: Inks, marked: boolean): void {
  context.font = `${marked ? '600 ' : ''}12px ${inks.font}`;
  context.fillStyle = inks.text;
  context.textBaseline = 'middle';
}

const widthIn = (context: CanvasRenderingContext2D) => (text: string) => context.measureText(text).width;

function drawRowLabel(context: CanvasRenderingContext2D, picture: Picture, row: number, marked: boolean): void {
  const { layout, scroll, inks } = picture;
  setLabelFont(context, inks, marked);
  context.textAlign = 'right';
  const text = fitText(picture.rowLabels[row] ?? '', layout.left - 8, widthIn(context));
  context.fillText(text, layout.left - 6, layout.top + (row + 0.5) * layout.cell - scroll.y);
}

function drawColumnLabel(context: CanvasRenderingContext2D, picture: Picture, column: number, marked: boolean): void {
  const { layout, scroll, inks } = picture;
  setLabelFont(context, inks, marked);
  const text = fitText(picture.columnLabels[column] ?? '', layout.left - 8, widthIn(context));
  context.save();
  context.translate(layout.left + (column + 0.5) * layout.cell - scroll.x, layout.top - 6);
  if (layout.lean) context.rotate(-kLeanAngle);
  context.textAlign = layout.lean ? 'left' : 'center';
  context.fillText(text, 0, layout.lean ? 0 : -4);
  context.restore();
}
