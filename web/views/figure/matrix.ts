// A small matrix with its numbers, tinted as on the page.
import { kLeanAngle } from '../heatmap/layout.js';
import { shortNumber } from '../number.js';
import { kBaseline, type Drawing, type FigureTable, type Look, type Shape } from './figure.js';
import { inkOf, tint, type InkName } from './inks.js';
import { cut, drawing, kLegendHeight, kMargin, kSize, kSmall, legend, titleAt, type About } from './parts.js';
import { label, textWidth, widest } from './text.js';

export interface MatrixPicture extends About {
  readonly table: FigureTable;
  readonly hue: InkName;
  /** What the strongest tint stands for. */
  readonly bound: number;
  /** Names of the axes; an empty one is left out. */
  readonly rowAxis: string;
  readonly columnAxis: string;
  /** Of a hatched cell in the legend. */
  readonly masked: string;
  /** The number of a cell as text; NaN is "?". */
  text?(row: number, column: number): string;
}

const kCellHeight = 30;
const kLeastCell = 46;
const kGap = 2;
const kMostLabel = 150;
const kNumber = 13;

/** (rows, columns) */
const textsOf = ({ table: { columns, values }, text }: MatrixPicture): string[] =>
  Array.from(values, (value, i) => {
    if (Number.isNaN(value)) return '?';
    return text?.(Math.floor(i / columns.length), i % columns.length) ?? shortNumber(value);
  });

function layout(picture: MatrixPicture) {
  const { rowAxis, columnAxis } = picture;
  const { rows, columns } = picture.table;
  const texts = textsOf(picture);
  const cell = Math.ceil(Math.max(kLeastCell, widest(texts, kNumber) + 12));
  const rowLabel = Math.min(kMostLabel, Math.ceil(widest(rows, kSize)));
  const columnLabel = Math.min(kMostLabel, Math.ceil(widest(columns, kSize)));
  const lean = columnLabel > cell;
  const axis = kSmall + 8;
  const left = kMargin + (rowAxis ? axis : 0) + rowLabel + 8;
  const top = kMargin + 26 + (columnAxis ? axis : 0) + (lean ? Math.ceil(columnLabel * Math.sin(kLeanAngle)) + 12 : 22);
  const tail = lean ? Math.ceil(columnLabel * Math.cos(kLeanAngle)) : 0;
  return {
    texts,
    cell,
    rowLabel,
    columnLabel,
    lean,
    left,
    top,
    tail,
    right: left + columns.length * cell,
    bottom: top + rows.length * kCellHeight,
  };
}

type Layout = ReturnType<typeof layout>;

export function matrixDrawing(picture: MatrixPicture, look: Look): Drawing {
  const place = layout(picture);
  const { shapes: key, right } = keyOf(picture, place.left, place.bottom + 18, look);
  const width = Math.max(place.right + place.tail, right, kMargin + textWidth(picture.title, 16)) + kMargin;
  const height = place.bottom + 18 + kLegendHeight + kMargin;
  return drawing(picture, look, width, height, [
    titleAt(picture.title, look),
    ...labels(picture, place, look),
    ...cells(picture, place, look),
    ...key,
  ]);
}

function labels({ table: { rows, columns }, rowAxis, columnAxis }: MatrixPicture, place: Layout, look: Look): Shape[] {
  const { left, top, right, bottom, cell, lean, rowLabel, columnLabel } = place;
  const [ink, muted] = [inkOf('ink', look), inkOf('muted', look)];
  const text = { kind: 'text', size: kSize, fill: ink } as const;
  const names: Shape[] = rows.map((row, i) => ({
    ...text,
    x: left - 8,
    y: top + (i + 0.5) * kCellHeight + kBaseline * kSize,
    text: cut(row, rowLabel + 1, kSize),
    anchor: 'end',
  }));
  for (const [j, column] of columns.entries()) {
    const x = left + (j + 0.5) * cell;
    const leaning = { x: x + 4, y: top - 6, anchor: 'start', angle: (-kLeanAngle * 180) / Math.PI } as const;
    names.push({
      ...text,
      ...(lean ? leaning : { x, y: top - 8, anchor: 'middle' }),
      text: cut(column, Math.max(columnLabel, cell) + 1, kSize),
    });
  }
  const axis = { kind: 'text', size: kSmall, fill: muted, anchor: 'middle' } as const;
  if (rowAxis) names.push({ ...axis, x: kMargin + kSmall - 2, y: (top + bottom) / 2, text: label(rowAxis), angle: -90 });
  if (columnAxis) names.push({ ...axis, x: (left + right) / 2, y: kMargin + 26 + kSmall, text: label(columnAxis) });
  return names;
}

/** Diagonal lines 6 px apart within a box. */
function hatch(x: number, y: number, width: number, height: number, look: Look): Shape {
  let d = '';
  for (let at = 6; at < width + height; at += 6) {
    const [x1, y1] = at <= height ? [0, at] : [at - height, height];
    const [x2, y2] = at <= width ? [at, 0] : [width, at - width];
    d += `M${x + x1} ${y + y1}L${x + x2} ${y + y2}`;
  }
  return { kind: 'path', d, stroke: inkOf('line', look), strokeWidth: 1.5 };
}

function cells({ table: { rows, columns, values }, hue, bound }: MatrixPicture, { texts, left, top, cell }: Layout, look: Look): Shape[] {
  const shapes: Shape[] = [];
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < columns.length; j++) {
      const value = values[i * columns.length + j]!;
      const masked = value === -Infinity;
      const box = { x: left + j * cell + kGap / 2, y: top + i * kCellHeight + kGap / 2, width: cell - kGap, height: kCellHeight - kGap };
      shapes.push({ kind: 'rect', ...box, radius: 3, fill: tint(hue, masked ? 0 : value / bound, look) });
      if (masked) shapes.push(hatch(box.x, box.y, box.width, box.height, look));
      shapes.push({
        kind: 'text',
        x: box.x + box.width / 2,
        y: box.y + box.height / 2 + kBaseline * kNumber,
        text: texts[i * columns.length + j]!,
        size: kNumber,
        fill: inkOf(masked || Number.isNaN(value) ? 'muted' : 'ink', look),
        anchor: 'middle',
      });
    }
  return shapes;
}

/** The legend: from −bound where a number is negative, else from 0; and the hatching where a cell is masked. */
function keyOf(
  { table: { values }, hue, bound, masked }: MatrixPicture,
  x: number,
  y: number,
  look: Look,
): { shapes: Shape[]; right: number } {
  const low = values.some((value) => Number.isFinite(value) && value < 0) ? -1 : 0;
  const range = legend(
    { low: shortNumber(low * bound), high: shortNumber(bound), colour: (t) => tint(hue, low + t * (1 - low), look) },
    x,
    y,
    look,
  );
  if (!values.includes(-Infinity)) return range;
  const at = range.right + 20;
  const box: Shape = { kind: 'rect', x: at, y: y - 1, width: 20, height: 12, fill: inkOf('sunken', look) };
  const name: Shape = { kind: 'text', x: at + 26, y: y + 10, text: masked, size: kSmall, fill: inkOf('muted', look) };
  return { shapes: [...range.shapes, box, hatch(at, y - 1, 20, 12, look), name], right: at + 26 + textWidth(masked, kSmall) };
}
