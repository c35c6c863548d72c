import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../../web/build/dependencies.mjs';
import { inkNames, inkOf, kFont, mix, tint } from '../../../../web/views/figure/inks.js';

const tokens = readFileSync(join(root, 'web/views/tokens.css'), 'utf8');

test('the colours and the font are those of tokens.css', () => {
  for (const name of inkNames) {
    const [, light, dark] = new RegExp(`--al-${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens) ?? [];
    assert.deepEqual([inkOf(name, 'light'), inkOf(name, 'dark')], [light, dark], name);
  }
  assert.equal(/--al-font:\s*([^;]+);/.exec(tokens)?.[1]?.replace(/\s+/g, ' '), kFont);
});

test('mixing in Oklab, as browsers do', () => {
  assert.equal(mix('#ff0000', 1, '#0000ff'), '#ff0000');
  assert.equal(mix('#ff0000', 0, '#0000ff'), '#0000ff');
  assert.equal(mix('#ffffff', 0.5, '#000000'), '#636363'); // color-mix(in oklab, white, black)
  assert.equal(mix('#ff0000', 0.5, '#0000ff'), '#8c53a2'); // color-mix(in oklab, red, blue)
});

test('a tint of nothing is the empty cell; negative numbers have their own colour', () => {
  for (const look of ['light', 'dark'] as const) {
    assert.equal(tint('weights', 0, look), inkOf('sunken', look));
    assert.equal(tint('weights', NaN, look), inkOf('sunken', look));
    assert.notEqual(tint('weights', -1, look), tint('weights', 1, look));
    assert.equal(tint('v', 1, look), tint('v', 5, look));
  }
});
