import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { csv, json, npy } from '../../../../web/views/figure/files.js';
import { shortestFloat32 } from '../../../../web/views/number.js';
import { randomNumbers } from '../../random.js';
import { figure, hostile } from './figures.js';

const lines = (text: string) => text.slice(1).split('\r\n').slice(0, -1);

test('CSV: byte-order mark, an empty corner, names of columns, a line for each row', () => {
  const text = csv(figure(['a', 'b'], ['x', 'y', 'z'], [1, 0.1, -2.5, 3e-20, -Infinity, NaN]));
  assert.equal(text[0], '\ufeff');
  assert.deepEqual(lines(text), [',x,y,z', 'a,1,0.1,-2.5', 'b,3e-20,-inf,']);
});

test('CSV: no label is a formula, and none breaks a line or a field', () => {
  const labels = [...hostile, '+1', '-1', '@SUM(A1)', '\t=1', '＝1', 'a,b', '"'];
  const text = csv(figure(labels, ['x'], Array(labels.length).fill(1) as number[]));
  for (const line of lines(text).filter((each) => !each.startsWith('d"'))) assert.doesNotMatch(line, /^"?\s*[=+\-@＝]/);
  assert.equal(text.match(/^"'=1\+1",1\r$/m)?.length, 1);
  assert.equal(text.match(/^"a,b",1\r$/m)?.length, 1);
  assert.equal(text.match(/^"""",1\r$/m)?.length, 1);
  assert.equal(text.match(/^"'-1",1\r$/m)?.length, 1);
});

test('numbers in text give the same float32 back, in the fewest digits', () => {
  const bits = new Float32Array(1);
  const next = randomNumbers(7);
  for (let i = 0; i < 5000; i++) {
    new Int32Array(bits.buffer)[0] = Math.floor(Math.abs(next()) * 2 ** 31);
    const value = bits[0]!;
    if (!Number.isFinite(value)) continue;
    assert.equal(Math.fround(Number(shortestFloat32(value))), value);
    assert.equal(Math.fround(Number(shortestFloat32(-value))), -value);
  }
  assert.deepEqual(
    [0.1, 1 / 3, 16777216, 1e-45, 3.4028234663852886e38].map((value) => shortestFloat32(Math.fround(value))),
    ['0.1', '0.33333334', '16777216', '1e-45', '3.4028235e+38'],
  );
});

test('JSON is read back with names and numbers; what is no number stays told', () => {
  const read = JSON.parse(json(figure(hostile, ['x', 'y'], [...Array(14).fill(0.1), -Infinity, NaN] as number[])));
  assert.deepEqual(
    [read.format, read.version, read.id, read.title, read.caption],
    ['attention-lab-figure', 1, 'weights', 'Weights', 'Six numbers.'],
  );
  assert.deepEqual(read.rows.slice(0, 4), hostile.slice(0, 4));
  assert.deepEqual([read.values.length, read.values[0], read.values[7]], [8, [0.1, 0.1], ['-inf', null]]);
});

test('NPY 1.0: header, alignment, numbers', () => {
  const values = [1, 2, 3, 4, 0.1, -Infinity];
  const bytes = npy(figure(['a', 'b'], ['x', 'y', 'z'], values));
  const view = new DataView(bytes.buffer);
  const header = Buffer.from(bytes.subarray(10, 10 + view.getUint16(8, true))).toString('latin1');
  assert.deepEqual([...bytes.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  assert.match(header, /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
  assert.equal((10 + header.length) % 64, 0);
  assert.deepEqual([...new Float32Array(bytes.buffer, 10 + header.length)], values.map(Math.fround));
});

const python = spawnSync('python3', ['-c', 'import numpy']).status === 0;

test('numpy reads the NPY', { skip: !python && 'python3 has no numpy' }, () => {
  const code = 'import sys,io,numpy as n; a=n.load(io.BytesIO(sys.stdin.buffer.read())); print(a.dtype, a.shape, a.tolist())';
  const { stdout } = spawnSync('python3', ['-c', code], { input: npy(figure(['a'], ['x', 'y'], [0.5, -Infinity])), encoding: 'utf8' });
  assert.equal(stdout.trim(), 'float32 (1, 2) [[0.5, -inf]]');
});
