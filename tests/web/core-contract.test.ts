// The façade against the contract: a seeded sweep against a double-precision reference written from DESIGN.md and SEEDS.md alone.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadCore } from '../../web/core/index.js';
import type { AttendResult, Core, Stage, Tensor } from '../../web/core/index.js';
import { caseOf, diceOf, optionsOf, scoreNames, tensorOf } from './core-contract-cases.js';
import type { Case } from './core-contract-cases.js';
import { reference } from './core-contract-reference.js';
import type { Block, Problem, Stages } from './core-contract-reference.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

/** Infinities must agree; the rest within the tolerance. */
function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: count`);
  for (let i = 0; i < expected.length; ++i) {
    const near = actual[i] === expected[i] || Math.abs(actual[i]! - expected[i]!) <= tolerance;
    assert.ok(near, `${what}[${i}]: ${actual[i]} is not ${expected[i]} (± ${tolerance})`);
  }
}

const largest = (numbers: Float64Array) => numbers.reduce((max, x) => (Number.isFinite(x) ? Math.max(max, Math.abs(x)) : max), 0);

function outputBlock({ k, v, heads, queries }: Problem, output: Float64Array): Block {
  return { batch: k.batch, heads, rows: queries, columns: v.columns, data: Float32Array.from(output) };
}

function checkOutput({ rank, problem }: Case, output: Tensor, expected: Stages): void {
  const laidOut = tensorOf(outputBlock(problem, expected.output), rank);
  assert.deepEqual([...output.shape], [...laidOut.shape], 'output shape');
  assertClose(output.data, laidOut.data, 1e-5 * largest(expected.output), 'output');
}

/** Scores enter an exponential, so 1e-6 of a score that cancels to almost nothing does no harm. */
function toleranceOf(stage: Stage, expected: Stages): number {
  if (stage === 'weights') return 1e-6;
  return stage === 'output' ? 1e-5 * largest(expected.output) : Math.max(1e-6, 1e-5 * largest(expected[stage]));
}

function checkStages({ problem: { k, v, heads, queries } }: Case, { trace }: AttendResult, expected: Stages): void {
  for (const stage of ['score', 'capped', 'masked', 'weights', 'output'] as Stage[]) {
    const { data, shape } = trace!.stage(stage);
    assert.deepEqual([...shape], [k.batch, heads, queries, stage === 'output' ? v.columns : k.rows], `${stage} shape`);
    assertClose(data, expected[stage], toleranceOf(stage, expected), stage);
  }
}

function checkPresent({ problem }: Case, { present }: AttendResult): void {
  if (!problem.past) return assert.equal(present, undefined);
  for (const name of ['k', 'v'] as const) {
    const expected = tensorOf(problem[name], 4);
    assert.deepEqual([...present![name].shape], [...expected.shape], `present ${name} shape`);
    assert.deepEqual(present![name].data, expected.data, `present ${name}`);
  }
}

/** One case: without and with a trace, against the reference; what went in is as it was. */
function check(one: Case, seed: number): void {
  const options = optionsOf(one, diceOf(seed));
  const before = structuredClone(options);
  const expected = reference(one.problem);
  const plain = core.attend(options);
  const traced = core.attend({ ...options, trace: true });
  try {
    assert.equal(plain.trace, undefined);
    for (const result of [plain, traced]) {
      checkOutput(one, result.output, expected);
      checkPresent(one, result);
    }
    checkStages(one, traced, expected);
    assert.deepEqual(options, before, 'inputs changed');
  } finally {
    traced.trace?.dispose();
  }
}

function sweep(name: (typeof scoreNames)[number], rank: number, count: number, longest: number): void {
  for (let n = 0; n < count; ++n) {
    const seed = 1000 * n + 10 * scoreNames.indexOf(name) + rank;
    const dice = diceOf(seed);
    const one = caseOf(dice, name, rank, { queries: dice.int(1, longest), keys: dice.int(1, longest), d: dice.int(1, longest) });
    try {
      check(one, seed);
    } catch (error) {
      const { q, k, v, ...settings } = one.problem;
      const size = (block?: Block) => block && [block.batch, block.heads, block.rows, block.columns];
      const told = JSON.stringify({
        q: size(q),
        k: size(k),
        v: size(v),
        ...settings,
        mask: settings.mask && [settings.mask.kind, settings.mask.shape],
      });
      throw new Error(`seed ${seed}, rank ${rank}: ${(error as Error).message}\n${told}`, { cause: error });
    }
  }
}

describe('attend, swept', () => {
  for (const name of scoreNames) for (const rank of [2, 3, 4]) test(`${name}, ${rank}-D`, () => sweep(name, rank, 25, 17));
  for (const name of scoreNames) test(`${name}, larger than a tile`, () => sweep(name, 4, 2, 70));
});
