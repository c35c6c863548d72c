// The colours of tokens.css as plain values, for pictures that leave the page; a test keeps the two equal.
import type { Rgb } from '../colour/colour.js';
import type { Look } from './figure.js';

const kTokens = {
  surface: ['#ffffff', '#1e1e24'],
  sunken: ['#f4f2ed', '#101013'],
  line: ['#dedad2', '#35353f'],
  'line-strong': ['#8b877e', '#77778a'],
  ink: ['#1c1b1a', '#ecebe8'],
  muted: ['#5d5a54', '#a9a8b3'],
  q: ['#1d4ed8', '#93b4ff'],
  k: ['#be123c', '#ff9aab'],
  v: ['#15703a', '#7fd99a'],
  weights: ['#6d28d9', '#c4a5ff'],
  negative: ['#c2570c', '#f59e5b'],
  accent: ['#8a5a00', '#f0c05a'],
} as const;

export type InkName = keyof typeof kTokens;
export const inkNames = Object.keys(kTokens) as readonly InkName[];

export const inkOf = (name: InkName, look: Look): string => kTokens[name][look === 'light' ? 0 : 1];

/** Short names, as the tokens give them to a browser. */
export const kFont =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/** '#rrggbb': what every program that reads SVG understands. */
export const hex = (colour: readonly number[]): string =>
  `#${colour
    .map((byte) =>
      Math.round(Math.min(255, Math.max(0, byte)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

export const rgbOf = (colour: string): Rgb => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;

const linear = (byte: number) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
const byteOf = (part: number) => 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055);

type Triple = readonly [number, number, number];
const times = (rows: readonly Triple[], [x, y, z]: Triple): Triple => rows.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;

// Björn Ottosson's Oklab: linear sRGB → cone responses → cube roots → (lightness, a, b), and back.
const kToCones: readonly Triple[] = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const kToLab: readonly Triple[] = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const kFromLab: readonly Triple[] = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const kFromCones: readonly Triple[] = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];

const toLab = (colour: string) =>
  times(kToLab, times(kToCones, rgbOf(colour).map(linear) as unknown as Triple).map(Math.cbrt) as unknown as Triple);
const fromLab = (lab: Triple) => hex(times(kFromCones, times(kFromLab, lab).map((part) => part ** 3) as unknown as Triple).map(byteOf));

/** color-mix(in oklab, a share, b), as the style sheets mix. */
export function mix(a: string, share: number, b: string): string {
  const [from, to] = [toLab(a), toLab(b)];
  return fromLab(from.map((part, i) => part * share + to[i]! * (1 - share)) as unknown as Triple);
}

/** The tint of a cell at t in [−1, 1]: as in the matrices on the page. */
export const tint = (hue: InkName, t: number, look: Look): string =>
  mix(inkOf(t < 0 ? 'negative' : hue, look), 0.5 * Math.min(1, Math.abs(t)) || 0, inkOf('sunken', look));
