// Long vectors as strips of coloured cells, one below the other, folded as on the page.
import { cellsPerLine } from '../strip/fold.js';
import { cellShapes, type Scale } from './cells.js';
import type { Drawing, FigureTable, Look, Shape } from './figure.js';
import { inkOf } from './inks.js';
import { drawing, kLegendHeight, kMargin, kSmall, legend, rangeOf, titleAt, type About } from './parts.js';
import { label } from './text.js';

export interface StripPicture extends About {
  /** Each row is a vector. */
  readonly table: FigureTable;
  /** Colours run from −bound to bound. */
  readonly bound: number;
  format(value: number): string;
}

const kWidth = 640; // px
const kLine = 14; // px of one folded line
const kHead = kMargin + 28;
const kGap = 12;

export function stripDrawing(picture: StripPicture, look: Look): Drawing {
  const { rows, columns, values } = picture.table;
  const perLine = cellsPerLine(columns.length, kWidth);
  const lines = Math.ceil(columns.length / perLine);
  const width = Math.floor(kWidth / perLine);
  const pitch = kSmall + 8 + lines * kLine + kGap;
  const scale: Scale = { ramp: 'diverging', low: -picture.bound, high: picture.bound };
  const shapes = rows.flatMap((row, i): Shape[] => {
    const y = kHead + i * pitch;
    const field = {
      values: values.subarray(i * columns.length, (i + 1) * columns.length),
      columns: perLine,
      x: kMargin,
      y: y + kSmall + 8,
      width,
      height: kLine,
    };
    const name: Shape = { kind: 'text', x: kMargin, y: y + kSmall, text: label(row), size: kSmall, fill: inkOf('muted', look) };
    return [name, ...cellShapes(field, scale)];
  });
  const bottom = kHead + rows.length * pitch;
  const key = legend(rangeOf({ ...scale, clipped: false, format: picture.format }, null), kMargin, bottom, look);
  const height = bottom + kLegendHeight + kMargin;
  return drawing(picture, look, perLine * width + 2 * kMargin, height, [titleAt(picture.title, look), ...shapes, ...key.shapes]);
}
