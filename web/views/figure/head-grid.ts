// Layers × heads: a small map for each head, all on one scale of colours.
import { cellShapes, pooled, type Scale } from './cells.js';
import type { Drawing, FigureTable, Look, Shape } from './figure.js';
import { inkOf } from './inks.js';
import { cut, drawing, kLegendHeight, kMargin, kSize, kSmall, legend, rangeOf, titleAt, type About, type Mark } from './parts.js';
import { widest, textWidth } from './text.js';

export interface HeadGridPicture extends About, Scale {
  /** Layer by layer; all maps of one size. */
  readonly heads: readonly {
    readonly layer: string;
    readonly title: string;
    readonly summary: string;
    readonly on: boolean;
    readonly weights: Float32Array;
  }[];
  /** Names of rows and columns of each map. */
  readonly labels: readonly string[];
  readonly clipped: boolean;
  readonly mark: Mark | null;
  readonly off: string;
  format(value: number): string;
  pooled(size: number): string;
}

const kThumb = 160; // px
const kGap = 20;
const kWords = 40; // px below a map for its two lines
const kHead = kMargin + 32;

export function headGridDrawing(picture: HeadGridPicture, look: Look): Drawing {
  const { heads, labels } = picture;
  const layers = [...new Set(heads.map(({ layer }) => layer))];
  const block = Math.ceil(labels.length / kThumb);
  const cells = Math.ceil(labels.length / block);
  const cell = Math.max(1, Math.floor(kThumb / cells));
  const side = cell * cells;
  const pitch = Math.max(kThumb, side) + kGap;
  const left = kMargin + Math.ceil(1.08 * widest(layers, kSize)) + 14;
  const most = Math.max(...layers.map((layer) => heads.filter((head) => head.layer === layer).length));
  const bottom = kHead + layers.length * (side + kWords + kGap);
  const shapes = layers.flatMap((layer, row) => {
    const y = kHead + row * (side + kWords + kGap);
    const name: Shape = {
      kind: 'text',
      x: left - 14,
      y: y + side / 2 + 5,
      text: layer,
      size: kSize,
      fill: inkOf('ink', look),
      anchor: 'end',
      bold: true,
    };
    const members = heads.filter((head) => head.layer === layer);
    return [name, ...members.flatMap((head, i) => thumb(picture, head, { x: left + i * pitch, y, cell, side, block }, look))];
  });
  const key = legend(rangeOf(picture, picture.mark), left, bottom, look);
  const width = Math.max(left + most * pitch - kGap, key.right, kMargin + textWidth(picture.title, 16)) + kMargin;
  const about = block > 1 ? { ...picture, caption: picture.caption + picture.pooled(block) } : picture;
  return drawing(about, look, width, bottom + kLegendHeight + kMargin, [titleAt(picture.title, look), ...shapes, ...key.shapes]);
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly side: number;
  readonly block: number;
}

function thumb(picture: HeadGridPicture, head: HeadGridPicture['heads'][number], { x, y, cell, side, block }: Spot, look: Look): Shape[] {
  const { labels } = picture;
  const small: FigureTable = pooled({ rows: labels, columns: labels, values: head.weights }, block);
  const field = { values: small.values, columns: small.columns.length, x, y, width: cell, height: cell };
  const words = head.on ? head.summary : picture.off;
  return [
    { kind: 'rect', x: x - 1, y: y - 1, width: side + 2, height: side + 2, fill: inkOf('line', look) },
    ...cellShapes(field, picture),
    { kind: 'text', x, y: y + side + 16, text: cut(head.title, kThumb, kSize), size: kSize, fill: inkOf('ink', look), bold: true },
    { kind: 'text', x, y: y + side + 32, text: cut(words, kThumb + kGap - 4, kSmall), size: kSmall, fill: inkOf('muted', look) },
  ];
}
