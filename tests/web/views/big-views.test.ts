import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canGrow, cellAt, layoutMap, moveCell, scrollTo } from '../../../web/views/heatmap/layout.js';
import { labelled } from '../../../web/views/heatmap/draw.js';
import { isWhole, largestColumns } from '../../../web/views/heatmap/table.js';
import { chooseLines, linesOf } from '../../../web/views/lines/choose.js';
import { finePercent } from '../../../web/views/percent.js';
import { cellsPerLine } from '../../../web/views/strip/fold.js';
import { excerpt } from '../../../web/views/explanation.js';
import { poolMax } from '../../../web/views/head-grid/pool.js';
import { fitText } from '../../../web/views/canvas.js';

const map = (rows: number, columns: number, zoom = 1, width = 600) =>
  layoutMap({ rows, columns, labelWidth: 40, width, maxHeight: 700, zoom });

for (const count of [1, 2, 12, 64, 255, 256]) {
  test(`layout of ${count}×${count}: the whole width is used, never more`, () => {
    const layout = map(count, count);
    assert.ok(layout.content.width <= 600 + 1e-6, `${layout.content.width}`);
    assert.ok(layout.cell > 0 && layout.cell <= 48);
    assert.ok(layout.content.height <= 700 + 1e-6, 'the whole map is seen');
    if (layout.cell < 48) assert.ok(layout.content.width > 595 || layout.content.height > 695);
    assert.ok(layout.view.height <= 700);
  });
}

test('layout in 280 px (a phone) keeps most of the width for the cells', () => {
  assert.ok(256 * map(256, 256, 1, 280).cell > 140);
});

test('zoom makes cells larger up to a limit', () => {
  assert.ok(map(64, 64, 2).cell > 1.9 * map(64, 64).cell);
  const most = map(64, 64, 100);
  assert.equal(most.cell, 48);
  assert.equal(canGrow(most), false);
  assert.equal(canGrow(map(64, 64)), true);
});

test('cellAt finds the cell under a point, also scrolled; labels are no cell', () => {
  const layout = map(10, 10);
  const { left, top, cell } = layout;
  assert.deepEqual(cellAt(layout, left + 2.5 * cell, top + 7.5 * cell, { x: 0, y: 0 }), { row: 7, column: 2 });
  assert.deepEqual(cellAt(layout, left + 2.5 * cell, top + 1, { x: cell, y: 3 * cell }), { row: 3, column: 3 });
  assert.equal(cellAt(layout, left - 1, top + 5, { x: 0, y: 0 }), null);
  assert.equal(cellAt(layout, left + 10.1 * cell, top + 5, { x: 0, y: 0 }), null);
});

test('scrollTo brings a cell into view and leaves a seen one alone', () => {
  const layout = map(64, 64, 4);
  const seen = { row: 1, column: 1 };
  assert.deepEqual(scrollTo(layout, seen, { x: 0, y: 0 }), { x: 0, y: 0 });
  const scroll = scrollTo(layout, { row: 63, column: 63 }, { x: 0, y: 0 });
  assert.deepEqual(cellAt(layout, layout.view.width - 1, layout.view.height - 1, scroll), { row: 63, column: 63 });
});

test('keys move within the map', () => {
  const from = { row: 2, column: 0 };
  assert.deepEqual(moveCell(from, 'ArrowLeft', 5, 4, false), from);
  assert.deepEqual(moveCell(from, 'ArrowDown', 5, 4, false), { row: 3, column: 0 });
  assert.deepEqual(moveCell(from, 'PageDown', 5, 4, false), { row: 4, column: 0 });
  assert.deepEqual(moveCell(from, 'End', 5, 4, false), { row: 2, column: 3 });
  assert.deepEqual(moveCell(from, 'End', 5, 4, true), { row: 4, column: 3 });
  assert.equal(moveCell(from, 'x', 5, 4, false), null);
});

test('labels: thinned where cells are small, always with the marked one', () => {
  const layout = map(256, 256);
  const list = labelled(256, layout, 0, 10_000, 101);
  assert.ok(list.includes(101));
  assert.ok(list.length < 256 / (layout.step - 1));
  const gaps = [...list].sort((a, b) => a - b).map((label, i, all) => (i ? label - all[i - 1]! : Infinity));
  assert.ok(Math.min(...gaps) >= layout.step);
});

test('the table of a small map is whole; of a large one each row gives its largest', () => {
  assert.equal(isWhole(24, 24), true);
  assert.equal(isWhole(25, 24), false);
  assert.deepEqual(largestColumns([0, 0, 0, 0.2, 0.5, 0.3, 0.5, 0], 4, 1, 3), [0, 2, 1]);
});

test('chooseLines keeps the largest, smallest first, and says what share they hold', () => {
  const { lines, threshold, share } = chooseLines([0.5, 0.25, 0, 0.25, 0.7, 0.3], 3, 3);
  assert.deepEqual(lines, [
    { row: 1, column: 2, value: 0.3 },
    { row: 0, column: 0, value: 0.5 },
    { row: 1, column: 1, value: 0.7 },
  ]);
  assert.equal(threshold, 0.3);
  assert.equal(share, 0.75);
});

test('chooseLines of nothing', () => assert.deepEqual(chooseLines([], 0, 5), { lines: [], threshold: 0, share: 0 }));

test('linesOf: a row for a query, a column for a key', () => {
  const values = [1, 2, 3, 4, 5, 6];
  const numbers = (side: 'query' | 'key', index: number) => linesOf(values, 2, 3, side, index).map(({ value }) => value);
  assert.deepEqual(numbers('query', 1), [4, 5, 6]);
  assert.deepEqual(numbers('key', 2), [3, 6]);
});

test('finePercent: two figures', () => {
  const plain = (share: number) => finePercent(share).replace(/[\u00a0\u200a]/g, ' ');
  assert.deepEqual([0.994, 0.997, 0.99999, 1].map(plain), ['99 %', '> 99 %', '> 99 %', '100 %']);
  const cases: [number, string][] = [
    [0, '0 %'],
    [1, '100 %'],
    [0.314, '31 %'],
    [0.0995, '10 %'],
    [0.0314, '3.1 %'],
    [0.00031, '0.03 %'],
    [0.00001, '< 0.01 %'],
    [-0.5, '-50 %'],
  ];
  for (const [share, text] of cases) assert.equal(plain(share), text);
});

test('a strip of 512 cells folds until cells are at least 4 px wide', () => {
  assert.equal(cellsPerLine(512, 2048), 512);
  assert.equal(cellsPerLine(512, 700), 128);
  assert.equal(cellsPerLine(512, 300), 64);
  assert.equal(cellsPerLine(0, 300), 1);
});

test('fitText cuts at whole code points', () => {
  const measure = (text: string) => [...text].length;
  assert.equal(fitText('short', 5, measure), 'short');
  assert.equal(fitText('🙂🙂🙂🙂', 3, measure), '🙂🙂…');
});

test('poolMax keeps the largest of each block, odd sizes too', () => {
  assert.deepEqual(poolMax([1, 2, 3, 4, 9, 6, 7, 8, 5], 3, 3, 2), { rows: 2, columns: 2, values: Float32Array.of(9, 6, 8, 5) });
  assert.deepEqual(poolMax([1, 2, 3, 4], 2, 2, 1).values, Float32Array.of(1, 2, 3, 4));
});

test('excerpt of many operands: the first ones, the cell at hand, and a sign for the rest', () => {
  assert.deepEqual(excerpt(3, 3), [0, 1, 2]);
  assert.deepEqual(excerpt(9), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(excerpt(9, 3, 1), [0, 1, 2, null]);
  assert.deepEqual(excerpt(9, 3, 3), [0, 1, 2, 3, null]);
  assert.deepEqual(excerpt(9, 3, 6), [0, 1, 2, null, 6, null]);
  assert.deepEqual(excerpt(9, 3, 8), [0, 1, 2, null, 8]);
});
