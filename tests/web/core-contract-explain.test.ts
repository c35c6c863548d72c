// Every explained number is followed back to its arithmetic, for every score function and stage.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadCore } from '../../web/core/index.js';
import type { Cell, Core, ScoreName, Stage } from '../../web/core/index.js';
import { caseOf, diceOf, optionsOf, scoreNames } from './core-contract-cases.js';
import type { Dice } from './core-contract-cases.js';
import { reference } from './core-contract-reference.js';
import type { Problem, Stages } from './core-contract-reference.js';
import { checkExplanation } from './core-contract-steps.js';

const stages: readonly Stage[] = ['score', 'capped', 'masked', 'weights', 'output'];

let core: Core;
before(async () => {
  core = await loadCore();
});

function cellIn(dice: Dice, { k, v, heads, queries }: Problem, stage: Stage): Required<Cell> {
  const columns = stage === 'output' ? v.columns : k.rows;
  const below = (count: number) => dice.int(0, count - 1);
  return { batch: below(k.batch), head: below(heads), row: below(queries), column: below(columns) };
}

function referenceAt(
  { heads, queries, k, v }: Problem,
  stage: Stage,
  expected: Stages,
  { batch, head, row, column }: Required<Cell>,
): number {
  const columns = stage === 'output' ? v.columns : k.rows;
  return expected[stage][((batch * heads + head) * queries + row) * columns + column]!;
}

function explainCase(name: ScoreName, seed: number): void {
  const dice = diceOf(seed);
  const one = caseOf(dice, name, dice.pick([2, 3, 4]), { queries: dice.int(1, 9), keys: dice.int(1, 11), d: dice.int(1, 13) });
  const { problem } = one;
  const expected = reference(problem);
  const trace = core.attend({ ...optionsOf(one, dice), trace: true }).trace!;
  try {
    for (const stage of stages) {
      for (let n = 0; n < 3; ++n) {
        const cell = cellIn(dice, problem, stage);
        const explanation = trace.explain(stage, cell);
        assert.equal(explanation.stage, stage);
        assert.deepEqual(explanation.cell, cell);
        assert.deepEqual(core.explain(trace, stage, cell), explanation);
        try {
          checkExplanation(problem, trace, explanation, referenceAt(problem, stage, expected, cell));
        } catch (error) {
          const steps = explanation.steps.map(({ step, left, right, terms, result }) => ({
            step,
            left: [...left],
            right: [...right],
            terms: [...terms],
            result,
          }));
          const told = JSON.stringify({ stage, cell, steps, score: problem.score.name }, (_, x) => (x === -Infinity ? '−∞' : x));
          throw new Error(`seed ${seed}: ${(error as Error).message}\n${told}`, { cause: error });
        }
      }
    }
  } finally {
    trace.dispose();
  }
}

describe('explain', () => {
  for (const [index, name] of scoreNames.entries())
    test(name, () => {
      for (let n = 0; n < 30; ++n) explainCase(name, 7000 * (index + 1) + n);
    });

  test('batch and head default to 0', () => {
    const { trace } = core.attend({ q: [[1, 2]], k: [[3, 4]], v: [[5]], trace: true });
    assert.deepEqual(trace!.explain('output', { row: 0, column: 0 }).cell, { batch: 0, head: 0, row: 0, column: 0 });
    trace!.dispose();
  });
});
