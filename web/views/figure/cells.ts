// A field of coloured cells. Many are drawn as runs: one path for each of 64 shades, so that 256×256 cells are 64 elements.
import { rampColour, unit, type RampName } from '../colour/colour.js';
import { poolMax } from '../head-grid/pool.js';
import type { FigureTable, Shape } from './figure.js';
import { hex } from './inks.js';

export interface Field {
  /** (rows, columns) */
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly x: number;
  readonly y: number;
  /** Of one cell, whole px. */
  readonly width: number;
  readonly height: number;
}

export interface Scale {
  readonly ramp: RampName;
  readonly low: number;
  readonly high: number;
}

const kMostRects = 1600; // a drawing program stays quick with these, and each keeps its exact colour
const kShades = 64;

export const colourOf = ({ ramp, low, high }: Scale, value: number): string => hex(rampColour(ramp, unit(value, low, high)));

export function cellShapes(field: Field, scale: Scale): Shape[] {
  return field.values.length <= kMostRects ? rects(field, scale) : runs(field, scale);
}

const rects = ({ values, columns, x, y, width, height }: Field, scale: Scale): Shape[] =>
  Array.from(values, (value, i) => ({
    kind: 'rect',
    x: x + (i % columns) * width,
    y: y + Math.floor(i / columns) * height,
    width,
    height,
    fill: colourOf(scale, value),
  }));

/** Neighbours in a row that have the same of 64 shades are one box of that shade's path. */
function runs({ values, columns, x, y, width, height }: Field, { ramp, low, high }: Scale): Shape[] {
  const shadeOf = (i: number) => Math.round(Math.min(Math.max(unit(values[i]!, low, high), 0), 1) * (kShades - 1)) || 0;
  const paths = Array.from({ length: kShades }, () => '');
  for (let from = 0; from < values.length;) {
    const shade = shadeOf(from);
    const end = from - (from % columns) + columns;
    let to = from + 1;
    while (to < end && shadeOf(to) === shade) to++;
    const length = (to - from) * width;
    paths[shade] += `M${x + (from % columns) * width} ${y + Math.floor(from / columns) * height}h${length}v${height}h${-length}z`;
    from = to;
  }
  return paths.flatMap((d, shade) => (d ? [{ kind: 'path', d, fill: hex(rampColour(ramp, shade / (kShades - 1))), crisp: true }] : []));
}

/** A smaller table for the picture alone: the largest of each block of size×size. */
export function pooled({ rows, columns, values }: FigureTable, size: number): FigureTable {
  if (size === 1) return { rows, columns, values };
  const every = (names: readonly string[]) => names.filter((_, i) => i % size === 0);
  return { rows: every(rows), columns: every(columns), values: poolMax(values, rows.length, columns.length, size).values };
}
