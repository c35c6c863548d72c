// Places of a chart on log axes, and its markers: the same on the page and in figures.
import { decades, linearScale, linearTicks, logDomain, logScale, type Point, type Range } from './scale.js';

export type Hue = 'plain' | 'weights' | 'accent';

export interface Axes {
  readonly xRange: Range;
  readonly yRange: Range;
  readonly yTicks: readonly number[];
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

export const kLogMargin = { left: 64, right: 18, top: 26, bottom: 44 };
export const kTickWidth = 52; // px a named value of the x axis takes

export interface Curves {
  readonly series: readonly { readonly points: readonly Point[] }[];
  readonly references: readonly { readonly through: Point }[];
  /** Values named on the x axis; they also bound it. */
  readonly xTicks: readonly number[];
  /** y from 0, even; else whole decades. */
  readonly linear: boolean;
}

export function layoutLog({ series, references, xTicks, linear }: Curves, width: number): Axes {
  const height = Math.round(Math.max(240, Math.min(380, 0.72 * width)));
  const box = { left: kLogMargin.left, right: width - kLogMargin.right, top: kLogMargin.top, bottom: height - kLogMargin.bottom };
  const xRange: Range = [xTicks[0] ?? 1, xTicks.at(-1) ?? 10];
  const x = logScale(xRange, [box.left, box.right]);
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  if (linear) {
    const yTicks = linearTicks(Math.max(...values, ...references.map(({ through }) => through.y)), 5);
    const yRange: Range = [0, yTicks.at(-1)!];
    return { xRange, yRange, yTicks, box, x, y: linearScale(yRange, [box.bottom, box.top]) };
  }
  const yRange = logDomain(values);
  return { xRange, yRange, yTicks: decades(yRange), box, x, y: logScale(yRange, [box.bottom, box.top]) };
}

const at = (value: number) => Math.round(100 * value) / 100;

/** Circle, square or triangle about (x, y); the square is larger: it is seen behind a circle at the same place. */
export function markerPath(hue: Hue, size = 1, x = 0, y = 0): string {
  const r = 4.5 * size;
  if (hue === 'weights') return `M${at(x - 1.3 * r)} ${at(y - 1.3 * r)}h${at(2.6 * r)}v${at(2.6 * r)}h${at(-2.6 * r)}z`;
  if (hue === 'accent') return `M${at(x)} ${at(y - 1.3 * r)}L${at(x + 1.25 * r)} ${at(y + r)}H${at(x - 1.25 * r)}Z`;
  return `M${at(x - r)} ${at(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

export const curvePath = (points: readonly Point[], { x, y }: Pick<Axes, 'x' | 'y'>): string =>
  points.map((point, i) => `${i ? 'L' : 'M'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('');
