// Charts of many points: places, thinning, what is read off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnPoints, layoutLines, pointNear, thinnedPoints, type LineSeries } from '../../../web/views/chart/line-layout.js';
import { lineChartDrawing } from '../../../web/views/figure/line-chart.js';

const points = (count: number, y: (x: number) => number) => Array.from({ length: count }, (_, i) => ({ x: i + 1, y: y(i + 1) }));
const series = (ys: (x: number) => number, count = 100): LineSeries => ({
  id: 'loss',
  name: 'Loss',
  hue: 'plain',
  points: points(count, ys),
});

test('x is even from 0 to the furthest point, or as far as is asked', () => {
  const axes = layoutLines({ series: [series((x) => x)], xMost: 400, log: false, yMost: null }, 600);
  assert.deepEqual(
    [axes.xRange, axes.yRange],
    [
      [0, 400],
      [0, 100],
    ],
  );
  assert.equal(axes.x(200), (axes.box.left + axes.box.right) / 2);
  assert.ok(axes.xTicks.every((tick) => tick <= 400) && axes.xTicks.length >= 3);
  assert.equal(layoutLines({ series: [series((x) => x)], xMost: 10, log: false, yMost: null }, 600).xRange[1], 100);
});

test('a log axis has whole decades around what is above 0', () => {
  const axes = layoutLines({ series: [series((x) => (x === 50 ? 0 : 2 / x))], xMost: 1, log: true, yMost: null }, 600);
  assert.deepEqual(axes.yRange, [0.01, 10]);
  assert.deepEqual(axes.yTicks, [0.01, 0.1, 1, 10]);
});

test('nothing to draw still has axes', () => {
  for (const log of [false, true]) {
    const axes = layoutLines({ series: [], xMost: 100, log, yMost: 1 }, 300);
    assert.ok(Number.isFinite(axes.x(50)) && Number.isFinite(axes.y(0.5)));
  }
});

test('thinned curves keep their ends, peaks and valleys, in order', () => {
  const many = points(10_000, (x) => (x === 3333 ? 99 : x === 7777 ? -99 : Math.sin(x)));
  const few = thinnedPoints(many, 200);
  assert.ok(few.length <= 402, String(few.length));
  assert.deepEqual([few[0], few.at(-1)], [many[0], many.at(-1)]);
  for (const x of [3333, 7777])
    assert.ok(
      few.some((point) => point.x === x),
      String(x),
    );
  assert.ok(few.every(({ x }, i) => i === 0 || x > few[i - 1]!.x));
  assert.equal(thinnedPoints(many.slice(0, 300), 200).length, 300);
});

test('what a log axis cannot show is not drawn, nor what is no number', () => {
  const odd = [1, 0, NaN, Infinity, 2].map((y, x) => ({ x, y }));
  assert.deepEqual([drawnPoints(odd, true, 600).length, drawnPoints(odd, false, 600).length], [2, 3]);
});

test('the nearest point, and none beyond reach', () => {
  const some = [1, 10, 20].map((x) => ({ x, y: x }));
  assert.deepEqual([pointNear(some, 14, 5)?.x, pointNear(some, 16, 5)?.x, pointNear(some, 0, 5)?.x], [10, 20, 1]);
  assert.deepEqual([pointNear(some, 30, 5), pointNear([], 3, 5)], [undefined, undefined]);
});

test('the figure has each curve and its name', () => {
  const picture = {
    title: 'T',
    caption: 'C',
    language: 'en',
    series: [series((x) => 1 / x), { ...series((x) => 2 / x, 3), id: 'run', name: 'Earlier', tag: '①', hue: 'muted' as const }],
    xMost: 100,
    log: true,
    yMost: null,
    xAxis: 'step',
    yAxis: 'loss',
    xFormat: String,
    yFormat: String,
  };
  const { shapes } = lineChartDrawing(picture, 'light');
  const texts = shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
  assert.equal(shapes.filter(({ kind }) => kind === 'path').length, 2);
  for (const text of ['T', 'Loss', '① Earlier', '①', 'step', 'loss', '0.1']) assert.ok(texts.includes(text), text);
});
