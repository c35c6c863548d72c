import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullNumber, percent, shapeText, shortNumber } from '../../../web/views/number.js';
import { randomNumbers } from '../random.js';

test('short numbers', () => {
  const texts: [number, string][] = [
    [0, '0'],
    [1, '1'],
    [1.2, '1.2'],
    [-0.5, '−0.5'],
    [0.1098, '0.110'],
    [2.2627, '2.263'],
    [23, '23'],
    [105.25, '105.3'],
    [99999, '99999'],
    [9.4e-14, '9.4·10⁻¹⁴'],
    [-2e-7, '−2·10⁻⁷'],
    [123456, '1.2·10⁵'],
    [0.9999, '0.9999'],
    [0.999999, '0.999999'],
    [1 - 1e-9, '1'],
    [1 - 2 ** -23, '0.9999999'],
    [-Infinity, '−∞'],
    [Infinity, '∞'],
    [NaN, 'NaN'],
  ];
  for (const [value, text] of texts) assert.equal(shortNumber(value), text);
});

test('a number that is not 0 is never shown as 0, nor a visible share of one as 1', () => {
  for (const size of [1e-30, 1e-10, 1e-5, 4e-4, 1e-3]) assert.notEqual(shortNumber(size), '0');
  for (const gap of [1e-3, 1e-4, 1e-5]) assert.notEqual(shortNumber(1 - gap), '1');
});

test('full numbers give the same float32 again', () => {
  for (const value of Array.from({ length: 200 }, randomNumbers(7))) {
    const text = fullNumber(value).replace('−', '-');
    assert.equal(Math.fround(Number(text)), Math.fround(value), text);
  }
  assert.equal(fullNumber(Math.fround(0.1)), '0.1');
  assert.equal(fullNumber(0.1 + 0.2, 'double'), '0.30000000000000004');
  assert.equal(fullNumber(Math.fround(9.357622912e-14)), '9.357623·10⁻¹⁴');
});

test('shares and shapes', () => {
  assert.deepEqual([0, 0.001, 0.714, 0.9951, 1].map(percent), ['0 %', '< 1 %', '71 %', '> 99 %', '100 %']);
  assert.equal(shapeText([3, 2]), '3×2');
});
