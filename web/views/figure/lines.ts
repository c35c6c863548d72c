// Token-to-token lines: queries on the left, keys on the right, a line as strong as its weight.
import { chooseLines } from '../lines/choose.js';
import { kLimit, kPitch, lineLook, linePath } from '../lines/shape.js';
import { kBaseline, type Drawing, type FigureTable, type Look, type Shape } from './figure.js';
import { inkOf } from './inks.js';
import { cut, drawing, kMargin, kSize, kSmall, titleAt, type About } from './parts.js';
import { label, textWidth, widest } from './text.js';

export interface LinesPicture extends About {
  readonly table: FigureTable;
  readonly queries: string;
  readonly keys: string;
  /** What is drawn where not all can be. */
  drawn(count: number, total: number, threshold: number, share: number): string;
}

const kMostLabel = 160;
const kBoard = 300; // px between the two lists
const kHead = kMargin + 26 + kSmall + 10;

export function linesDrawing(picture: LinesPicture, look: Look): Drawing {
  const { rows, columns, values } = picture.table;
  const { lines, threshold, share } = chooseLines(values, columns.length, kLimit);
  const labelled = [widest([...rows, picture.queries], kSize), widest([...columns, picture.keys], kSize)].map((width) =>
    Math.min(kMostLabel, Math.ceil(width)),
  );
  const left = kMargin + labelled[0]! + 8;
  const right = left + kBoard;
  const width = Math.max(right + 8 + labelled[1]!, kMargin + textWidth(picture.title, 16)) + kMargin;
  const height = kHead + Math.max(rows.length, columns.length) * kPitch + kMargin;
  const strongest = lines.at(-1)?.value || 1;
  const paths = lines.map(({ row, column, value }): Shape => {
    const { width: strokeWidth, opacity } = lineLook(value / strongest);
    return { kind: 'path', d: linePath(row, column, { left, right, top: kHead }), stroke: inkOf('weights', look), strokeWidth, opacity };
  });
  const list = (names: readonly string[], x: number, anchor: 'start' | 'end', room: number): Shape[] =>
    names.map((name, i) => ({
      kind: 'text',
      x,
      y: kHead + (i + 0.5) * kPitch + kBaseline * kSize,
      text: cut(name, room + 1, kSize),
      size: kSize,
      fill: inkOf('ink', look),
      anchor,
    }));
  const side = (text: string, x: number, anchor: 'start' | 'end', name: 'q' | 'k'): Shape => ({
    kind: 'text',
    x,
    y: kMargin + 26 + kSmall,
    text: label(text),
    size: kSmall,
    fill: inkOf(name, look),
    anchor,
    bold: true,
  });
  const some = lines.length < values.length ? ` ${picture.drawn(lines.length, values.length, threshold, share)}` : '';
  return drawing({ ...picture, caption: picture.caption + some }, look, width, height, [
    titleAt(picture.title, look),
    ...paths,
    side(picture.queries, left - 8, 'end', 'q'),
    side(picture.keys, right + 8, 'start', 'k'),
    ...list(rows, left - 8, 'end', labelled[0]!),
    ...list(columns, right + 8, 'start', labelled[1]!),
  ]);
}
