// A figure as a file of each format.
import { csv, json, npy } from './files.js';
import type { Figure, Look } from './figure.js';
import { png } from './paint.js';
import { svgText } from './svg.js';

export const formats = ['png', 'svg', 'csv', 'json', 'npy'] as const;
export type Format = (typeof formats)[number];

const kTypes: Readonly<Record<Format, string>> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  csv: 'text/csv',
  json: 'application/json',
  npy: 'application/octet-stream',
};

const kTexts: Readonly<Partial<Record<Format, (figure: Figure, look: Look) => string>>> = {
  svg: (figure, look) => svgText(figure.draw(look)),
  csv,
  json,
};

export const isText = (format: Format): boolean => kTexts[format] !== undefined;

export const fileName = ({ id }: Pick<Figure, 'id'>, format: Format): string => `attention-lab-${id}.${format}`;

export interface FigureFile {
  readonly name: string;
  readonly blob: Blob;
  /** Of the formats that are text. */
  readonly text?: string;
}

export async function fileOf(figure: Figure, format: Format, look: Look): Promise<FigureFile> {
  const name = fileName(figure, format);
  const text = kTexts[format]?.(figure, look);
  if (text !== undefined) return { name, text, blob: new Blob([text], { type: kTypes[format] }) };
  return { name, blob: format === 'png' ? await png(figure, look) : new Blob([npy(figure)], { type: kTypes[format] }) };
}
