// The façade in Node: the same calls a page makes, against the formulas in double precision.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { AttentionError, loadCore, type AttendOptions, type Core, type Stage, type Tensor } from '../../web/core/index.js';
import { attend, random, randomRows, scores, softmax, type Rows } from './core-reference.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

const rowsOf = ({ data, shape }: Tensor): number[][] => {
  const columns = shape.at(-1)!;
  return Array.from({ length: data.length / columns }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
};

function assertClose(actual: Rows, expected: Rows, tolerance: number) {
  const largest = Math.max(1e-30, ...expected.flat().map(Math.abs));
  assert.equal(actual.length, expected.length);
  actual.forEach((row, i) =>
    row.forEach((x, j) =>
      assert.ok(Math.abs(x - expected[i]![j]!) <= tolerance * largest, `(${i}, ${j}): ${x} and not ${expected[i]![j]}`),
    ),
  );
}

function thrown(options: AttendOptions): AttentionError {
  try {
    core.attend(options);
  } catch (error) {
    assert.ok(error instanceof AttentionError, String(error));
    return error;
  }
  return assert.fail('no error');
}

describe('attend', () => {
  for (const [name, score] of Object.entries(scores)) {
    it(`${name}: output and weights are the formula's`, () => {
      const next = random(7);
      for (const [n, m, d, e] of [
        [1, 1, 1, 1],
        [3, 2, 2, 2],
        [5, 7, 3, 4],
        [12, 12, 16, 5],
      ] as const) {
        const [q, k, v] = [randomRows(next, n, d), randomRows(next, m, d), randomRows(next, m, e)];
        const additive = {
          W: randomRows(next, 3, d),
          U: randomRows(next, 3, d),
          b: randomRows(next, 1, 3)[0]!,
          v: randomRows(next, 1, 3)[0]!,
        };
        const parameters =
          name === 'additive' ? additive : name === 'bilinear' ? { W: randomRows(next, d, d) } : name === 'cosine' ? { gain: 2.5 } : {};
        const result = core.attend({ q, k, v, score: { name: name as 'dot', ...parameters }, trace: true });
        const expected = attend(q, k, v, (a, b) => score(a, b, parameters));
        assert.deepEqual(result.output.shape, [n, e]);
        assertClose(rowsOf(result.output), expected.output, 1e-5);
        assertClose(rowsOf(result.trace!.stage('weights')), expected.weights, 1e-6);
        result.trace!.dispose();
      }
    });
  }

  it('importance pooling needs no query', () => {
    const next = random(11);
    const [x, W, f, b] = [randomRows(next, 4, 3), randomRows(next, 2, 3), randomRows(next, 1, 2)[0]!, randomRows(next, 1, 2)[0]!];
    const { output } = core.attend({ k: x, v: x, score: { name: 'importance', W, v: f, b } });
    const row = x.map((xj) => f.reduce((sum, fi, i) => sum + fi * Math.tanh(W[i]!.reduce((s, w, c) => s + w * xj[c]!, b[i]!)), 0));
    const weights = softmax(row);
    assertClose(rowsOf(output), [[0, 1, 2].map((c) => x.reduce((sum, xj, j) => sum + weights[j]! * xj[c]!, 0))], 1e-5);
  });

  it('3-D input: heads lie side by side in the width', () => {
    const next = random(3);
    const heads = [0, 1].map(() => [randomRows(next, 3, 2), randomRows(next, 4, 2), randomRows(next, 4, 2)] as const);
    const joined = (which: 0 | 1 | 2): Tensor => {
      const rows = heads[0]![which].map((row, i) => [...row, ...heads[1]![which][i]!]);
      return { data: Float32Array.from(rows.flat()), shape: [1, rows.length, 4] };
    };
    const { output } = core.attend({ q: joined(0), k: joined(1), v: joined(2), heads: 2 });
    const [a, b] = heads.map(([q, k, v]) => attend(q, k, v, (x, y) => scores['scaled-dot']!(x, y, {})).output);
    assert.deepEqual(output.shape, [1, 3, 4]);
    assertClose(
      rowsOf(output),
      a!.map((row, i) => [...row, ...b![i]!]),
      1e-5,
    );
  });

  it('causal with a past sees the past', () => {
    const next = random(5);
    const [q, k, v] = [randomRows(next, 2, 3), randomRows(next, 5, 3), randomRows(next, 5, 3)];
    const tensor = (rows: Rows): Tensor => ({ data: Float32Array.from(rows.flat()), shape: [1, 1, rows.length, 3] });
    const result = core.attend({
      q: tensor(q),
      k: tensor(k.slice(3)),
      v: tensor(v.slice(3)),
      causal: true,
      past: { k: tensor(k.slice(0, 3)), v: tensor(v.slice(0, 3)) },
    });
    assertClose(
      rowsOf(result.output),
      attend(
        q,
        k,
        v,
        (a, b) => scores['scaled-dot']!(a, b, {}),
        (i, j) => j <= i + 3,
      ).output,
      1e-5,
    );
    assertClose(rowsOf(result.present!.k), k, 0);
    assertClose(rowsOf(result.present!.v), v, 0);
  });

  it('boolean masks, lengths and windows hide keys; a hidden row gives 0', () => {
    const next = random(9);
    const [q, k, v] = [randomRows(next, 3, 2), randomRows(next, 3, 2), randomRows(next, 3, 2)];
    const mask = { kind: 'boolean', data: Uint8Array.from([1, 0, 1, 0, 0, 0, 1, 1, 1]), shape: [3, 3] } as const;
    const seen = (i: number, j: number) => mask.data[3 * i + j] === 1;
    const dot = (a: readonly number[], b: readonly number[]) => scores.dot!(a, b, {});
    assertClose(rowsOf(core.attend({ q, k, v, score: 'dot', mask }).output), attend(q, k, v, dot, seen).output, 1e-5);
    assertClose(rowsOf(core.attend({ q, k, v, score: 'dot', lengths: [2] }).output), attend(q, k, v, dot, (_, j) => j < 2).output, 1e-5);
    assertClose(
      rowsOf(core.attend({ q, k, v, score: 'dot', window: [1, 0] }).output),
      attend(q, k, v, dot, (i, j) => j <= i && j >= i - 1).output,
      1e-5,
    );
  });

  it('the first article: softmax(Y Xᵀ) X saturates without becoming 0', () => {
    const X = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const Y = [
      [7, 8],
      [9, 10],
    ];
    const { trace, output } = core.attend({ q: Y, k: X, v: X, score: 'dot', trace: true });
    assertClose(
      rowsOf(trace!.stage('score')),
      [
        [23, 53, 83],
        [29, 67, 105],
      ],
      0,
    );
    const tiny = trace!.stage('weights').data[1]!;
    assert.ok(Math.abs(tiny / Math.exp(-30) - 1) < 1e-5, `${tiny}`);
    assertClose(
      rowsOf(output),
      [
        [5, 6],
        [5, 6],
      ],
      1e-6,
    );
    trace!.dispose();
  });
});

describe('errors name what is wrong', () => {
  const good = { q: [[1, 2]], k: [[3, 4]], v: [[5]] };
  const cases: [string, AttendOptions, string, Record<string, unknown>][] = [
    [
      'rows of k and v',
      {
        ...good,
        k: [
          [1, 2],
          [3, 4],
        ],
      },
      'shape-mismatch',
      {},
    ],
    ['width of q and k', { ...good, q: [[1]] }, 'shape-mismatch', {}],
    ['NaN', { ...good, k: [[1, NaN]] }, 'not-finite', { name: 'k', row: 0, column: 1 }],
    ['infinity', { ...good, v: [[Infinity]] }, 'not-finite', { name: 'v' }],
    ['ragged rows', { ...good, k: [[1, 2], [3]] }, 'ragged', { name: 'k', row: 1, expected: 2, actual: 1 }],
    ['text for a number', { ...good, k: [['1' as unknown as number, 2]] }, 'not-a-tensor', { name: 'k' }],
    ['no rows', { ...good, k: [], v: [] }, 'empty', {}],
    ['temperature 0', { ...good, temperature: 0 }, 'bad-temperature', {}],
    ['softcap −1', { ...good, softcap: -1 }, 'bad-softcap', {}],
    ['a score that overflows', { ...good, q: [[3e38, 3e38]], k: [[3e38, 3e38]] }, 'overflow', { stage: 'score' }],
    ['a score nobody knows', { ...good, score: 'sum' as 'dot' }, 'unknown-name', { name: 'score', actual: 'sum' }],
    ['a parameter missing', { ...good, score: 'bilinear' }, 'missing-parameter', { score: 'bilinear', name: 'W' }],
    ['a parameter too many', { ...good, score: { name: 'dot', gain: 2 } }, 'unused-parameter', { score: 'dot', name: 'gain' }],
    ['a wrong shape', { ...good, q: { data: new Float32Array(3), shape: [2, 2] } }, 'bad-shape', { name: 'q' }],
    [
      'a mask of +∞',
      { ...good, mask: { kind: 'additive', data: Float32Array.of(Infinity), shape: [1, 1] } },
      'not-finite',
      { name: 'mask' },
    ],
    [
      'a mask with numbers missing',
      { ...good, mask: { kind: 'additive', data: new Float32Array(1), shape: [1, 2] } },
      'data-size',
      { name: 'mask' },
    ],
  ];
  for (const [name, options, code, values] of cases) {
    it(name, () => {
      const error = thrown(options);
      assert.equal(error.code, code, error.message);
      for (const [key, value] of Object.entries(values))
        assert.deepEqual(error.values[key], value, `${key} in ${JSON.stringify(error.values)}`);
      assert.ok(error.message.length > 10);
      assert.equal(core.attend({ ...good, score: 'dot' }).output.data[0], 5, 'the next call is right');
    });
  }
});

describe('explain', () => {
  const stages: Stage[] = ['score', 'capped', 'masked', 'weights', 'output'];
  it('ends in the cell, and its steps are the arithmetic they say', () => {
    const next = random(21);
    const [q, k, v] = [randomRows(next, 3, 4), randomRows(next, 5, 4), randomRows(next, 5, 2)];
    const { trace } = core.attend({ q, k, v, softcap: 2, temperature: 0.7, causal: true, trace: true });
    for (const stage of stages) {
      const { data, shape } = trace!.stage(stage);
      const columns = shape.at(-1)!;
      data.forEach((value, i) => {
        const explanation = core.explain(trace!, stage, { row: Math.floor(i / columns), column: i % columns });
        assert.equal(explanation.value, value);
        assert.ok(explanation.steps.length > 0);
        assert.ok(Object.is(explanation.steps.at(-1)!.result, value), `${stage} ${i}`);
        if (Number.isFinite(value)) assert.ok(Math.abs(explanation.reference - value) <= 1e-5 * Math.max(1, Math.abs(value)));
      });
    }
    const { steps } = trace!.explain('score', { row: 1, column: 2 });
    const product = steps.find(({ step }) => step === 'dot')!;
    assert.deepEqual([...product.left], q[1]);
    assert.deepEqual([...product.right], k[2]);
    product.terms.forEach((term, i) => assert.equal(term, Math.fround(q[1]![i]! * k[2]![i]!)));
    trace!.dispose();
    assert.throws(
      () => trace!.stage('score'),
      (error: AttentionError) => error.code === 'disposed',
    );
  });
});

it('10,000 traces made and dropped leave the heap where it was', () => {
  const once = () => core.attend({ q: [[1, 2]], k: [[3, 4]], v: [[5]], trace: true }).trace!.dispose();
  once();
  const before = core.heapInUse();
  for (let i = 0; i < 10_000; i++) once();
  assert.equal(core.heapInUse(), before);
});
