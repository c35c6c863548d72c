import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesText,
  bytesTick,
  counting,
  durationText,
  durationTick,
  fractionText,
  gflopsText,
  ratioText,
} from '../../../web/labs/speed/format.js';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

for (const [ms, text] of [
  [0.0000123, '0.0123 µs'],
  [0.0212, '21.2 µs'],
  [0.0999, '99.9 µs'],
  [0.1, '100 µs'],
  [0.8642, '864 µs'],
  [0.9994, '999 µs'],
  [0.9996, '1.00 ms'],
  [1.234, '1.23 ms'],
  [12.06, '12.1 ms'],
  [99.96, '100 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [27345, '27.3 s'],
] as const)
  test(`${ms} ms is ${text}`, () => assert.equal(plain(durationText(ms)), text));

for (const [bytes, text] of [
  [512, '512 B'],
  [65536, '65.5 kB'],
  [4_194_304, '4.19 MB'],
  [999_600, '1.00 MB'],
  [1_073_741_824, '1.07 GB'],
  [5e12, '5000 GB'],
] as const)
  test(`${bytes} bytes are ${text}`, () => assert.equal(plain(bytesText(bytes)), text));

test('round values of axes have no zeros behind the point', () => {
  assert.deepEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000].map(durationTick).map(plain), [
    '1 µs',
    '10 µs',
    '100 µs',
    '1 ms',
    '10 ms',
    '100 ms',
    '1 s',
    '10 s',
  ]);
  assert.deepEqual([1e3, 1e4, 1e5, 1e6, 1e9].map(bytesTick).map(plain), ['1 kB', '10 kB', '100 kB', '1 MB', '1 GB']);
});

test('speeds, shares and ratios', () => {
  assert.deepEqual([0, 0.514, 9.99, 9.996, 44.21, 99.96, 123.4].map(gflopsText), ['0', '0.51', '9.99', '10.0', '44.2', '100', '123']);
  assert.deepEqual([0.784, 1.02].map(fractionText), ['0.78', '1.02']);
  assert.deepEqual([3.94, 9.96, 58.3].map(ratioText), ['3.9', '10', '58']);
});

test('large numbers in words of the language', () => {
  assert.equal(plain(counting('en').words(44.2e9)), '44 billion');
  assert.equal(plain(counting('zh').words(44.2e9)), '440 亿');
  assert.equal(counting('en').count(16384), '16,384');
});
