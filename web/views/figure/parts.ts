// What several pictures share: the frame of a drawing, labels cut to their room, the legend of a range of colours.
import { fitText } from '../canvas.js';
import { unit } from '../colour/colour.js';
import { colourOf, type Scale } from './cells.js';
import type { Drawing, Look, Shape, Text } from './figure.js';
import { inkOf } from './inks.js';
import { label, textWidth } from './text.js';

export interface About {
  readonly title: string;
  readonly caption: string;
  readonly language: string;
}

export const kMargin = 16;
export const kTitleSize = 15;
export const kSize = 13;
export const kSmall = 12;

export function drawing(about: About, look: Look, width: number, height: number, shapes: readonly Shape[]): Drawing {
  const { title, caption, language } = about;
  const inks = { background: inkOf('surface', look), ink: inkOf('ink', look) };
  return { title, caption, language, width: Math.ceil(width), height: Math.ceil(height), ...inks, shapes };
}

/** Cut to a width, its direction its own. */
export const cut = (text: string, width: number, size: number): string => label(fitText(text, width, (part) => textWidth(part, size)));

export const titleAt = (title: string, look: Look, x = kMargin): Text => ({
  kind: 'text',
  x,
  y: kMargin + kTitleSize - 3,
  text: label(title),
  size: kTitleSize,
  fill: inkOf('ink', look),
  bold: true,
});

export interface Range {
  readonly low: string;
  readonly high: string;
  /** At t in [0, 1]. */
  colour(t: number): string;
  /** A value of note: where it lies, if within, and its name. */
  readonly mark?: { readonly at?: number; readonly label: string };
}

export interface Mark {
  readonly value: number;
  readonly label: string;
}

/** The legend of a ramp from low to high. */
export function rangeOf(scale: Scale & { readonly clipped: boolean; format(value: number): string }, mark: Mark | null): Range {
  const { low, high, clipped, format } = scale;
  const shown = mark && mark.value >= low && mark.value <= high;
  return {
    low: format(low),
    high: (clipped ? '≥\u00a0' : '') + format(high),
    colour: (t) => colourOf(scale, low + t * (high - low)),
    ...(mark ? { mark: { ...(shown ? { at: unit(mark.value, low, high) } : {}), label: mark.label } } : {}),
  };
}

const kStep = 2; // px of one shade: whole pixels show no seam
const kShades = 80;
const kBar = 10;
export const kLegendHeight = 14;

/** "low ▒▒▒▒ high": its shapes, and where they end on the right. */
export function legend({ low, high, colour, mark }: Range, x: number, y: number, look: Look): { shapes: Shape[]; right: number } {
  const baseline = y + kBar;
  const muted = inkOf('muted', look);
  const text = (at: number, words: string): Text => ({ kind: 'text', x: at, y: baseline, text: label(words), size: kSmall, fill: muted });
  const left = Math.ceil(x + textWidth(low, kSmall) + 8);
  const right = left + kStep * kShades;
  const shapes: Shape[] = [
    text(x, low),
    { kind: 'rect', x: left - 1, y: y - 1, width: right - left + 2, height: kBar + 2, fill: inkOf('line', look) },
  ];
  for (let i = 0; i < kShades; i++)
    shapes.push({ kind: 'rect', x: left + kStep * i, y, width: kStep, height: kBar, fill: colour(i / (kShades - 1)) });
  shapes.push(text(right + 8, high));
  let end = right + 8 + textWidth(high, kSmall);
  if (mark?.at !== undefined) {
    const at = {
      kind: 'line',
      x1: left + mark.at * (right - left),
      x2: left + mark.at * (right - left),
      y1: y - 4,
      y2: y + kBar + 4,
    } as const;
    shapes.push({ ...at, stroke: inkOf('surface', look), strokeWidth: 4 }, { ...at, stroke: inkOf('ink', look), strokeWidth: 2 });
  }
  if (mark) {
    shapes.push(text(end + 16, mark.label));
    end += 16 + textWidth(mark.label, kSmall);
  }
  return { shapes, right: end };
}
