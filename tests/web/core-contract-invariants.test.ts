// What must hold whatever the numbers: known answers, extremes, calls that know nothing of each other, a clean heap.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { AttentionError, loadCore } from '../../web/core/index.js';
import type { AttendOptions, Core, Stage } from '../../web/core/index.js';
import { blockOf, caseOf, diceOf, optionsOf, rowsOf, scoreNames, tensorOf } from './core-contract-cases.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

/** The output as both paths give it: with and without a trace. */
function outputs(options: AttendOptions): number[][] {
  const { output, trace } = core.attend({ ...options, trace: true });
  trace!.dispose();
  return [[...core.attend(options).output.data], [...output.data]];
}

function stagesOf(options: AttendOptions): Record<Stage, number[]> {
  const { trace } = core.attend({ ...options, trace: true });
  const names = ['score', 'capped', 'masked', 'weights', 'output'] as const;
  const entries = names.map((stage) => [stage, [...trace!.stage(stage).data]]);
  trace!.dispose();
  return Object.fromEntries(entries) as Record<Stage, number[]>;
}

function assertRelative(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((x, i) => assert.ok(Math.abs(x - expected[i]!) <= tolerance * Math.abs(expected[i]!), `${x} is not ${expected[i]}`));
}

describe('known answers', () => {
  test('the first article: softmax(Y Xᵀ) X keeps weights of 10⁻¹⁴ and smaller', () => {
    const x = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const { score, weights } = stagesOf({
      q: [
        [7, 8],
        [9, 10],
      ],
      k: x,
      v: x,
      score: 'dot',
    });
    assert.deepEqual(score, [23, 53, 83, 29, 67, 105]);
    assertRelative(weights, [Math.exp(-60), Math.exp(-30), 1, Math.exp(-76), Math.exp(-38), 1], 1e-5);
  });

  test('scale → softcap → temperature → mask', () => {
    const mask = { kind: 'additive', data: Float32Array.of(5, -Infinity), shape: [2] } as const;
    const { score, capped, masked, weights } = stagesOf({
      q: [[8]],
      k: [[1], [2]],
      v: [[1], [2]],
      score: 'dot',
      scale: 0.5,
      softcap: 2,
      temperature: 4,
      mask,
    });
    assert.deepEqual(score, [4, 8]);
    assertRelative(capped, [2 * Math.tanh(2), 2 * Math.tanh(4)], 1e-6);
    assertRelative([masked[0]!], [(2 * Math.tanh(2)) / 4 + 5], 1e-6);
    assert.equal(masked[1], -Infinity);
    assert.deepEqual(weights, [1, 0]);
  });

  test('a fully masked row has weights and output 0, however it is masked', () => {
    const base = { q: [[1], [2]], k: [[1], [2]], v: [[3], [4]] };
    const none = { kind: 'boolean', data: Uint8Array.of(0, 0, 1, 1), shape: [2, 2] } as const;
    const minus = { kind: 'additive', data: Float32Array.of(-Infinity, -Infinity, 0, 0), shape: [2, 2] } as const;
    for (const extra of [{ mask: none }, { mask: minus }, { lengths: [1], causal: true }]) {
      const { weights, output } = stagesOf({ ...base, ...extra });
      assert.deepEqual([weights[0], weights[1], output[0]], [0, 0, 0]);
      assert.ok(output[1]! > 0);
      assert.equal(core.attend({ ...base, ...extra }).output.data[0], 0);
    }
    for (const output of outputs({ ...base, lengths: [0] })) assert.deepEqual(output, [0, 0]);
  });

  test('distances are of differences: 10⁴ + 0.5 and 10⁴ are 0.5 apart', () => {
    const far = { q: [[10000.5, -20000.25]], k: [[10000, -20000.25]], v: [[1]] };
    assert.deepEqual(stagesOf({ ...far, score: 'squared-euclidean' }).score, [-0.25]);
    assert.deepEqual(stagesOf({ ...far, score: 'euclidean' }).score, [-0.5]);
  });
});

describe('extremes', () => {
  const weightsAt = (first: number) => [Math.exp(first) / (Math.exp(first) + 1), 1 / (Math.exp(first) + 1)];

  test('a mean of large values is as large, and not infinite', () => {
    const k = [[1], [1], [1]];
    for (const output of outputs({ q: [[1]], k, v: [[3e38], [3e38], [3e38]] })) assertRelative(output, [3e38], 1e-5);
    for (const output of outputs({ q: [[1]], k, v: [[3e38], [3e38], [-3e38]] })) assertRelative(output, [1e38], 1e-5);
  });

  for (const length of [1e-23, 3e-22, 1e-20, 1e-10, 1e10, 2e19, 1e38])
    test(`the cosine of a vector ${length} long is right, or an error`, () => {
      const unit = [
        [1, 0],
        [0, 1],
      ];
      try {
        assertRelative(stagesOf({ q: [[length, 0]], k: unit, v: unit, score: 'cosine' }).weights, weightsAt(1), 1e-5);
      } catch (error) {
        if (!(error instanceof AttentionError)) throw error;
      }
    });

  test('large scores saturate without NaN', () => {
    const { weights } = stagesOf({ q: [[1e15]], k: [[1e15], [-1e15], [9e14]], v: [[1], [2], [3]], score: 'dot' });
    assert.deepEqual(weights, [1, 0, 0]);
  });
});

describe('calls know nothing of each other', () => {
  const optionsAt = (seed: number) => {
    const dice = diceOf(seed);
    const one = caseOf(dice, dice.pick(scoreNames), dice.pick([2, 3, 4]), {
      queries: dice.int(1, 9),
      keys: dice.int(1, 9),
      d: dice.int(1, 9),
    });
    return optionsOf(one, dice);
  };

  test('the same call gives the same bits in any order, and what it gave stays', () => {
    const all = Array.from({ length: 60 }, (_, n) => optionsAt(500 + n));
    const results = all.map((options) => core.attend(options));
    const kept = results.map(({ output }) => output.data.slice());
    const large = tensorOf(blockOf(diceOf(1), 1, 1, 1500, 8), 2);
    core.attend({ q: large, k: large, v: large, trace: true }).trace!.dispose();
    for (const [n, options] of [...all.entries()].reverse()) assert.deepEqual(core.attend(options).output.data, kept[n], `call ${n}`);
    results.forEach(({ output }, n) => assert.deepEqual(output.data, kept[n], `kept ${n}`));
  });

  test('a trace keeps its numbers while others come and go', () => {
    const options = optionsAt(77);
    const { trace } = core.attend({ ...options, trace: true });
    const masked = trace!.stage('masked');
    const explained = trace!.explain('weights', { row: 0, column: 0 });
    for (let n = 0; n < 40; ++n) core.attend({ ...optionsAt(n), trace: true }).trace!.dispose();
    assert.deepEqual(trace!.stage('masked'), masked);
    assert.deepEqual(trace!.explain('weights', { row: 0, column: 0 }), explained);
    trace!.dispose();
  });

  test('a result is a copy: writing to it changes nothing', () => {
    const { trace } = core.attend({ ...optionsAt(78), trace: true });
    const before = trace!.stage('weights').data.slice();
    trace!.stage('weights').data.fill(7);
    assert.deepEqual(trace!.stage('weights').data, before);
    trace!.dispose();
  });

  test('10,000 traces leave the heap where it was', () => {
    const use = () => {
      const { trace } = core.attend({ q: [[1, 2]], k: [[3, 4]], v: [[5]], trace: true });
      trace!.stage('weights');
      trace!.dispose();
    };
    use();
    const heap = core.heapInUse();
    for (let n = 0; n < 10_000; ++n) use();
    assert.equal(core.heapInUse(), heap);
  });
});

describe('past and present', () => {
  test('one token at a time, each with the present of the last, is the causal whole', () => {
    const dice = diceOf(4);
    const [q, k, v] = [blockOf(dice, 2, 4, 9, 5), blockOf(dice, 2, 2, 9, 5), blockOf(dice, 2, 2, 9, 3)];
    const whole = core.attend({ q: tensorOf(q, 4), k: tensorOf(k, 4), v: tensorOf(v, 4), causal: true }).output;
    const wholeBlock = { batch: 2, heads: 4, rows: 9, columns: 3, data: whole.data };
    let past: AttendOptions['past'] = { k: tensorOf(rowsOf(k, 0, 0), 4), v: tensorOf(rowsOf(v, 0, 0), 4) };
    for (let i = 0; i < 9; ++i) {
      const [qi, ki, vi] = [q, k, v].map((block) => tensorOf(rowsOf(block, i, i + 1), 4)) as [never, never, never];
      const { output, present } = core.attend({ q: qi, k: ki, v: vi, causal: true, past });
      const expected = rowsOf(wholeBlock, i, i + 1).data;
      output.data.forEach((x, n) => assert.ok(Math.abs(x - expected[n]!) <= 1e-6, `token ${i}: ${x} is not ${expected[n]}`));
      past = present;
    }
    assert.deepEqual(past!.k, tensorOf(k, 4));
    assert.deepEqual(past!.v, tensorOf(v, 4));
  });
});
