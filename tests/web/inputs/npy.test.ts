import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNpy, type NpyProblem } from '../../../web/inputs/npy.js';
import { npy } from '../../../web/views/figure/files.js';
import { figure } from '../views/figure/figures.js';

const limit = { rows: 12, columns: 16 };

interface Parts {
  readonly version?: readonly [number, number];
  readonly descr?: string;
  readonly order?: string;
  readonly shape?: string;
  readonly header?: string;
  readonly data?: readonly number[] | Uint8Array;
}

/** A file from its parts, as the format's description says. */
function file({ version = [1, 0], descr = "'<f4'", order = 'False', shape = '(2, 2)', header, data = [] }: Parts): Uint8Array {
  const text = Buffer.from(`${header ?? `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`}\n`, 'latin1');
  const length =
    version[0] === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, (text.length >> 8) & 255, text.length >> 16, 0];
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), ...version, ...length, ...text, ...data]);
}

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const four = floats(1, 2, 3, 4);
const read = (parts: Parts) => readNpy(file(parts), limit);
const values = (parts: Parts) => {
  const result = read(parts);
  return result.ok ? [result.rows, result.columns, ...result.values] : result;
};

test('what this page writes it reads back, bit by bit', () => {
  const numbers = [0.1, -2.5, 3e-20, 1 / 3, 16777216, -0];
  const result = readNpy(npy(figure(['a', 'b'], ['x', 'y', 'z'], numbers)), limit);
  assert.ok(result.ok);
  assert.deepEqual([result.rows, result.columns], [2, 3]);
  assert.deepEqual(new Uint8Array(result.values.buffer), new Uint8Array(Float32Array.from(numbers).buffer));
});

test('every version of the header', () => {
  for (const major of [1, 2, 3]) assert.deepEqual(values({ version: [major, 0], data: four }), [2, 2, 1, 2, 3, 4], `${major}.0`);
});

test('every type, in both byte orders', () => {
  const bytes = (size: number, write: (view: DataView, at: number, value: number, little: boolean) => void, little: boolean) => {
    const view = new DataView(new ArrayBuffer(4 * size));
    [1, 2, 3, 4].forEach((value, i) => write(view, size * i, value, little));
    return new Uint8Array(view.buffer);
  };
  const writers: Record<string, [number, (view: DataView, at: number, value: number, little: boolean) => void]> = {
    f4: [4, (view, at, value, little) => view.setFloat32(at, value, little)],
    f8: [8, (view, at, value, little) => view.setFloat64(at, value, little)],
    i2: [2, (view, at, value, little) => view.setInt16(at, value, little)],
    i4: [4, (view, at, value, little) => view.setInt32(at, value, little)],
    i8: [8, (view, at, value, little) => view.setBigInt64(at, BigInt(value), little)],
    u4: [4, (view, at, value, little) => view.setUint32(at, value, little)],
  };
  for (const [name, [size, write]] of Object.entries(writers))
    for (const little of [true, false])
      assert.deepEqual(values({ descr: `'${little ? '<' : '>'}${name}'`, data: bytes(size, write, little) }), [2, 2, 1, 2, 3, 4], name);
  assert.deepEqual(values({ descr: "'|u1'", data: [1, 2, 3, 255] }), [2, 2, 1, 2, 3, 255]);
  assert.deepEqual(values({ descr: "'|i1'", data: [1, 2, 3, 255] }), [2, 2, 1, 2, 3, -1]);
  assert.deepEqual(values({ descr: "'|b1'", data: [1, 0, 7, 0] }), [2, 2, 1, 0, 1, 0]);
  assert.deepEqual(values({ descr: "'<i4'", data: [255, 255, 255, 255, ...Array<number>(12).fill(0)] }), [2, 2, -1, 0, 0, 0]);
});

test('doubles are rounded to float32 once', () => {
  const result = read({ descr: "'<f8'", shape: '(1, 1)', data: new Uint8Array(Float64Array.of(0.1).buffer) });
  assert.ok(result.ok && result.values[0] === Math.fround(0.1));
});

test('Fortran order, one dimension, other ways to write the header', () => {
  assert.deepEqual(values({ order: 'True', shape: '(2, 3)', data: floats(1, 4, 2, 5, 3, 6) }), [2, 3, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(values({ shape: '(4,)', data: four }), [1, 4, 1, 2, 3, 4]);
  assert.deepEqual(values({ shape: '(2L, 2L)', data: four }), [2, 2, 1, 2, 3, 4]);
  assert.deepEqual(values({ header: '{"shape":(2,2),"fortran_order":False,"descr":"<f4"}', data: four }), [2, 2, 1, 2, 3, 4]);
  assert.deepEqual(values({ data: [...four, 9, 9] }), [2, 2, 1, 2, 3, 4], 'bytes after the end');
});

test('a file inside a larger buffer', () => {
  const whole = new Uint8Array([7, 7, 7, ...file({ data: four })]);
  assert.ok(readNpy(whole.subarray(3), limit).ok);
});

const whole = file({ data: four });

test('a file cut short anywhere is refused, and says so', () => {
  for (let length = 0; length < whole.length; length++) {
    const result = readNpy(whole.subarray(0, length), limit);
    assert.ok(!result.ok && ['npy-empty', 'npy-not-npy', 'npy-truncated', 'npy-header'].includes(result.problem), String(length));
  }
  assert.deepEqual(readNpy(whole.subarray(0, whole.length - 1), limit), {
    ok: false,
    problem: 'npy-truncated',
    expected: whole.length,
    actual: whole.length - 1,
  });
});

const bad: readonly [name: string, parts: Parts, problem: NpyProblem['problem']][] = [
  ['a version of the future', { version: [4, 0] }, 'npy-version'],
  ['text', { descr: "'<U5'" }, 'npy-type'],
  ['complex numbers', { descr: "'<c8'" }, 'npy-type'],
  ['objects', { descr: "'|O'" }, 'npy-type'],
  ['half floats', { descr: "'<f2'" }, 'npy-type'],
  ['a structure', { descr: "[('x', '<f4')]" }, 'npy-type'],
  ['a type by a name of Object', { descr: "'constructor'" }, 'npy-type'],
  ['no dimension', { shape: '()' }, 'npy-shape'],
  ['three dimensions', { shape: '(1, 2, 2)' }, 'npy-shape'],
  ['no rows', { shape: '(0, 4)' }, 'npy-shape'],
  ['a size beyond all numbers', { shape: `(${'9'.repeat(400)}, 1)` }, 'npy-shape'],
  ['a size that is no number', { shape: '(1 2, 3)' }, 'npy-shape'],
  ['a size below 0', { shape: '(-1, 4)' }, 'npy-header'],
  ['more than there is room for', { shape: '(100000, 100000)' }, 'too-large'],
  ['a size that promises gigabytes', { shape: '(2147483647, 1)' }, 'too-large'],
  ['no dict', { header: 'hello' }, 'npy-header'],
  ['code in place of a dict', { header: '__import__("os").system("x")' }, 'npy-header'],
  ['a key twice', { header: "{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}" }, 'npy-header'],
  ['a key missing', { header: "{'descr': '<f4', 'shape': (2, 2)}" }, 'npy-header'],
  ['an order that is no truth value', { order: '1' }, 'npy-header'],
  ['NaN', { data: floats(1, NaN, 3, 4) }, 'npy-not-finite'],
  ['infinity', { data: floats(1, 2, 3, -Infinity) }, 'npy-not-finite'],
  [
    'a double too large for float32',
    { descr: "'<f8'", shape: '(1, 1)', data: new Uint8Array(Float64Array.of(1e300).buffer) },
    'npy-not-finite',
  ],
];
for (const [name, parts, problem] of bad)
  test(`refused: ${name}`, () => {
    const result = read({ data: four, ...parts });
    assert.equal(result.ok || result.problem, problem);
  });

test('refused: a header of 4 GB that is promised, or one of 70,000 braces that is there', () => {
  const promised = Uint8Array.from([...file({ version: [2, 0] }).subarray(0, 8), 255, 255, 255, 255, 123]);
  assert.deepEqual(readNpy(promised, limit), { ok: false, problem: 'npy-header' });
  const began = performance.now();
  for (const filler of ['}', '} ', "'descr':", "'descr' ", ' '])
    assert.deepEqual(read({ version: [2, 0], header: `{${filler.repeat(65_000 / filler.length)}x` }), { ok: false, problem: 'npy-header' });
  assert.ok(performance.now() - began < 2000);
});

test('where a number is not finite', () => {
  assert.deepEqual(read({ data: floats(1, 2, NaN, 4) }), { ok: false, problem: 'npy-not-finite', row: 1, column: 0, text: 'NaN' });
});
