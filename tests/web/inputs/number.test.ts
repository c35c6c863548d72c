import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNumber } from '../../../web/inputs/number.js';

test('numbers as people type them', () => {
  const readings: [string, number][] = [
    ['1.5', 1.5],
    [' 2 ', 2],
    ['-3', -3],
    ['−3', -3],
    ['+4', 4],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 1e-3],
    ['2E2', 200],
    ['1,5', 1.5],
    ['１２．５', 12.5],
    ['－１', -1],
    ['0', 0],
  ];
  for (const [text, value] of readings) assert.deepEqual(readNumber(text), { ok: true, value }, text);
});

test('what is no number says what it is', () => {
  for (const text of ['', '  ']) assert.deepEqual(readNumber(text), { ok: false, problem: 'empty' });
  for (const text of ['abc', '1.2.3', '1,2,3', '--1', '1 2', '0x10', '1e', '🙂', 'שלום', '１a', '-'])
    assert.deepEqual(readNumber(text), { ok: false, problem: 'not-a-number' }, text);
  for (const text of ['NaN', 'inf', '-Infinity', '∞', '−∞', '1e39', '1e999'])
    assert.deepEqual(readNumber(text), { ok: false, problem: 'not-finite' }, text);
});
