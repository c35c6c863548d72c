import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsDrawing } from '../../../../web/views/figure/bars.js';
import { curvesDrawing } from '../../../../web/views/figure/curves.js';
import type { Drawing, FigureTable, Shape, Text } from '../../../../web/views/figure/figure.js';
import { headGridDrawing } from '../../../../web/views/figure/head-grid.js';
import { linesDrawing } from '../../../../web/views/figure/lines.js';
import { mapDrawing } from '../../../../web/views/figure/map.js';
import { matrixDrawing } from '../../../../web/views/figure/matrix.js';
import { captioned } from '../../../../web/views/figure/paint.js';
import { stripDrawing } from '../../../../web/views/figure/strip.js';
import { svgText } from '../../../../web/views/figure/svg.js';
import { textWidth } from '../../../../web/views/figure/text.js';
import { hostile } from './figures.js';

const about = { title: 'Title', caption: 'Caption.', language: 'en' };
const numbered = (count: number, name = '') => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);
const table = (rows: readonly string[], columns: readonly string[], value: (i: number) => number): FigureTable => ({
  rows,
  columns,
  values: Float32Array.from({ length: rows.length * columns.length }, (_, i) => value(i)),
});
const percent = (value: number) => `${(100 * value).toFixed(0)} %`;

const matrixOf = (numbers: FigureTable) =>
  matrixDrawing({ ...about, table: numbers, hue: 'weights', bound: 1, rowAxis: 'queries', columnAxis: 'keys', masked: 'masked' }, 'light');

const ramp = { ramp: 'viridis', low: 0, high: 1, clipped: false, mark: { value: 0.25, label: 'even' }, format: percent } as const;
const pooled = (size: number) => ` Pooled by ${size}.`;
const mapOf = (numbers: FigureTable) =>
  mapDrawing(
    {
      ...about,
      ...ramp,
      table: numbers,
      pooled,
      rowAxis: 'looks',
      columnAxis: 'is looked at',
      unit: 'in %',
      cellFormat: (value) => (100 * value).toFixed(0),
    },
    'dark',
  );

const side = (count: number) => table(numbered(count, 'q'), numbered(count, 'k'), (i) => ((i * 7) % 97) / 97);

const headsOf = (tokens: number) =>
  headGridDrawing(
    {
      ...about,
      ...ramp,
      heads: [0, 1, 2, 3].map((i) => ({
        layer: `Layer ${1 + (i >> 1)}`,
        title: `Head ${1 + (i % 2)}`,
        summary: 'itself',
        on: i > 0,
        weights: side(tokens).values,
      })),
      labels: numbered(tokens),
      off: 'off',
      pooled,
    },
    'light',
  );

const linesOf = (numbers: FigureTable) =>
  linesDrawing(
    { ...about, table: numbers, queries: 'looks', keys: 'is looked at', drawn: (count, total) => `${count} of ${total}.` },
    'dark',
  );

const bar = (id: string, value: number) => ({ id, label: id, value, text: value.toFixed(1), remark: '1 ms', reading: '' });
const bars = barsDrawing(
  {
    ...about,
    bars: [bar('a rather long name', 10), bar('b', 40)],
    mark: { value: 50, low: 45, high: 52, label: 'peak' },
    axis: 'GFLOP/s',
    remark: 'one call',
    format: String,
  },
  'light',
);
const points = [1, 2, 4].map((x) => ({ x: 64 * x, y: x * x, reading: '' }));
const curves = curvesDrawing(
  {
    ...about,
    series: [
      { id: 'a', name: 'fused', hue: 'plain', points },
      { id: 'b', name: 'kept', hue: 'weights', points },
      { id: 'c', name: 'causal', hue: 'accent', points },
    ],
    references: [{ label: 'slope of n²', slope: 2, through: { x: 64, y: 2 } }],
    xTicks: [64, 128, 256],
    linear: false,
    xAxis: 'tokens',
    yAxis: 'time',
    xFormat: String,
    yFormat: (value) => `${value} ms`,
  },
  'dark',
);
const strip = stripDrawing(
  { ...about, table: table(['one', 'two'], numbered(512), (i) => Math.sin(i)), bound: 1, format: String },
  'light',
);

const drawings: Readonly<Record<string, Drawing>> = {
  matrix: matrixOf(side(3)),
  'matrix of hostile labels': matrixOf(table(hostile, hostile, (i) => i / 64 - 0.5)),
  'matrix with masks': matrixOf(table(['a'], ['b', 'c', 'd'], (i) => [-Infinity, NaN, -0.123456][i]!)),
  map: mapOf(side(14)),
  'map of one cell': mapOf(side(1)),
  'map of hostile labels': mapOf(table(hostile, hostile, (i) => i / 64)),
  'map of 256': mapOf(side(256)),
  heads: headsOf(14),
  'heads of 256': headsOf(256),
  lines: linesOf(side(5)),
  'lines of hostile labels': linesOf(table(hostile, hostile, (i) => i / 64)),
  strip,
  bars,
  curves,
};

const texts = ({ shapes }: Drawing): Text[] => shapes.filter((shape): shape is Text => shape.kind === 'text');
const words = (drawing: Drawing): string[] => texts(drawing).map(({ text }) => text);

function box(shape: Shape): readonly [left: number, top: number, right: number, bottom: number] {
  switch (shape.kind) {
    case 'rect':
      return [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height];
    case 'line':
      return [Math.min(shape.x1, shape.x2), Math.min(shape.y1, shape.y2), Math.max(shape.x1, shape.x2), Math.max(shape.y1, shape.y2)];
    case 'path': {
      const starts = [...shape.d.matchAll(/M([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
      const [xs, ys] = [starts.map(([x]) => x), starts.map(([, y]) => y)];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    }
    case 'text': {
      const width = textWidth(shape.text, shape.size);
      const before = { start: 0, middle: 0.5, end: 1 }[shape.anchor ?? 'start'];
      const [from, to] = [-before * width, (1 - before) * width];
      const turn = ((shape.angle ?? 0) * Math.PI) / 180;
      const [xs, ys] = [
        [from * Math.cos(turn), to * Math.cos(turn)],
        [from * Math.sin(turn), to * Math.sin(turn)],
      ];
      return [shape.x + Math.min(...xs), shape.y + Math.min(...ys), shape.x + Math.max(...xs), shape.y + Math.max(...ys)];
    }
  }
}

for (const [name, drawing] of Object.entries(drawings))
  test(`${name}: everything lies within the picture, in plain colours`, () => {
    for (const whole of [drawing, captioned(drawing)])
      for (const shape of whole.shapes) {
        const [left, top, right, bottom] = box(shape);
        assert.ok(
          left >= 0 && top >= 0 && right <= whole.width && bottom <= whole.height,
          JSON.stringify([shape, whole.width, whole.height]),
        );
        const colours = [shape.kind === 'line' ? undefined : shape.fill, 'stroke' in shape ? shape.stroke : undefined];
        for (const colour of colours) assert.match(colour ?? '#000000', /^#[0-9a-f]{6}$/);
      }
    assert.ok(words(drawing).includes('Title'));
  });

test('a matrix has its labels, its axes and every number; hidden ones are not in it', () => {
  const shown = words(drawings.matrix!);
  for (const text of ['q1', 'q3', 'k2', 'queries', 'keys', '0', '0.072', '0.577']) assert.ok(shown.includes(text), text);
  const masked = words(drawings['matrix with masks']!);
  for (const text of ['−∞', '?', '−0.123', 'masked']) assert.ok(masked.includes(text), text);
});

test('a map has its labels, its legend, and numbers where they fit', () => {
  const shown = words(drawings.map!);
  for (const text of ['q14', 'k14', '100 %', 'even', 'is looked at · in %', '7']) assert.ok(shown.includes(text), text);
  assert.ok(!words(drawings['map of 256']!).includes('7'));
});

test('big maps stay small files: 256×256 in full, larger ones pooled, and the caption says so', () => {
  const whole = drawings['map of 256']!;
  assert.ok(whole.shapes.length < 700, String(whole.shapes.length));
  assert.ok(svgText(whole).length < 1.5e6);
  assert.doesNotMatch(whole.caption, /Pooled/);
  const cells = whole.shapes.flatMap((shape) => (shape.kind === 'path' && shape.crisp ? [...shape.d.matchAll(/h(\d+)/g)] : []));
  assert.equal(
    cells.reduce((sum, [, width]) => sum + Number(width), 0),
    3 * 256 * 256,
    'every cell is drawn, 3 px wide',
  );
  const larger = mapOf(side(512));
  assert.match(larger.caption, /Pooled by 2\.$/);
  assert.ok(svgText(larger).length < 1.5e6);
});

test('heads: a map for each, its words, and a pooled one where it must be', () => {
  const shown = words(drawings.heads!);
  for (const text of ['Layer 1', 'Layer 2', 'Head 2', 'itself', 'off']) assert.ok(shown.includes(text), text);
  assert.match(headsOf(256).caption, /Pooled by 2/);
  assert.equal(headsOf(14).caption, 'Caption.');
});

test('lines: one for each weight above 0, at most 600, and the caption says when some are left out', () => {
  const paths = (drawing: Drawing) => drawing.shapes.filter(({ kind }) => kind === 'path').length;
  assert.equal(paths(drawings.lines!), 24);
  assert.equal(paths(linesOf(side(40))), 600);
  assert.match(linesOf(side(40)).caption, /600 of 1600\./);
});

test('a caption is wrapped to the width of the picture, Chinese without spaces too', () => {
  const narrow = captioned({ ...drawings['map of one cell']!, caption: '这是一个很长的说明，占 93 %。'.repeat(20), language: 'zh-CN' });
  assert.ok(narrow.width >= 360);
  const lines = texts(narrow).filter(({ text }) => text.includes('说明'));
  assert.ok(lines.length > 5 && lines.every(({ text }) => !/^[，。%]/.test(text)));
});
