// What training sees and what it never sees.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataOf, isHeldOut, type DataChoice } from '../../../web/labs/learn/data.js';
import { limits, readPairs, samplePairs } from '../../../web/labs/learn/tasks/own.js';
import { taskIds, tasks } from '../../../web/labs/learn/tasks/index.js';
import { Tokens } from '../../../web/labs/learn/tokens.js';

const choice = (given: Partial<DataChoice> = {}): DataChoice => ({
  task: 'reverse',
  size: 8,
  varied: false,
  examples: 0,
  augment: false,
  pairs: '',
  seed: 1,
  ...given,
});

for (const task of taskIds.filter((id) => id !== 'own'))
  test(`${task}: training and held-out questions are never the same, whatever the data`, () => {
    const { sizes } = tasks[task];
    for (const size of [sizes.least, sizes.most])
      for (const given of [{}, { varied: true }, { examples: 50 }, { examples: 50, augment: true }]) {
        const data = dataOf(choice({ task, size, ...given }));
        const trained = Array.from({ length: 20 }, (_, step) => data.batch(step, 16)).flat();
        const held = data.heldOut(100);
        assert.deepEqual(
          [trained.some(({ source }) => isHeldOut(source, 1)), held.every(({ source }) => isHeldOut(source, 1))],
          [false, true],
        );
        for (const { source, target } of [...trained, ...held]) assert.equal(tasks[task].answer(source), target);
      }
  });

test('a step has the same batch each time it is asked, another step another', () => {
  const [one, other] = [dataOf(choice()), dataOf(choice())];
  assert.deepEqual(one.batch(7, 8), other.batch(7, 8));
  assert.notDeepEqual(one.batch(7, 8), one.batch(8, 8));
  assert.notDeepEqual(one.batch(7, 8), dataOf(choice({ seed: 2 })).batch(7, 8));
});

test('a fixed set has so many examples and no more; augmented, it has more', () => {
  const seen = (augment: boolean) => {
    const data = dataOf(choice({ examples: 50, augment }));
    return new Set(Array.from({ length: 100 }, (_, step) => data.batch(step, 20)).flatMap((batch) => batch.map(({ source }) => source)))
      .size;
  };
  assert.equal(dataOf(choice({ examples: 50 })).count, 50);
  assert.ok(seen(false) <= 50 && seen(false) > 45 && seen(true) > 1000, `${seen(false)}, ${seen(true)}`);
});

test('longer questions are longer, and within what the model is made for', () => {
  for (const task of taskIds.filter((id) => id !== 'own')) {
    const { standard } = tasks[task].sizes;
    const data = dataOf(choice({ task, size: standard }));
    for (const { source, target } of data.longer!(20)) {
      assert.ok(source.length > tasks[task].longest(standard).source && source.length <= data.longest.source, source);
      assert.ok([...target].length <= data.longest.target);
    }
  }
});

test('shorter questions come where they are asked for', () => {
  const lengths = (varied: boolean) =>
    new Set(
      dataOf(choice({ varied }))
        .batch(1, 200)
        .map(({ source }) => source.length),
    );
  assert.deepEqual([[...lengths(false)], [...lengths(true)].sort()], [[8], [3, 4, 5, 6, 7, 8]]);
});

test('pairs of the reader: all separators, whole characters, lines that cannot be used are told', () => {
  const text = ['a→b', 'c => d', '你好\t hello ', 'e -> f', '', 'nothing', 'g → ', 'x → y → z', `${'m'.repeat(41)} → n`, '🙂 → 笑'].join(
    '\r\n',
  );
  const { pairs, left, problem } = readPairs(text);
  assert.equal(problem, undefined);
  assert.deepEqual(
    pairs.map(({ source, target }) => `${source}|${target}`),
    ['a|b', 'c|d', '你好|hello', 'e|f', '🙂|笑'],
  );
  assert.deepEqual(left, [
    { line: 6, problem: 'noArrow' },
    { line: 7, problem: 'empty' },
    { line: 8, problem: 'noArrow' },
    { line: 9, problem: 'long' },
  ]);
});

test('pairs of the reader: too few, too many, too many characters', () => {
  const lines = (count: number, each: (i: number) => string) => Array.from({ length: count }, (_, i) => each(i)).join('\n');
  assert.equal(readPairs('').problem, 'few');
  assert.equal(readPairs('a→b\na→c\na→d\na→e').problem, 'few');
  assert.equal(readPairs(lines(limits.pairs + 1, (i) => `${i}→x`)).problem, 'many');
  assert.equal(readPairs(lines(limits.pairs, (i) => `${i}→x`)).problem, undefined);
  assert.equal(readPairs(lines(limits.alphabet + 1, (i) => `${String.fromCodePoint(0x4e00 + i)}→x`)).problem, 'alphabet');
});

test('pairs of the reader: one in ten is held out, the same question on one side only', () => {
  const pairs = `${samplePairs}\n7 → seven`;
  const data = dataOf(choice({ task: 'own', pairs }));
  const held = data.heldOut(1000);
  const trained = new Set(
    Array.from({ length: 60 }, (_, step) => data.batch(step, 32)).flatMap((batch) => batch.map(({ source }) => source)),
  );
  assert.deepEqual([held.length >= 20 && held.length <= 21, held.filter(({ source }) => trained.has(source))], [true, []]);
  assert.equal(data.count! + held.length, 200);
  assert.equal(data.answer('14'), 'XIV');
  assert.equal(data.answer('1000'), undefined);
  const small = dataOf(choice({ task: 'own', pairs: 'a→b\nc→d\ne→f\ng→h' }));
  assert.deepEqual([small.count, small.held, small.heldOut(9).length], [3, 1, 1]);
});

test('characters and ids: there and back, unknown ones told', () => {
  const tokens = new Tokens([...'ab你'], 'encoder-decoder');
  assert.deepEqual(tokens.encode('b你?'), [5, 6, 3]);
  assert.deepEqual(tokens.batch([{ source: 'ab', target: '你' }]), { source: [[4, 5]], target: [[6, 2]] });
  assert.equal(tokens.decode([6, 4, 2, 5]), '你a');
  assert.equal(tokens.stranger('a?b'), '?');
  assert.deepEqual(
    [new Tokens(['a'], 'encoder').source('a'), new Tokens(['a'], 'decoder').source('a')],
    [
      [4, 2],
      [4, 1],
    ],
  );
});
