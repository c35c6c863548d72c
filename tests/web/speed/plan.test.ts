import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../../../web/labs/error.js';
import { allTasks, caseNames, hasRoom, kFirst, lengthsUpTo, lengthTask, quickTasks } from '../../../web/labs/speed/plan.js';
import { Results } from '../../../web/labs/speed/results.js';
import { defaultState, readState } from '../../../web/labs/speed/state.js';
import { cases } from '../../../web/core/cases.js';
import { measured } from './measured.js';

test('nothing given: the default', () => {
  for (const raw of [{}, null, 'x', 7, undefined]) assert.deepEqual(readState(raw), defaultState);
});

test('a whole state comes back as it was, curves in their own order', () => {
  const state = { curves: ['weights', 'fused', 'fused'], longest: 16384, heads: 8, d: 128 };
  assert.deepEqual(readState(state), { ...state, curves: ['fused', 'weights'] });
});

for (const [field, value] of [
  ['curves', 'fused'],
  ['curves', ['fast']],
  ['longest', 3000],
  ['longest', '4096'],
  ['heads', 0],
  ['heads', 3],
  ['d', 65],
  ['d', null],
] as const)
  test(`${field} = ${JSON.stringify(value)} is refused by name`, () =>
    assert.throws(
      () => readState({ [field]: value }),
      (error) => error instanceof LabError && error.values.field === field,
    ));

test('lengths double', () => {
  assert.deepEqual(lengthsUpTo(512), [64, 128, 256, 512]);
  assert.equal(lengthsUpTo(16384).at(-1), 16384);
});

test('everything is each case of the benchmark, and each length of each curve, once', () => {
  const all = allTasks({ ...defaultState, longest: 16384, curves: ['fused', 'causal', 'weights'] });
  const ids = all.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { name } of cases) assert.ok(ids.includes(name), name);
  assert.equal(all.length, cases.length + 2 * 9 + 8, 'no weights at 16384: 4·16384² bytes');
});

test('the case that takes seconds a run is measured only where it was asked for', () => {
  assert.ok(!caseNames(defaultState).includes('long-16384x512h8'));
  assert.ok(caseNames({ longest: 16384 }).includes('long-16384x512h8'));
});

test('the first look has the sentence’s case and points of each curve', () => {
  const ids = quickTasks(defaultState).map(({ id }) => id);
  assert.equal(ids.at(-1), kFirst, 'the engine is warm by then');
  assert.equal(ids.length, 2 + 3 * defaultState.curves.length);
  const budget = quickTasks(defaultState).reduce((sum, { milliseconds }) => sum + 2 * milliseconds + 40, 0); // warm-up, runs, peak
  assert.ok(budget < 1000, `${budget} ms`);
});

test('weights are kept up to 268 MB', () => {
  assert.ok(hasRoom('weights', 8192, { heads: 1, d: 64 }));
  assert.ok(!hasRoom('weights', 16384, { heads: 1, d: 64 }));
  assert.ok(hasRoom('fused', 16384, { heads: 8, d: 64 }));
  assert.deepEqual(new Results().withoutRoom({ ...defaultState, heads: 8 }), [4096]);
  assert.deepEqual(new Results().withoutRoom({ ...defaultState, heads: 8, curves: ['fused'] }), []);
});

test('tasks of other choices are other tasks', () => {
  const id = (heads: number, d: number) => lengthTask('fused', 64, { heads, d }).id;
  assert.equal(new Set([id(1, 64), id(2, 64), id(1, 32), id(2, 32), lengthTask('causal', 64, { heads: 1, d: 64 }).id]).size, 5);
});

test('a failure is kept until the same is measured; what was measured stays', () => {
  const [results, task] = [new Results(), lengthTask('weights', 64, defaultState)];
  results.add(task, measured(task, 5));
  results.fail(task, new Error('x'));
  assert.equal(results.failures().length, 1);
  assert.equal(results.get(task.id)?.measured.ms, 5);
  results.add(task, measured(task, 6));
  assert.equal(results.failures().length, 0);
});
