// Bad input is an AttentionError that names what is wrong, and leaves the core as it was.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { AttentionError, loadCore } from '../../web/core/index.js';
import type { AttendOptions, Core } from '../../web/core/index.js';

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const base = { q: rows, k: rows, v: rows };
const numbers = (shape: number[], fill = 0.5) => ({ data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(fill), shape });
const spoilt = (bad: number) => rows.map((row, i) => row.map((x, j) => (i === 1 && j === 0 ? bad : x)));
const heads = (q: number[], k: number[], v: number[], counts: object) => ({ q: numbers(q), k: numbers(k), v: numbers(v), ...counts });
const boolean = (shape: number[], length = shape.reduce((a, b) => a * b, 1)) => ({ kind: 'boolean', data: new Uint8Array(length), shape });
const additive = (...data: number[]) => ({ kind: 'additive', data: Float32Array.from(data), shape: [data.length] });
const past = (k: number[], v: number[], fill?: number) => ({ ...base, past: { k: numbers(k, fill), v: numbers(v) } });
const square = [
  [1, 2],
  [3, 4],
];

/** What is wrong → the code the page makes its sentence from, and the call. */
const bad: Record<string, [code: string, options: object]> = {
  'NaN in q': ['not-finite', { ...base, q: spoilt(NaN) }],
  'infinity in k': ['not-finite', { ...base, k: spoilt(Infinity) }],
  'minus infinity in v': ['not-finite', { ...base, v: spoilt(-Infinity) }],
  'too large for float32': ['not-finite', { ...base, q: spoilt(1e39) }],
  'NaN in the past': ['not-finite', past([1, 1, 2, 2], [1, 1, 2, 2], NaN)],
  'NaN in W': ['not-finite', { ...base, score: { name: 'bilinear', W: [square[0], [NaN, 1]] } }],
  'NaN in b': ['not-finite', { ...base, score: { name: 'additive', W: [[1, 1]], U: [[1, 1]], v: [1], b: [NaN] } }],
  '+infinity in a mask': ['not-finite', { ...base, mask: additive(0, Infinity, 0) }],
  'NaN in a mask': ['not-finite', { ...base, mask: additive(0, NaN, 0) }],
  'a score that overflows': ['overflow', { ...base, q: spoilt(1e38), k: spoilt(1e38) }],
  'a score that overflows downwards': ['overflow', { q: [[1e30]], k: [[-1e30]], v: [[1]] }],
  'a score that is ∞ − ∞': ['overflow', { q: [[3e38, 3e38]], k: [[3e38, -3e38]], v: [[1]], score: 'tanh-dot' }],
  'a temperature that makes it overflow': ['overflow', { q: [[1e10]], k: [[-1]], v: [[1]], score: 'dot', temperature: 1e-30 }],
  'other rows in k and v': ['shape-mismatch', { ...base, v: square }],
  'other columns in q and k': ['shape-mismatch', { ...base, q: [[1, 2, 3]] }],
  'another batch': ['shape-mismatch', heads([2, 3, 4], [1, 3, 4], [1, 3, 4], {})],
  'other heads in k and v': ['shape-mismatch', heads([1, 2, 3, 4], [1, 2, 3, 4], [1, 1, 3, 4], {})],
  'heads that the shape has not': ['shape-mismatch', heads([1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], { heads: 3 })],
  'a past of another width': ['shape-mismatch', past([1, 1, 2, 3], [1, 1, 2, 2])],
  'a past of another batch': ['shape-mismatch', past([2, 1, 2, 2], [2, 1, 2, 2])],
  'a past with other heads': ['shape-mismatch', past([1, 2, 2, 2], [1, 2, 2, 2])],
  'other rows in past k and v': ['shape-mismatch', past([1, 1, 2, 2], [1, 1, 3, 2])],
  'a mask longer than the keys': ['shape-mismatch', { ...base, mask: boolean([4]) }],
  'a mask with other rows': ['shape-mismatch', { ...base, mask: boolean([2, 3]) }],
  'too many lengths': ['shape-mismatch', { ...base, lengths: [1, 2] }],
  'W of another shape': ['shape-mismatch', { ...base, score: { name: 'bilinear', W: [[1, 2, 3]] } }],
  'v of another length': ['shape-mismatch', { ...base, score: { name: 'additive', W: [[1, 1]], U: [[1, 1]], v: [1, 2] } }],
  'b of another length': ['shape-mismatch', { ...base, score: { name: 'additive', W: [[1, 1]], U: [[1, 1]], v: [1], b: [1, 2] } }],
  'a convolution of width 1': ['shape-mismatch', { k: rows, v: rows, score: { name: 'importance-conv', W: [[1, 1]], v: [1] } }],
  'mixed ranks': ['bad-rank', heads([3, 4], [1, 3, 4], [1, 3, 4], {})],
  'one axis': ['bad-rank', { ...base, q: numbers([4]) }],
  'five axes': ['bad-shape', { ...base, q: numbers([1, 1, 1, 1, 2]) }],
  'numbers that do not fill the shape': ['bad-shape', { ...base, q: { data: new Float32Array(5), shape: [3, 2] } }],
  'a negative shape': ['bad-shape', { ...base, q: { data: new Float32Array(6), shape: [-3, -2] } }],
  'a mask that does not fill its shape': ['data-size', { ...base, mask: boolean([3], 2) }],
  'double precision': ['not-a-tensor', { ...base, q: { data: new Float64Array(6), shape: [3, 2] } }],
  'ragged rows': ['ragged', { ...base, q: [[1, 2], [3]] }],
  'no rows': ['empty', { ...base, q: [] }],
  'no columns': ['empty', { ...base, q: [[]] }],
  'no keys': ['empty', { ...base, k: [], v: [] }],
  'no q': ['empty', { k: rows, v: rows }],
  'a past without v': ['empty', { ...base, past: { k: numbers([1, 1, 2, 2]) } }],
  'an unknown score': ['unknown-name', { ...base, score: 'nope' }],
  'a gain that dot has not': ['unused-parameter', { ...base, score: { name: 'dot', gain: 2 } }],
  'a W that dot has not': ['unused-parameter', { ...base, score: { name: 'dot', W: [[1]] } }],
  'q for importance': ['unused-parameter', { ...base, score: { name: 'importance', W: [[1, 1]], v: [1] } }],
  'no W': ['missing-parameter', { ...base, score: 'bilinear' }],
  'no U': ['missing-parameter', { ...base, score: { name: 'additive', W: [[1, 1]], v: [1] } }],
  'infinite gain': ['bad-gain', { ...base, score: { name: 'cosine', gain: Infinity } }],
  'infinite scale': ['bad-scale', { ...base, scale: Infinity }],
  'negative softcap': ['bad-softcap', { ...base, softcap: -1 }],
  'softcap NaN': ['bad-softcap', { ...base, softcap: NaN }],
  'temperature 0': ['bad-temperature', { ...base, temperature: 0 }],
  'temperature below 0': ['bad-temperature', { ...base, temperature: -1 }],
  'temperature NaN': ['bad-temperature', { ...base, temperature: NaN }],
  'infinite temperature': ['bad-temperature', { ...base, temperature: Infinity }],
  'heads below 0': ['bad-heads', heads([1, 3, 4], [1, 3, 4], [1, 3, 4], { heads: -2 })],
  'columns that heads do not divide': ['heads-not-divisible', heads([1, 3, 4], [1, 3, 4], [1, 3, 4], { heads: 3 })],
  'heads that kvHeads do not divide': ['heads-not-divisible', heads([1, 3, 6], [1, 3, 4], [1, 3, 4], { heads: 3, kvHeads: 2 })],
  'more kvHeads than heads': ['heads-not-divisible', heads([1, 3, 4], [1, 3, 8], [1, 3, 8], { heads: 2, kvHeads: 4 })],
  'a length below 0': ['bad-length', { ...base, lengths: [-1] }],
  'a length beyond the keys': ['bad-length', { ...base, lengths: [4] }],
  'a window side below −1': ['bad-window', { ...base, window: [-2, 0] }],
  'more than the memory holds': ['too-large', { q: numbers([40000, 1]), k: numbers([40000, 1]), v: numbers([40000, 1]), trace: true }],
};

/** Bad input that is easily taken for something else; the code is the core's choice. */
const sly: Record<string, object> = {
  'scale NaN': { ...base, scale: NaN },
  'gain NaN': { ...base, score: { name: 'cosine', gain: NaN } },
  'no heads': heads([1, 3, 4], [1, 3, 4], [1, 3, 4], { heads: 0 }),
  'half a head': heads([1, 3, 4], [1, 3, 4], [1, 3, 4], { heads: 1.5 }),
  'half a length': { ...base, lengths: [1.5] },
  'length NaN': { ...base, lengths: [NaN] },
  'too few lengths': { ...base, lengths: [] },
  'half a window': { ...base, window: [0.5, 0] },
  'window NaN': { ...base, window: [NaN, 0] },
  'infinite window': { ...base, window: [Infinity, 0] },
  'a window of one side': { ...base, window: [1] },
  'an unknown kind of mask': { ...base, mask: { kind: 'soft', data: new Float32Array(3), shape: [3] } },
  'a boolean mask of floats': { ...base, mask: { kind: 'boolean', data: Float32Array.of(0, 0.5, 1), shape: [3] } },
  'a mask of five axes': { ...base, mask: boolean([1, 1, 1, 1, 3]) },
  'finite masks that overflow and so seem to hide the row': {
    q: [[1.5e19]],
    k: [[-1.5e19]],
    v: [[1]],
    score: 'dot',
    mask: additive(-3e38),
  },
  'an additive mask of bytes': { ...base, mask: { kind: 'additive', data: Uint8Array.of(0, 1, 1, 0), shape: [1] } },
};

let core: Core;
before(async () => {
  core = await loadCore();
});

function errorOf(action: () => unknown): AttentionError {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof AttentionError, `not an AttentionError: ${String(error)}`);
    assert.match(error.code, /^[a-z]+(-[a-z]+)*$/);
    const { message, values } = error;
    assert.ok(message.length > 0 && Object.keys(values).length > 0, error.code);
    assert.ok(values.expected === undefined || values.expected !== values.actual, message);
    return error;
  }
  throw new assert.AssertionError({ message: 'no error' });
}

const attend = (options: object) => core.attend(options as AttendOptions);

describe('bad input', () => {
  for (const [what, [code, options]] of Object.entries(bad))
    test(what, () => {
      const good = core.attend(base).output.data;
      for (const trace of [false, true]) assert.equal(errorOf(() => attend({ trace, ...options })).code, code);
      assert.deepEqual(core.attend(base).output.data, good);
    });

  for (const [what, options] of Object.entries(sly)) test(what, () => void errorOf(() => attend(options)));

  test('a call that fails half way leaves nothing for the next one', () => {
    const good = core.attend(base).output.data;
    const ragged = { name: 'bilinear', W: [[1, 2], [3]] };
    const wrongMask = boolean([3], 2);
    const halfWay = [
      { ...past([1, 1, 2, 2], [1, 1, 2, 2]), score: ragged },
      { ...base, score: { name: 'bilinear', W: square }, mask: wrongMask },
      { ...base, mask: boolean([3]), lengths: [1], temperature: -1 },
    ];
    for (const options of halfWay) {
      errorOf(() => attend(options));
      assert.deepEqual(core.attend(base).output.data, good);
    }
  });

  test('the place of a bad number is named', () => {
    const place = { batch: 0, head: 0, row: 1, column: 0 };
    for (const name of ['q', 'k', 'v'])
      assert.deepEqual(errorOf(() => attend({ ...base, [name]: spoilt(NaN) })).values, {
        operation: 'attend',
        name,
        actual: 'NaN',
        ...place,
      });
    const { values } = errorOf(() => attend({ ...base, q: spoilt(1e38), k: [[1e38, 0], ...rows], v: [[0, 0], ...rows] }));
    assert.deepEqual(values, { operation: 'attend', stage: 'score', ...place });
  });

  test('10,000 errors leave the heap where it was', () => {
    const round = () => Object.values(bad).forEach(([code, options]) => code === 'too-large' || errorOf(() => attend(options)));
    round();
    const heap = core.heapInUse();
    for (let n = 0; n < 160; ++n) round();
    assert.equal(core.heapInUse(), heap);
  });
});

describe('a bad question to a trace', () => {
  const ask = (stage: string, cell: object) => {
    const trace = core.attend({ ...base, trace: true }).trace!;
    try {
      return errorOf(() => trace.explain(stage as 'score', cell as { row: number; column: number }));
    } finally {
      trace.dispose();
    }
  };

  test('a cell that is not there', () => {
    const cells = [
      { row: 3, column: 0 },
      { row: -1, column: 0 },
      { row: 0, column: 3 },
      { row: 0, column: 0, head: 1 },
      { row: 0, column: 0, batch: 1 },
    ];
    for (const cell of cells) assert.equal(ask('score', cell).code, 'out-of-range');
    assert.equal(ask('output', { row: 0, column: 2 }).code, 'out-of-range');
  });

  test('half a cell, NaN, nothing', () => {
    for (const cell of [{ row: 0.5, column: 0 }, { row: NaN, column: 0 }, { row: 0 }, {}]) ask('score', cell);
  });

  test('an unknown stage', () => assert.equal(ask('nope', { row: 0, column: 0 }).code, 'unknown-name'));

  test('a trace that was disposed', () => {
    const trace = core.attend({ ...base, trace: true }).trace!;
    trace.dispose();
    assert.equal(errorOf(() => trace.stage('score')).code, 'disposed');
    assert.equal(errorOf(() => core.explain(trace, 'score', { row: 0, column: 0 })).code, 'disposed');
    trace.dispose();
  });
});
