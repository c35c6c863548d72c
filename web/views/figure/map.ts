// A matrix as colours, with its labels, its legend, and its numbers where they fit.
import { inkOn, rampColour, unit } from '../colour/colour.js';
import { kNumberCell } from '../heatmap/draw.js';
import { kLeanAngle, layoutMap } from '../heatmap/layout.js';
import { cellShapes, pooled, type Scale } from './cells.js';
import { kBaseline, type Drawing, type FigureTable, type Look, type Shape } from './figure.js';
import { hex, inkOf } from './inks.js';
import { cut, drawing, kLegendHeight, kMargin, kSmall, legend, rangeOf, titleAt, type About, type Mark } from './parts.js';
import { label, textWidth, widest } from './text.js';

export interface MapPicture extends About, Scale {
  readonly table: FigureTable;
  /** Larger values have the colour of `high`. */
  readonly clipped: boolean;
  readonly mark: Mark | null;
  format(value: number): string;
  /** For numbers in cells. */
  cellFormat(value: number): string;
  readonly rowAxis: string;
  readonly columnAxis: string;
  /** Of numbers in cells: "numbers in %". */
  readonly unit: string;
  /** What is said where cells stand for blocks of `size`×`size` numbers. */
  pooled(size: number): string;
}

const kSide = 900; // px
const kMostCells = 256; // a side: more could not be told apart in this size
const kNumber = 11;
const kGapCell = 7; // px, as on the page
const kHead = kMargin + 26;
const kAxis = kSmall + 8;

function layout({ rows, columns }: FigureTable) {
  const labelWidth = widest([...rows, ...columns], kSmall);
  const map = layoutMap({ rows: rows.length, columns: columns.length, labelWidth, width: kSide, maxHeight: kSide, zoom: 1 });
  const cell = Math.max(1, Math.floor(map.cell));
  const [left, top] = [kMargin + kAxis + map.left, kHead + kAxis + map.top];
  const tail = map.lean ? Math.ceil(Math.min(labelWidth, map.left) * Math.cos(kLeanAngle)) : 0;
  return { ...map, cell, left, top, tail, label: map.left - 8, right: left + columns.length * cell, bottom: top + rows.length * cell };
}

type Place = ReturnType<typeof layout>;

export function mapDrawing(picture: MapPicture, look: Look): Drawing {
  const size = Math.ceil(Math.max(picture.table.rows.length, picture.table.columns.length) / kMostCells);
  const table = pooled(picture.table, size);
  const place = layout(table);
  const { left, top, right, bottom, cell, tail } = place;
  const field = { values: table.values, columns: table.columns.length, x: left, y: top, width: cell, height: cell };
  const key = legend(rangeOf(picture, picture.mark), left, bottom + 18, look);
  const width = Math.max(right + tail, key.right, kMargin + textWidth(picture.title, 16)) + kMargin;
  const about = size > 1 ? { ...picture, caption: picture.caption + picture.pooled(size) } : picture;
  return drawing(about, look, width, bottom + 18 + kLegendHeight + kMargin, [
    titleAt(picture.title, look),
    ...cellShapes(field, picture),
    ...gaps(table, place, look),
    ...numbers(picture, table, place),
    ...names(table, place, look),
    ...axes(picture, place, look),
    ...key.shapes,
  ]);
}

/** Cells stand apart by a thin line. */
function gaps({ rows, columns }: FigureTable, { left, top, right, bottom, cell }: Place, look: Look): Shape[] {
  if (cell < kGapCell) return [];
  const line = (x1: number, y1: number, x2: number, y2: number): Shape => ({
    kind: 'line',
    x1,
    y1,
    x2,
    y2,
    stroke: inkOf('surface', look),
    strokeWidth: 1,
  });
  return [
    ...columns.slice(1).map((_, j) => line(left + (j + 1) * cell, top, left + (j + 1) * cell, bottom)),
    ...rows.slice(1).map((_, i) => line(left, top + (i + 1) * cell, right, top + (i + 1) * cell)),
  ];
}

function numbers({ cellFormat, ramp, low, high }: MapPicture, { columns, values }: FigureTable, { left, top, cell }: Place): Shape[] {
  if (cell < kNumberCell) return [];
  return Array.from(values).flatMap((value, i): Shape[] => {
    const text = cellFormat(value);
    if (textWidth(text, kNumber) > cell) return [];
    const [x, y] = [left + ((i % columns.length) + 0.5) * cell, top + (Math.floor(i / columns.length) + 0.5) * cell + kBaseline * kNumber];
    const fill = hex(inkOn(rampColour(ramp, unit(value, low, high))));
    return [{ kind: 'text', x, y, text, size: kNumber, fill, anchor: 'middle' }];
  });
}

function names({ rows, columns }: FigureTable, { left, top, cell, step, lean, label: room }: Place, look: Look): Shape[] {
  const text = { kind: 'text', size: kSmall, fill: inkOf('ink', look) } as const;
  const shown = (name: string) => cut(name, room + 1, kSmall);
  const side = rows.map((row, i): Shape => ({
    ...text,
    x: left - 6,
    y: top + (i + 0.5) * cell + kBaseline * kSmall,
    text: shown(row),
    anchor: 'end',
  }));
  const head = columns.map((column, j): Shape => {
    const x = left + (j + 0.5) * cell;
    const place = lean ? { x: x + 3, y: top - 6, angle: (-kLeanAngle * 180) / Math.PI } : { x, y: top - 8, anchor: 'middle' as const };
    return { ...text, ...place, text: shown(column) };
  });
  return [side, head].flatMap((all) => all.filter((_, i) => i % step === 0));
}

function axes({ rowAxis, columnAxis, unit: numbersIn }: MapPicture, { left, top, right, bottom, cell }: Place, look: Look): Shape[] {
  const text = { kind: 'text', size: kSmall, fill: inkOf('muted', look), anchor: 'middle' } as const;
  return [
    { ...text, x: kMargin + kSmall - 2, y: (top + bottom) / 2, text: label(rowAxis), angle: -90 },
    { ...text, x: (left + right) / 2, y: kHead + kSmall, text: label(cell < kNumberCell ? columnAxis : `${columnAxis} · ${numbersIn}`) },
  ];
}
