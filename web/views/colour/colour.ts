// Colour of a number: viridis and cividis for amounts, a purple–orange ramp for signed values.
import { kTables } from './tables.js';

export type RampName = keyof typeof kTables;
export type Rgb = readonly [red: number, green: number, blue: number];

/** (stops, 3): bytes. */
function parseTable(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

const kStops: Readonly<Record<RampName, Uint8Array>> = {
  viridis: parseTable(kTables.viridis),
  cividis: parseTable(kTables.cividis),
  diverging: parseTable(kTables.diverging),
};

/** The ramp at t in [0, 1], linear between its stops; outside values are clamped, NaN counts as 0. */
export function rampColour(ramp: RampName, t: number): Rgb {
  const stops = kStops[ramp];
  const last = stops.length / 3 - 1;
  const place = Math.min(Math.max(t, 0), 1) * last || 0;
  const left = Math.min(Math.floor(place), last - 1);
  const share = place - left;
  const channel = (c: number) => {
    const from = stops[3 * left + c] ?? 0;
    const to = stops[3 * left + 3 + c] ?? 0;
    return Math.round(from + share * (to - from));
  };
  return [channel(0), channel(1), channel(2)];
}

export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** Relative luminance, WCAG 2.2: 0.2126 R + 0.7152 G + 0.0722 B of the linear channels. */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((byte) => {
    const s = byte / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG contrast ratio (L1 + 0.05) / (L2 + 0.05), from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const kBlack: Rgb = [0, 0, 0];
const kWhite: Rgb = [255, 255, 255];

/** Black or white, whichever is easier to read on the colour: the contrast is at least 4.5. */
export function inkOn(background: Rgb): Rgb {
  return contrast(background, kBlack) >= contrast(background, kWhite) ? kBlack : kWhite;
}

/** Place of a value in [low, high], as t in [0, 1]. */
export function unit(value: number, low: number, high: number): number {
  return high > low ? (value - low) / (high - low) : 0;
}

/** The picture of a matrix, one pixel a cell: (rows, columns) values → (rows, columns, 4) bytes. */
export function paintCells(values: ArrayLike<number>, low: number, high: number, ramp: RampName): Uint8ClampedArray<ArrayBuffer> {
  const kShades = 256;
  const shades = Array.from({ length: kShades }, (_, i) => rampColour(ramp, i / (kShades - 1)));
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let i = 0; i < values.length; i++) {
    const t = Math.min(Math.max(unit(values[i] ?? 0, low, high), 0), 1) || 0;
    pixels.set(shades[Math.round(t * (kShades - 1))] ?? kBlack, 4 * i);
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
