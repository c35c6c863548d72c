// Lying bars against a mark, each with its number.
import type { Bar, BarMark } from '../chart/bar-chart.js';
import { layoutBars, type BarLayout } from '../chart/bar-layout.js';
import type { Drawing, Look, Shape, Text } from './figure.js';
import { inkOf } from './inks.js';
import { drawing, kMargin, kSize, kSmall, titleAt, type About } from './parts.js';
import { label, widest } from './text.js';

export interface BarsPicture extends About {
  /** Those that are known. */
  readonly bars: readonly Bar[];
  readonly mark: BarMark | null;
  readonly axis: string;
  readonly remark: string;
  /** A value of the axis as text. */
  format(value: number): string;
}

const kWidth = 760; // px
const kHead = kMargin + 24;

export function barsDrawing(picture: BarsPicture, look: Look): Drawing {
  const { bars, mark } = picture;
  const largest = Math.max(mark?.high ?? 0, ...bars.map(({ value }) => value ?? 0));
  const names = bars.map((bar) => bar.label);
  const layout = layoutBars(bars.length, kWidth, largest, widest(names, kSize));
  const shapes = [
    ...axis(picture, layout, look),
    ...(mark ? rangeOfMark(mark, layout, bars.length, look) : []),
    ...rows(bars, layout, look),
    ...(mark ? lineOfMark(mark, layout, bars.length, look) : []),
  ];
  return drawing(picture, look, kWidth + 2 * kMargin, kHead + layout.height + kMargin, [titleAt(picture.title, look), ...shapes]);
}

const [X, Y] = [kMargin, kHead];

function axis(
  { axis: unit, remark, bars, format }: BarsPicture,
  { ticks, place, top, pitch, valueX, remarkX }: BarLayout,
  look: Look,
): Shape[] {
  const bottom = Y + top + bars.length * pitch;
  const text = { kind: 'text', size: kSmall, fill: inkOf('muted', look) } as const;
  return [
    ...ticks.flatMap((tick): Shape[] => [
      { kind: 'line', x1: X + place(tick), x2: X + place(tick), y1: Y + top - 4, y2: bottom, stroke: inkOf('line', look), strokeWidth: 1 },
      { ...text, x: X + place(tick), y: bottom + 16, text: format(tick), anchor: 'middle' },
    ]),
    { ...text, x: X + valueX, y: Y + 14, text: label(unit), anchor: 'end' },
    { ...text, x: X + remarkX, y: Y + 14, text: label(remark), anchor: 'end' },
  ];
}

function rows(bars: readonly Bar[], { top, pitch, barX, barY, textY, thickness, place, valueX, remarkX }: BarLayout, look: Look): Shape[] {
  return bars.flatMap(({ label: name, value, text, remark, hue }, row): Shape[] => {
    const y = Y + top + row * pitch;
    const words: Omit<Text, 'x' | 'text'> = { kind: 'text', y: y + textY, size: kSize, fill: inkOf('ink', look), anchor: 'end' };
    return [
      { ...words, x: X + barX - 10, text: label(name) },
      {
        kind: 'rect',
        x: X + barX,
        y: y + barY,
        width: Math.max(0, place(value ?? 0) - barX),
        height: thickness,
        fill: inkOf(hue ?? 'line-strong', look),
      },
      { ...words, x: X + valueX, text, bold: true },
      { ...words, x: X + remarkX, text: remark },
    ];
  });
}

const rangeOfMark = ({ low, high }: BarMark, { place, top, pitch }: BarLayout, count: number, look: Look): Shape[] => [
  {
    kind: 'rect',
    x: X + place(low),
    y: Y + top - 6,
    width: Math.max(0, place(high) - place(low)),
    height: count * pitch + 6,
    fill: inkOf('accent', look),
    opacity: 0.16,
  },
];

const lineOfMark = ({ value, label: name }: BarMark, { place, top, pitch }: BarLayout, count: number, look: Look): Shape[] => [
  {
    kind: 'line',
    x1: X + place(value),
    x2: X + place(value),
    y1: Y + top - 6,
    y2: Y + top + count * pitch,
    stroke: inkOf('accent', look),
    strokeWidth: 2,
  },
  {
    kind: 'text',
    x: X + place(value),
    y: Y + top - 12,
    text: label(name),
    size: kSize,
    fill: inkOf('accent', look),
    anchor: 'end',
    bold: true,
  },
];
