// Every sample of the articles: runs in the core, stops where its printed program stops, has its texts.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadCore, type Core } from '../../../web/core/index.js';
import mechanism from '../../../web/labs/mechanism/index.js';
import { run, stagesOf } from '../../../web/labs/mechanism/compute.js';
import { crashOf, follow } from '../../../web/labs/mechanism/listing.js';
import { findPreset, findVersion, presets } from '../../../web/labs/mechanism/presets/index.js';
import { columnsOf, kMaxColumns, kMaxRows, rowsOf, sizesOf, type Problem } from '../../../web/labs/mechanism/problem.js';
import { resize } from '../../../web/labs/mechanism/edit.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

const problemOf = (preset: string, version: string) => findVersion(findPreset(preset)!, version).problem(1);

function stage(problem: Problem, name: 'score' | 'weights' | 'output'): number[][] {
  const done = run(core, problem);
  const { data, rows, columns } = done.stage(name, 0);
  done.dispose();
  return Array.from({ length: rows }, (_, i) => [...data.slice(i * columns, (i + 1) * columns)]);
}

function crash(preset: string, change: (problem: Problem) => Problem = (same) => same) {
  const version = findVersion(findPreset(preset)!, 'printed');
  const { lines, given } = version.listing!(change(version.problem(1)));
  const results = follow(lines, given);
  return { line: results.findIndex(({ state }) => state === 'stopped'), error: crashOf(results) };
}

const near = (actual: number[][], expected: number[][], tolerance = 1e-5) =>
  actual.forEach((row, i) =>
    row.forEach((x, j) =>
      assert.ok(Math.abs(x - expected[i]![j]!) <= tolerance * Math.max(1e-12, Math.abs(expected[i]![j]!)), `(${i},${j}): ${x}`),
    ),
  );

test('the list of samples is stable', () => {
  assert.deepEqual(
    presets.map(({ id }) => id),
    [
      'a1-dot',
      'a1-euclidean',
      'a2-tanh',
      'a3-multihead',
      'a3-softmax',
      'a3-translation',
      'a3-translation-back',
      'a3-causal',
      'a4-importance',
      'a4-scaled',
      'a5-additive',
      'a5-weights',
      'random',
    ],
  );
});

test('every version runs, within the limits, and has a text in both languages', () => {
  for (const { id, versions } of presets)
    for (const version of versions) {
      const problem = version.problem(3);
      for (const matrix of Object.values(problem.data)) assert.ok(rowsOf(matrix) <= kMaxRows && columnsOf(matrix) <= kMaxColumns);
      const done = run(core, problem);
      for (const name of stagesOf(problem)) assert.ok(done.stage(name, 0).data.length > 0);
      done.dispose();
      for (const language of ['en', 'zh'] as const)
        assert.ok(mechanism.texts[language][`preset.${id}.${version.id}`], `${id}.${version.id}`);
    }
});

test('article 1, right: softmax(Y Xᵀ) X saturates, and temperature undoes it', () => {
  const problem = problemOf('a1-dot', 'right');
  near(stage(problem, 'score'), [
    [23, 53, 83],
    [29, 67, 105],
  ]);
  near(
    stage(problem, 'weights'),
    [
      [Math.exp(-60), Math.exp(-30), 1],
      [Math.exp(-76), Math.exp(-38), 1],
    ],
    1e-4,
  );
  near(stage(problem, 'output'), [
    [5, 6],
    [5, 6],
  ]);
  const [row] = stage({ ...problem, temperature: 30 }, 'weights');
  const sum = 1 + Math.exp(-1) + Math.exp(-2);
  near([row!], [[Math.exp(-2) / sum, Math.exp(-1) / sum, 1 / sum]]);
});

test('article 1: distances', () => {
  near(stage(problemOf('a1-euclidean', 'euclidean'), 'score'), [
    [-Math.sqrt(72), -Math.sqrt(32), -Math.sqrt(8)],
    [-Math.sqrt(128), -Math.sqrt(72), -Math.sqrt(32)],
  ]);
  near(stage(problemOf('a1-euclidean', 'squared'), 'score'), [
    [-72, -32, -8],
    [-128, -72, -32],
  ]);
});

test('article 1, printed: (3×2)·(3×2) stops; with two rows each it runs, and weighs scores', () => {
  const { line, error } = crash('a1-dot');
  assert.equal(line, 2);
  assert.deepEqual(error?.values, { a: '3×2', b: '3×2', x: 2, y: 3 });
  const shorten = (problem: Problem) => ({ ...problem, data: { ...problem.data, ...resize(problem, 'X', 2, 2) } });
  assert.equal(crash('a1-dot', shorten).error, null);
  const square = shorten(problemOf('a1-dot', 'printed'));
  const [weights, scores] = [stage(square, 'weights'), stage(square, 'score')];
  near(
    stage(square, 'output'),
    weights.map((row) => scores[0]!.map((_, j) => row.reduce((sum, weight, k) => sum + weight * scores[k]![j]!, 0))),
  );
});

test('where the other printed programs stop', () => {
  const stops = {
    'a2-tanh': [3, 'listing.inner'],
    'a3-multihead': [1, 'listing.axes'],
    'a3-causal': [1, 'listing.noSuchCall'],
    'a4-scaled': [2, 'listing.broadcast'],
    'a5-additive': [3, 'listing.broadcast'],
    'a5-weights': [2, 'listing.inner'],
  };
  for (const [preset, [line, key]] of Object.entries(stops)) {
    const stopped = crash(preset);
    assert.deepEqual([stopped.line, stopped.error?.key], [line, key], preset);
    for (const language of ['en', 'zh'] as const) assert.ok(mechanism.texts[language][String(key)]);
  }
});

test('article 3: the large weights of the translations are the alignment', () => {
  const best = (preset: string) => stage(problemOf(preset, 'right'), 'weights').map((row) => row.indexOf(Math.max(...row)));
  assert.deepEqual(best('a3-translation'), [1, 0, 2, 2, 3, 3, 4, 4]);
  assert.deepEqual(
    best('a3-translation-back').filter((_, i) => i !== 3),
    [5, 0, 1, 4, 6],
  );
});

test('article 3, printed: the output is no distribution', () => {
  const output = stage(problemOf('a3-softmax', 'printed'), 'output');
  assert.ok(output.some((row) => row.some((x) => x < 0) || Math.abs(row.reduce((a, b) => a + b) - 1) > 0.1));
});

test('article 5: like words find each other', () => {
  const { names } = problemOf('a5-additive', 'right');
  const pairs = stage(problemOf('a5-additive', 'right'), 'weights').map((row, i) => [names.Q![i], names.K![row.indexOf(Math.max(...row))]]);
  assert.deepEqual(pairs, [
    ['I', 'I'],
    ['love', 'best'],
    ['this', 'This'],
    ['product', 'product'],
  ]);
});

test('causal: nothing from the future', () => {
  stage(problemOf('a3-causal', 'right'), 'weights').forEach((row, i) => row.forEach((weight, j) => assert.equal(weight === 0, j > i)));
});

test('the same seed gives the same numbers, another one others', () => {
  const [a, b, c] = [1, 1, 2].map((seed) => JSON.stringify(findPreset('random')!.versions[0]!.problem(seed)));
  assert.equal(a, b);
  assert.notEqual(a, c);
  assert.deepEqual(sizesOf(findPreset('random')!.versions[0]!.problem(9)), { queries: 4, keys: 5, dq: 4, dk: 4, dv: 3 });
});
