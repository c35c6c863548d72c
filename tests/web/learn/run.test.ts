// Records of runs, states from links, files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../../../web/labs/error.js';
import { carriedBy, carrying } from '../../../web/labs/learn/files.js';
import { patternOf, strongest } from '../../../web/labs/learn/measures.js';
import { climbedAt, newRun, withCheck, withSteps } from '../../../web/labs/learn/run.js';
import { differing, Runs } from '../../../web/labs/learn/runs.js';
import { defaultState, readState, runKey, settled, type LearnState } from '../../../web/labs/learn/state.js';
import { applyChanges, readLink, writeLink } from '../../../web/labs/link.js';

const result = (step: number, loss: number) => ({ step, loss, gradientNorm: 1, rate: 0.1, tokens: 10, milliseconds: 4, flops: 100 });

test('steps done again take the place of those after them; what they cost stays', () => {
  let run = withSteps(
    newRun(defaultState, 1),
    [1, 2, 3, 4].map((step) => result(step, 5 - step)),
  );
  run = withCheck(run, { step: 4, loss: 1, characters: 1, answers: 1 });
  run = withSteps(run, [result(3, 9)]);
  assert.deepEqual([run.losses, run.checks, run.paid.steps, run.paid.seconds], [[4, 3, 9], [], 5, 0.02]);
});

test('a loss that climbs for good is seen, a peak is not', () => {
  const flat = Array.from({ length: 100 }, () => 2);
  assert.equal(climbedAt(flat), null);
  assert.equal(climbedAt([...flat, 60]), null, 'one peak is no end');
  assert.equal(climbedAt([...flat.slice(0, 50), ...Array.from({ length: 20 }, () => 7)]), 51);
  assert.equal(climbedAt(Array.from({ length: 19 }, (_, i) => 2 + i * 100)), null, 'too early to say');
});

test('a state survives its link', () => {
  const state: LearnState = {
    ...defaultState,
    task: 'own',
    pairs: 'a → b\nc\td',
    rate: 0.0123,
    heads: 2,
    head: ['cross', 0, 1],
    cell: [3, 4],
    ask: 'a',
  };
  const { changes } = readLink(writeLink('learn', state, defaultState).hash)!;
  assert.deepEqual(readState(applyChanges(defaultState, changes)), state);
});

for (const bad of [
  { task: 'translate' },
  { size: 17 },
  { size: 2.5 },
  { width: 40 },
  { heads: 3 },
  { width: 48, heads: 32 },
  { layers: 5 },
  { rate: 0 },
  { rate: NaN },
  { rate: '1' },
  { steps: 1e9 },
  { batch: 0 },
  { dropout: 0.9 },
  { examples: 7 },
  { pairs: 'x'.repeat(100_001) },
  { head: ['pooling', 0, 0] },
  { head: ['cross', 9, 0] },
  { cell: [0] },
  { augment: 1 },
])
  test(`refused: ${JSON.stringify(bad).slice(0, 60)}`, () => assert.throws(() => readState(bad), LabError));

test('contradictions are taken out: a size the task has not, an architecture that does not fit', () => {
  assert.equal(settled({ ...defaultState, task: 'addition', size: 8 }).size, 5);
  assert.equal(settled({ ...defaultState, task: 'repeated', architecture: 'encoder' }).architecture, 'encoder-decoder');
  assert.equal(settled(defaultState), defaultState);
});

test('what is looked at, and how it learns, begin no new run; the model and the data do', () => {
  const same = (patch: Partial<LearnState>) => runKey({ ...defaultState, ...patch }) === runKey(defaultState);
  assert.ok(same({ rate: 1, steps: 20, dropout: 0.3, ask: 'abc', cell: [1, 1], batch: 4 }));
  for (const patch of [{ task: 'sort' }, { seed: 2 }, { width: 32 }, { size: 5 }, { examples: 50 }, { pairs: 'x' }] as const)
    assert.ok(!same(patch), JSON.stringify(patch));
});

test('earlier runs: the newest first, no more than eight, none that did nothing', () => {
  const runs = new Runs();
  const run = withSteps(
    newRun(defaultState, 1),
    [1, 2, 3, 4, 5].map((step) => result(step, 1)),
  );
  runs.add(newRun(defaultState, 1));
  assert.equal(runs.all.length, 0);
  for (let i = 0; i < 10; i++) runs.add(run);
  assert.deepEqual(
    runs.all.map(({ tag }) => tag),
    [...'⑩⑨⑧⑦⑥⑤④③'],
  );
  runs.show('⑩', false);
  runs.remove('⑨');
  assert.deepEqual([runs.all[0]?.shown, runs.all[1]?.tag], [false, '⑧']);
});

test('where two settings differ', () => {
  assert.deepEqual(differing({ ...defaultState, rate: 1, ask: 'x', pairs: 'y' }, defaultState), ['rate']);
});

const header = (object: unknown) => {
  const text = new TextEncoder().encode(JSON.stringify(object));
  const file = new Uint8Array(8 + text.length + 3);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set([1, 2, 3], 8 + text.length);
  return file;
};

test('a file carries settings and curve there and back; its numbers stay as they are', () => {
  const file = header({ __metadata__: { config: '{}' }, w: { dtype: 'F32', shape: [0], data_offsets: [0, 0] } });
  const run = withSteps(newRun(defaultState, 7), [result(1, 2)]);
  const carried = carrying(file, { state: { ...defaultState, seed: 5 }, run });
  assert.deepEqual([carried.at(-1), Number(new DataView(carried.buffer).getBigUint64(0, true)) % 8], [3, 0]);
  const read = carriedBy(carried)!;
  assert.deepEqual([read.state.seed, read.run?.losses, read.run?.parameters], [5, [2], 7]);
  assert.equal(carriedBy(carrying(file, { state: defaultState, run: null }))!.run, null);
  assert.equal(carriedBy(file), null, 'weights of another origin');
});

for (const [name, bytes] of [
  ['nothing', new Uint8Array(0)],
  ['text', new TextEncoder().encode('hello, this is no model')],
  ['a length beyond its end', new Uint8Array([255, 0, 0, 0, 0, 0, 0, 0, 123])],
  ['a huge length', new Uint8Array(16).fill(255)],
  ['a header that is no JSON', new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 123])],
  ['a list', header([])],
  ['settings that are none', header({ __metadata__: { 'attention-lab learn 1': '{"state":{"rate":"x"},"run":null}' } })],
  ['a curve that is none', header({ __metadata__: { 'attention-lab learn 1': '{"state":{},"run":{"losses":3}}' } })],
] as const)
  test(`refused as a file: ${name}`, () => assert.throws(() => carriedBy(bytes), { name: 'FileError' }));

const input = (rows: number, columns: number, weight: (row: number, column: number) => number, writes = false) => ({
  weights: Float32Array.from({ length: rows * columns }, (_, i) => weight(Math.floor(i / columns), i % columns)),
  rows,
  columns,
  written: [...'dcba'],
  looked: [...'abcd'],
  length: 4,
  writes,
});

test('habits of a head: mirror, own place, before, the same character, none', () => {
  const at = (key: (row: number) => number) => patternOf(input(4, 4, (row, column) => (column === key(row) ? 0.7 : 0.1)));
  assert.equal(at((row) => 3 - row).habit, 'mirror');
  assert.equal(at((row) => row).habit, 'same');
  assert.equal(at((row) => Math.max(0, row - 1)).habit, 'previous');
  assert.ok(Math.abs(at((row) => row).share - 0.7) < 1e-6);
  const letter = [2, 0, 3, 1]; // written there: c a d b
  const same = { ...input(4, 4, (row, column) => (column === letter[row] ? 0.7 : 0.1), true), written: [...'cadb'] };
  assert.equal(patternOf(same).habit, 'letter');
  const even = patternOf(input(4, 4, () => 0.25));
  assert.deepEqual([even.habit, even.largest], [null, 0.25]);
  assert.deepEqual(strongest([0, 0.2, 0.8, 0, 0.1, 0.1], 3), [0, 2]);
});
