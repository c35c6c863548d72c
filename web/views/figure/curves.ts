// Curves on log axes, with lines of known steepness beside them.
import type { Reference, Series } from '../chart/log-chart.js';
import { curvePath, kLogMargin, kTickWidth, layoutLog, markerPath, type Axes, type Hue } from '../chart/log-layout.js';
import { powerLine, thinned } from '../chart/scale.js';
import type { Drawing, Line, Look, Shape } from './figure.js';
import { inkOf, type InkName } from './inks.js';
import { drawing, kMargin, kSize, kSmall, titleAt, type About } from './parts.js';
import { label, textWidth } from './text.js';

export interface CurvesPicture extends About {
  readonly series: readonly Series[];
  readonly references: readonly Reference[];
  readonly xTicks: readonly number[];
  /** y from 0, even. */
  readonly linear: boolean;
  readonly xAxis: string;
  readonly yAxis: string;
  xFormat(value: number): string;
  yFormat(value: number): string;
}

const kWidth = 600; // px
const kHead = kMargin + 24;
const kEntry = 20; // px of a line of the legend
const kHues: Readonly<Record<Hue, InkName>> = { plain: 'ink', weights: 'weights', accent: 'accent' };

export function curvesDrawing(picture: CurvesPicture, look: Look): Drawing {
  const { series, references } = picture;
  const inner = layoutLog(picture, kWidth);
  const axes = moved(inner);
  const bottom = axes.box.bottom + kLogMargin.bottom + 8;
  const key = keyOf(picture, bottom, look);
  return drawing(picture, look, kWidth + 2 * kMargin, key.bottom + kMargin - 6, [
    titleAt(picture.title, look),
    ...grid(picture, axes, look),
    ...references.flatMap((reference) => referenceLine(reference, axes, look)),
    ...[...series].reverse().flatMap((one) => curve(one, axes, look)),
    ...key.shapes,
  ]);
}

/** The same places within the margins and below the title. */
function moved({ x, y, box, ...ranges }: Axes): Axes {
  const { left, right, top, bottom } = box;
  return {
    ...ranges,
    x: (value) => kMargin + x(value),
    y: (value) => kHead + y(value),
    box: { left: left + kMargin, right: right + kMargin, top: top + kHead, bottom: bottom + kHead },
  };
}

function grid({ xTicks, xAxis, yAxis, xFormat, yFormat }: CurvesPicture, { yTicks, x, y, box }: Axes, look: Look): Shape[] {
  const text = { kind: 'text', size: kSmall, fill: inkOf('muted', look) } as const;
  const line = { kind: 'line', stroke: inkOf('line', look), strokeWidth: 1 } as const;
  const named = thinned(xTicks, Math.floor((box.right - box.left) / kTickWidth));
  return [
    ...yTicks.flatMap((tick): Shape[] => [
      { ...line, x1: box.left, x2: box.right, y1: y(tick), y2: y(tick) },
      { ...text, x: box.left - 8, y: y(tick) + 4, text: yFormat(tick), anchor: 'end' },
    ]),
    ...xTicks.map((tick): Shape => ({ ...line, x1: x(tick), x2: x(tick), y1: box.top, y2: box.bottom })),
    ...named.map((tick): Shape => ({ ...text, x: x(tick), y: box.bottom + 18, text: xFormat(tick), anchor: 'middle' })),
    { ...text, x: kMargin, y: kHead + 14, text: label(yAxis) },
    { ...text, x: (box.left + box.right) / 2, y: box.bottom + 38, text: label(xAxis), anchor: 'middle' },
  ];
}

const ink = ({ hue }: Series, look: Look) => inkOf(kHues[hue], look);

/** As the style sheet of the chart has them. */
const curveStroke = (one: Series, look: Look) => ({
  stroke: ink(one, look),
  strokeWidth: 2,
  ...(one.hue === 'accent' ? { dash: [6, 3] } : {}),
});

const marker = (one: Series, x: number, y: number, look: Look): Shape => ({
  kind: 'path',
  d: markerPath(one.hue, 1, x, y),
  fill: ink(one, look),
  stroke: inkOf('surface', look),
  strokeWidth: 1.5,
});

const curve = (one: Series, axes: Axes, look: Look): Shape[] => [
  ...(one.points.length > 1 ? [{ kind: 'path', d: curvePath(one.points, axes), ...curveStroke(one, look) } as const] : []),
  ...one.points.map((point) => marker(one, axes.x(point.x), axes.y(point.y), look)),
];

/** Dotted; dashed where it is steep. */
const referenceStroke = ({ slope }: Pick<Reference, 'slope'>, look: Look) => ({
  stroke: inkOf('line-strong', look),
  strokeWidth: 1.25,
  dash: slope > 1 ? [8, 4] : [2, 4],
});

function referenceLine(reference: Reference, { x, y, xRange, yRange }: Axes, look: Look): Line[] {
  const ends = powerLine(reference.through, reference.slope, xRange, yRange);
  if (!ends) return [];
  const [from, to] = ends;
  return [{ kind: 'line', x1: x(from.x), y1: y(from.y), x2: x(to.x), y2: y(to.y), ...referenceStroke(reference, look) }];
}

/** What each line is, wrapped to the width. */
function keyOf({ series, references }: CurvesPicture, top: number, look: Look): { shapes: Shape[]; bottom: number } {
  let [x, y] = [kMargin, top];
  const entry = (words: string, sample: (x: number, y: number) => Shape[]): Shape[] => {
    const width = 40 + textWidth(words, kSize) + 20;
    if (x > kMargin && x + width > kMargin + kWidth) [x, y] = [kMargin, y + kEntry];
    const shapes: Shape[] = [
      ...sample(x, y + 9),
      { kind: 'text', x: x + 40, y: y + 13, text: label(words), size: kSize, fill: inkOf('ink', look) },
    ];
    x += width;
    return shapes;
  };
  const sampleLine = (at: number, height: number, stroke: Omit<Line, 'kind' | 'x1' | 'x2' | 'y1' | 'y2'>): Line => ({
    kind: 'line',
    x1: at,
    x2: at + 32,
    y1: height,
    y2: height,
    ...stroke,
  });
  const shapes = [
    ...series.flatMap((one) =>
      entry(one.name, (at, height) => [sampleLine(at, height, curveStroke(one, look)), marker(one, at + 16, height, look)]),
    ),
    ...references.flatMap((reference) =>
      entry(reference.label, (at, height) => [sampleLine(at, height, referenceStroke(reference, look))]),
    ),
  ];
  return { shapes, bottom: y + kEntry };
}
