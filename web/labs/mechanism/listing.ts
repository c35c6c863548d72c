// An article's own program, followed by its shapes: where it stops, and why.
import { shapeText } from '../../views/number.js';

export type Shape = readonly number[];

/** A line that cannot run: a text key and its values. */
export class ShapeError extends Error {
  constructor(
    readonly key: string,
    readonly values: Readonly<Record<string, string | number>>,
  ) {
    super(key);
  }
}

const fail = (key: string, values: Readonly<Record<string, string | number>>): never => {
  throw new ShapeError(`listing.${key}`, values);
};

/** Two shapes stretched to one, as NumPy does: equal from the right, or 1. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const at = (shape: Shape, axis: number) => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [at(a, axis), at(b, axis)];
    if (x !== y && x !== 1 && y !== 1) fail('broadcast', { a: shapeText(a), b: shapeText(b), x, y });
    return x === 1 ? y : x;
  });
}

/** (…, n, m)·(…, m, p) → (…, n, p). */
export function matmul(a: Shape, b: Shape): Shape {
  const [inner, outer] = [a.at(-1)!, b.at(-2)!];
  if (inner !== outer) fail('inner', { a: shapeText(a.slice(-2)), b: shapeText(b.slice(-2)), x: inner, y: outer });
  return [...broadcast(a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!];
}

export const transpose = (a: Shape): Shape => [...a.slice(0, -2), a.at(-1)!, a.at(-2)!];
export const sum = (a: Shape, axis: number): Shape => a.filter((_, i) => i !== axis);
/** tanh, softmax along an axis. */
export const same = (a: Shape): Shape => a;

/** A layer made for `width` features. */
export function linear(a: Shape, width: number, out: number): Shape {
  if (a.at(-1) !== width) fail('linear', { a: shapeText(a), x: width, y: a.at(-1)! });
  return [...a.slice(0, -1), out];
}

export function needsAxes(a: Shape, axes: number, out: Shape): Shape {
  if (a.length !== axes) fail('axes', { a: shapeText(a), x: axes, y: a.length });
  return out;
}

export const stop = (key: string): Shape => fail(key, {});

export interface Line {
  readonly code: string;
  /** The name its value gets. */
  readonly name: string;
  shape(values: Readonly<Record<string, Shape>>): Shape;
}

export type LineResult =
  | { readonly code: string; readonly state: 'ran'; readonly shape: Shape }
  | { readonly code: string; readonly state: 'stopped'; readonly error: ShapeError }
  | { readonly code: string; readonly state: 'not-reached' };

/** Runs the lines until one stops. */
export function follow(lines: readonly Line[], given: Readonly<Record<string, Shape>>): LineResult[] {
  const values: Record<string, Shape> = { ...given };
  let stopped = false;
  return lines.map(({ code, name, shape }): LineResult => {
    if (stopped) return { code, state: 'not-reached' };
    try {
      values[name] = shape(values);
      return { code, state: 'ran', shape: values[name] };
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      stopped = true;
      return { code, state: 'stopped', error };
    }
  });
}

/** The error of the line that stopped, or null. */
export const crashOf = (results: readonly LineResult[]): ShapeError | null =>
  results.flatMap((line) => (line.state === 'stopped' ? [line.error] : []))[0] ?? null;
