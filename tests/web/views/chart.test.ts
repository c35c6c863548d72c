import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutBars } from '../../../web/views/chart/bar-layout.js';
import { neighbour, type Series } from '../../../web/views/chart/log-chart.js';
import { decades, linearScale, linearTicks, logDomain, logScale, powerLine, thinned } from '../../../web/views/chart/scale.js';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

test('a straight scale: ends and middle', () => {
  const place = linearScale([0, 60], [100, 400]);
  assert.deepEqual([place(0), place(30), place(60)], [100, 250, 400]);
});

test('a log scale: equal factors are equally far apart', () => {
  const place = logScale([1, 1000], [300, 0]);
  near(place(1), 300);
  near(place(10), 200);
  near(place(1000), 0);
  near(place(4) - place(2), place(512) - place(256));
});

for (const [most, count, expected] of [
  [56.4, 6, [0, 10, 20, 30, 40, 50, 60]],
  [60, 6, [0, 10, 20, 30, 40, 50, 60]],
  [9, 3, [0, 5, 10]],
  [0.37, 4, [0, 0.1, 0.2, 0.3, 0.4]],
  [1.3, 7, [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4]],
] as const)
  test(`ticks up to ${most}`, () => assert.deepEqual(linearTicks(most, count), expected));

test('ticks of nothing', () => {
  for (const most of [0, NaN, -1]) assert.deepEqual(linearTicks(most, 5), [0, 1]);
});

for (const [values, low, high] of [
  [[0.02, 340], 0.01, 1000],
  [[1, 1000], 1, 1000],
  [[5], 1, 10],
  [[10], 10, 100],
  [[0, -3, NaN, 7], 1, 10],
] as const)
  test(`whole decades around ${values.join(', ')}`, () => {
    const [from, to] = logDomain(values);
    near(from, low);
    near(to, high);
  });

test('a domain of nothing is still one', () => assert.deepEqual(logDomain([]), [1, 10]));

test('powers of ten', () => {
  assert.deepEqual(decades([1, 1000]), [1, 10, 100, 1000]);
  assert.deepEqual(decades([2, 900]), [10, 100]);
  assert.deepEqual(
    decades([0.01, 1]).map((value) => value.toPrecision(3)),
    ['0.0100', '0.100', '1.00'],
  );
});

test('fewer names, the last one always', () => {
  assert.deepEqual(thinned([1, 2, 3, 4, 5, 6, 7], 4), [1, 3, 5, 7]);
  assert.deepEqual(thinned([1, 2, 3], 5), [1, 2, 3]);
  assert.equal(thinned([1, 2, 3, 4, 5, 6, 7, 8, 9], 3).at(-1), 9);
  assert.ok(thinned([1, 2, 3, 4, 5, 6, 7, 8, 9], 3).length <= 3);
});

test('a line of slope 2 ends where it leaves the axes', () => {
  const [from, to] = powerLine({ x: 100, y: 1 }, 2, [10, 1000], [0.1, 10])!;
  near(from.y, 0.1);
  near(from.x, 100 * Math.sqrt(0.1));
  near(to.y, 10);
  near(to.x, 100 * Math.sqrt(10));
  const whole = powerLine({ x: 100, y: 1 }, 1, [10, 1000], [0.01, 100])!;
  assert.deepEqual(
    whole.map(({ x }) => x),
    [10, 1000],
  );
  assert.equal(powerLine({ x: 1, y: 1e9 }, 2, [10, 1000], [0.1, 10]), null);
});

test('a line of slope 0 is level, also on the edge of the axes', () => {
  for (const y of [0.1, 1, 10])
    assert.deepEqual(powerLine({ x: 100, y }, 0, [10, 1000], [0.1, 10]), [
      { x: 10, y },
      { x: 1000, y },
    ]);
  assert.equal(powerLine({ x: 1, y: 11 }, 0, [10, 1000], [0.1, 10]), null);
});

for (const width of [300, 360, 700, 1000])
  test(`bars in ${width} px: columns in order, nothing outside`, () => {
    const layout = layoutBars(12, width, 56, 230);
    assert.ok(layout.place(56) <= width && layout.place(0) === layout.barX && layout.barX > 0);
    assert.ok(layout.valueX < layout.remarkX && layout.remarkX <= width);
    assert.ok(layout.narrow || layout.place(layout.ticks.at(-1)!) <= layout.valueX - 50, 'a bar never runs into its number');
    assert.ok(layout.barY + layout.thickness <= layout.pitch, 'a bar stays in its row');
    assert.ok(layout.height > layout.top + 12 * layout.pitch);
  });

const series = (id: string, ...xs: number[]): Series => ({ id, name: id, hue: 'plain', points: xs.map((x) => ({ x, y: x, reading: '' })) });

test('arrow keys walk along a curve and between curves', () => {
  const curves = [series('a', 1, 2, 4), series('b', 1, 4)];
  const go = (curve: number, x: number, key: string) => neighbour(curves, curve, x, key);
  assert.deepEqual(go(0, 2, 'ArrowRight'), { series: 'a', x: 4 });
  assert.deepEqual(go(0, 4, 'ArrowRight'), { series: 'a', x: 4 });
  assert.deepEqual(go(0, 4, 'Home'), { series: 'a', x: 1 });
  assert.deepEqual(go(0, 4, 'ArrowDown'), { series: 'b', x: 4 });
  assert.deepEqual(go(1, 1, 'ArrowUp'), { series: 'a', x: 1 });
  assert.equal(go(0, 1, 'ArrowUp'), null);
  assert.equal(go(0, 1, 'x'), null);
});
