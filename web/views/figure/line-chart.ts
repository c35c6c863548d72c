// Curves of many points: as the chart of them on the page.
import { drawnPoints, kDashes, layoutLines, type LineHue, type Lines, type LineSeries } from '../chart/line-layout.js';
import { curvePath, kLogMargin } from '../chart/log-layout.js';
import { grid, keyOf, kWidth, moved, type AxisTexts } from './curves.js';
import type { Drawing, Look, Shape } from './figure.js';
import { inkOf, type InkName } from './inks.js';
import { drawing, kMargin, kSmall, titleAt, type About } from './parts.js';
import { label } from './text.js';

export type LineChartPicture = About & Lines & Omit<AxisTexts, 'xTicks'>;

const kHues: Readonly<Record<LineHue, InkName>> = { plain: 'ink', accent: 'accent', faint: 'line-strong', muted: 'muted' };

const strokeOf = ({ hue }: LineSeries, look: Look) => ({
  stroke: inkOf(kHues[hue], look),
  strokeWidth: hue === 'plain' || hue === 'accent' ? 2 : 1.25,
  ...(kDashes[hue].length ? { dash: kDashes[hue] } : {}),
});

export function lineChartDrawing(picture: LineChartPicture, look: Look): Drawing {
  const axes = moved(layoutLines(picture, kWidth));
  const { left, right } = axes.box;
  const curves = [...picture.series].reverse().flatMap((one): Shape[] => {
    const points = drawnPoints(one.points, picture.log, right - left);
    const last = points.at(-1);
    if (!last) return [];
    const tag: Shape[] = one.tag
      ? [
          {
            kind: 'text',
            x: axes.x(last.x) + 4,
            y: axes.y(last.y) - 4,
            text: label(one.tag),
            size: kSmall,
            fill: inkOf('muted', look),
            anchor: 'end',
          },
        ]
      : [];
    return [{ kind: 'path', d: curvePath(points, axes), ...strokeOf(one, look) }, ...tag];
  });
  const entries = picture.series.map((one) => ({ words: one.tag ? `${one.tag} ${one.name}` : one.name, stroke: strokeOf(one, look) }));
  const key = keyOf(entries, axes.box.bottom + kLogMargin.bottom + 8, look);
  return drawing(picture, look, kWidth + 2 * kMargin, key.bottom + kMargin - 6, [
    titleAt(picture.title, look),
    ...grid({ ...picture, xTicks: axes.xTicks }, axes, look),
    ...curves,
    ...key.shapes,
  ]);
}
