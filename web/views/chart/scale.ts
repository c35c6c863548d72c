// Where a value lies on an axis, and which values an axis names.

export type Range = readonly [low: number, high: number];

/** value → px, straight. */
export const linearScale =
  ([low, high]: Range, [from, to]: Range) =>
  (value: number): number =>
    from + ((value - low) / (high - low)) * (to - from);

/** value → px, equal factors equally far apart. */
export const logScale = ([low, high]: Range, range: Range) => {
  const place = linearScale([Math.log(low), Math.log(high)], range);
  return (value: number): number => place(Math.log(value));
};

/** 0, step, 2·step … up to the first that is `most` or more; the step is 1, 2 or 5 times a power of ten. */
export function linearTicks(most: number, count: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * (1 - 1e-9))!;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

const exponent = (value: number) => Math.log10(value);

/** The powers of ten around all values: at least one decade. */
export function logDomain(values: readonly number[]): Range {
  const usable = values.filter((value) => value > 0 && Number.isFinite(value));
  if (usable.length === 0) return [1, 10];
  const low = Math.floor(exponent(Math.min(...usable)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(exponent(Math.max(...usable)) - 1e-9));
  return [10 ** low, 10 ** high];
}

/** Powers of ten in a range. */
export function decades([low, high]: Range): number[] {
  const [first, last] = [Math.ceil(exponent(low) - 1e-9), Math.floor(exponent(high) + 1e-9)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i));
}

/** All of them, or every second, third … counted from the last, so that at most `most` are named. */
export function thinned<T>(ticks: readonly T[], most: number): T[] {
  const step = Math.ceil(ticks.length / Math.max(1, most));
  return ticks.filter((_, i) => (ticks.length - 1 - i) % step === 0);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The part inside the axes of y = y₀ · (x / x₀)^slope, which is straight on log axes; null where none is. */
export function powerLine({ x: x0, y: y0 }: Point, slope: number, xRange: Range, yRange: Range): readonly [Point, Point] | null {
  const yAt = (x: number) => y0 * (x / x0) ** slope;
  const level = y0 >= yRange[0] && y0 <= yRange[1] ? ([...xRange].map((x) => ({ x, y: y0 })) as [Point, Point]) : null;
  if (slope === 0) return level;
  const xAt = (y: number) => x0 * (y / y0) ** (1 / slope);
  const from = Math.max(xRange[0], xAt(yRange[0]));
  const to = Math.min(xRange[1], xAt(yRange[1]));
  if (!(from < to)) return null;
  return [
    { x: from, y: yAt(from) },
    { x: to, y: yAt(to) },
  ];
}
