// What can be taken out of the page: a picture made of simple shapes, and the numbers behind it.

export type Look = 'light' | 'dark';

export interface Figure {
  /** Stable within a lab: 'weights', 'output', 'head', 'gflops'. */
  readonly id: string;
  /** In the page's language. */
  readonly title: string;
  /** Sentences made from the numbers, in the page's language. */
  readonly caption: string;
  /** All numbers as the core gave them; NaN: not known, or not to be seen. */
  readonly table: FigureTable;
  draw(look: Look): Drawing;
}

export interface FigureTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** (rows, columns), row-major. */
  readonly values: Float32Array;
}

/** A size in px and shapes on it, the first lowest; every colour is a plain one. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly caption: string;
  /** 'en', 'zh-CN': tells which glyphs Chinese characters get. */
  readonly language: string;
  readonly background: string;
  /** Of the caption. */
  readonly ink: string;
  readonly shapes: readonly Shape[];
}

export interface Stroke {
  readonly stroke: string;
  readonly strokeWidth: number;
  /** Lengths of dashes and gaps. */
  readonly dash?: readonly number[];
  readonly opacity?: number;
  readonly round?: boolean;
}

export interface Rect {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  readonly opacity?: number;
  readonly radius?: number;
}

export interface Line extends Stroke {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Path extends Partial<Stroke> {
  readonly kind: 'path';
  /** As in SVG. */
  readonly d: string;
  readonly fill?: string;
  /** Edges on whole pixels: neighbouring cells show no seam. */
  readonly crisp?: boolean;
}

export interface Text {
  readonly kind: 'text';
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** Degrees clockwise about (x, y). */
  readonly angle?: number;
}

export type Shape = Rect | Line | Path | Text;

/** From the middle of a line of text down to its baseline, in sizes of the font. */
export const kBaseline = 0.35;
