// Places of a chart of many points along an even x axis from 0, y even or in equal factors: the same on the page and in figures.
import { kLogMargin, type Axes } from './log-layout.js';
import { decades, linearScale, linearTicks, logDomain, logScale, type Point, type Range } from './scale.js';

/** Also tells the dashes. */
export type LineHue = 'plain' | 'accent' | 'faint' | 'muted';

export const kDashes: Readonly<Record<LineHue, readonly number[]>> = { plain: [], accent: [6, 3], faint: [], muted: [2, 3] };

export interface LineSeries {
  readonly id: string;
  readonly name: string;
  readonly hue: LineHue;
  /** Stands at the curve's end where it has no colour of its own. */
  readonly tag?: string;
  /** x ascending. */
  readonly points: readonly Point[];
}

export interface Lines {
  readonly series: readonly LineSeries[];
  /** At least so far to the right. */
  readonly xMost: number;
  /** Equal factors equally far apart; values that are not above 0 are left out. */
  readonly log: boolean;
  /** End of an even y axis; null: of the numbers. */
  readonly yMost: number | null;
}

export type LineAxes = Axes & { readonly xTicks: readonly number[] };

const kTick = 72; // px between named values of x

export function layoutLines({ series, xMost, log, yMost }: Lines, width: number): LineAxes {
  const height = Math.round(Math.max(200, Math.min(300, 0.5 * width)));
  const box = { left: kLogMargin.left, right: width - kLogMargin.right, top: kLogMargin.top, bottom: height - kLogMargin.bottom };
  const furthest = series.reduce((most, { points }) => Math.max(most, points.at(-1)?.x ?? 0), xMost);
  const xTicks = linearTicks(furthest, Math.max(1, Math.floor((box.right - box.left) / kTick))).filter((tick) => tick <= furthest);
  const xRange: Range = [0, furthest];
  const x = linearScale(xRange, [box.left, box.right]);
  const values = series.flatMap(({ points }) => points.map(({ y }) => y)).filter((y) => Number.isFinite(y) && (!log || y > 0));
  if (log) {
    const yRange = logDomain(values);
    return { xRange, yRange, xTicks, yTicks: decades(yRange), box, x, y: logScale(yRange, [box.bottom, box.top]) };
  }
  const yTicks = linearTicks(yMost ?? values.reduce((most, y) => Math.max(most, y), 0), 5);
  const yRange: Range = [0, yTicks.at(-1)!];
  return { xRange, yRange, xTicks, yTicks, box, x, y: linearScale(yRange, [box.bottom, box.top]) };
}

/** At most about 2·`columns` points: of each column of the picture the first, lowest, highest and last. */
export function thinnedPoints(points: readonly Point[], columns: number): readonly Point[] {
  if (points.length <= 2 * columns) return points;
  const size = Math.ceil((4 * points.length) / (2 * columns));
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += size) {
    const column = points.slice(from, from + size);
    const [lowest, highest] = [Math.min, Math.max].map((end) => column.findIndex(({ y }) => y === end(...column.map((point) => point.y))));
    const places = [0, lowest!, highest!, column.length - 1].filter((at) => at >= 0);
    for (const at of [...new Set(places)].sort((a, b) => a - b)) kept.push(column[at]!);
  }
  return kept;
}

const usable = (log: boolean) => (point: Point) => Number.isFinite(point.y) && (!log || point.y > 0);

/** What is drawn of a curve. */
export const drawnPoints = (points: readonly Point[], log: boolean, width: number): readonly Point[] =>
  thinnedPoints(points.filter(usable(log)), Math.max(50, Math.round(width)));

/** The point of a curve nearest to x; undefined beyond its ends by more than `reach`. */
export function pointNear(points: readonly Point[], x: number, reach: number): Point | undefined {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  const [after, before] = [points[low], points[low - 1]];
  const best = after && (!before || after.x - x < x - before.x) ? after : before;
  return best && Math.abs(best.x - x) <= reach ? best : undefined;
}
