import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { interpolateCividis, interpolatePuOr, interpolateViridis } from 'd3-scale-chromatic';
import { contrast, inkOn, paintCells, rampColour, unit, type RampName, type Rgb } from '../../../web/views/colour/colour.js';

const generator = new URL('../../../web/views/colour/generate.mjs', import.meta.url).href;

function parse(colour: string): Rgb {
  const parts = colour.startsWith('#')
    ? colour
        .slice(1)
        .match(/../g)!
        .map((p) => parseInt(p, 16))
    : colour.match(/\d+/g)!.map(Number);
  return parts as unknown as Rgb;
}

test('the committed tables are what the generator makes', async () => {
  const { tablesSource } = (await import(generator)) as { tablesSource: () => string };
  const committed = readFileSync(new URL('../../../web/views/colour/tables.ts', import.meta.url), 'utf8');
  assert.equal(committed.replace(/\s/g, ''), tablesSource().replace(/\s/g, ''));
});

const ramps: [RampName, (t: number) => string][] = [
  ['viridis', interpolateViridis],
  ['cividis', interpolateCividis],
  ['diverging', (t) => interpolatePuOr(1 - t)],
];
for (const [name, original] of ramps) {
  test(`${name} stays within 3/255 of d3's`, () => {
    for (let i = 0; i <= 1000; i++) {
      const expected = parse(original(i / 1000));
      rampColour(name, i / 1000).forEach((byte, c) => assert.ok(Math.abs(byte - expected[c]!) <= 3, `${name} at ${i / 1000}`));
    }
  });

  test(`${name}: text on it has a contrast of at least 4.5`, () => {
    for (let i = 0; i <= 255; i++) {
      const background = rampColour(name, i / 255);
      assert.ok(contrast(background, inkOn(background)) >= 4.5, `at ${i}/255`);
    }
  });
}

test('values outside the ramp are clamped, NaN counts as 0', () => {
  assert.deepEqual(rampColour('viridis', -3), rampColour('viridis', 0));
  assert.deepEqual(rampColour('viridis', 7), rampColour('viridis', 1));
  assert.deepEqual(rampColour('viridis', NaN), rampColour('viridis', 0));
});

test('contrast of black and white is 21', () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
});

test('unit: place between low and high', () => {
  assert.equal(unit(3, 2, 4), 0.5);
  assert.equal(unit(3, 3, 3), 0);
});

test('paintCells: one opaque pixel a cell, ends of the ramp at low and high', () => {
  const pixels = paintCells([0, 2], 0, 2, 'viridis');
  assert.deepEqual([...pixels], [...rampColour('viridis', 0), 255, ...rampColour('viridis', 1), 255]);
});
