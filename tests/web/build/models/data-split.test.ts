import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { prepare } from '../../../../web/build/models/data/prepare.js';
import { packExamples, writeRun } from '../../../../web/build/models/data/run-folder.js';
import { bare, groups, hashed, partOf, PARTS } from '../../../../web/build/models/data/split.js';
import { casedWords, referenced, splitPairs, translationVocabulary } from '../../../../web/build/models/data/translation.js';

const folder = mkdtempSync(join(tmpdir(), 'split-'));
after(() => rmSync(folder, { recursive: true }));

const people = ['我', '你', '他', '她', '我们', '你们', '他們', '她們'];
const deeds = ['吃饭', '喝茶', '看書', '跑步', '唱歌', '睡觉', '回家', '工作', '学习中文', '去公園'];
const times = ['昨天', '今天', '明天', '现在', '早上'];
const english = ['I', 'you', 'he', 'she', 'we', 'all of you', 'they', 'the women'];
const verbs = ['eat', 'drink tea', 'read', 'run', 'sing', 'sleep', 'go home', 'work', 'learn Chinese', 'go to the park'];
const days = ['yesterday', 'today', 'tomorrow', 'now', 'this morning'];
const rows = times.flatMap((time, t) =>
  people.flatMap((person, p) => deeds.map((deed, d) => `${english[p]} ${verbs[d]} ${days[t]}.\t${person}${time}${deed}。\tmade up`)),
);
mkdirSync(join(folder, 'tatoeba-cmn'));
const write = (lines: readonly string[]) => writeFileSync(join(folder, 'tatoeba-cmn/pairs.tsv'), lines.join('\n'));

test('rows that share a key, or have one between them, are one group', () => {
  const keys = groups([
    ['a', 'x'],
    ['b', 'x'],
    ['c', 'y'],
    ['b', 'z'],
    ['d', 'z'],
  ]);
  assert.deepEqual(keys, ['a', 'a', 'c', 'a', 'a']);
  assert.equal(
    groups([['q'], ['p', 'q'], ['o', 'p']]).every((key) => key === 'o'),
    true,
  );
});

test('shares come out as asked for, and the salt changes who is where', () => {
  const counts = { train: 0, valid: 0, test: 0 };
  for (let i = 0; i < 20000; i++) counts[partOf(`row ${i}`, { salt: 's', valid: 0.05, test: 0.1 })]++;
  assert.ok(Math.abs(counts.valid - 1000) < 120 && Math.abs(counts.test - 2000) < 160, JSON.stringify(counts));
  const moved = Array.from({ length: 1000 }, (_, i) => `row ${i}`).filter(
    (key) => partOf(key, { salt: 's', valid: 0.3, test: 0.3 }) !== partOf(key, { salt: 't', valid: 0.3, test: 0.3 }),
  );
  assert.ok(moved.length > 400);
  assert.ok(hashed('a') >= 0 && hashed('a') < 1 && hashed('a') !== hashed('b'));
});

test('no Chinese and no English sentence of one part is in another, however it is written', async () => {
  // the same in traditional characters, with another sign, in capitals
  const variants = rows.flatMap((row, i) => {
    const [en, zh] = row.split('\t') as [string, string];
    return i % 3
      ? [row]
      : [row, `${en.toUpperCase()}\t${zh.replace('。', '!').replace('饭', '飯').replace('书', '書')}`, `${en} Really.\t${zh}`];
  });
  write(variants);
  const parts = await splitPairs(folder);
  const simple = (text: string) => bare(text.replaceAll('飯', '饭').replaceAll('書', '书').replaceAll('園', '园').replaceAll('們', '们'));
  for (const side of ['chinese', 'english'] as const) {
    const [train, valid, held] = PARTS.map((part) => new Set(parts[part].map((pair) => simple(pair[side])))) as [
      Set<string>,
      Set<string>,
      Set<string>,
    ];
    assert.ok(held.size > 10 && train.size > 200);
    for (const text of held) assert.ok(!train.has(text) && !valid.has(text), text);
    for (const text of valid) assert.ok(!train.has(text), text);
  }
  const where = (lists: typeof parts) => PARTS.map((part) => lists[part].map(({ chinese }) => chinese).sort());
  write([...variants].reverse());
  assert.deepEqual(where(await splitPairs(folder)), where(parts), 'the order of the rows says nothing');
});

test('references of one Chinese sentence stand together; words that have a capital in mid-sentence are known', async () => {
  write([...rows, ...rows.map((row) => row.replace('.\t', ', I think.\t'))]);
  const parts = await splitPairs(folder);
  const vocabulary = await translationVocabulary(parts.train);
  const all = referenced(parts.test, vocabulary);
  assert.ok(all.length > 20 && all.every(({ references }) => references.length === 2));
  assert.equal(new Set(all.map(({ chinese }) => chinese)).size, all.length);
  assert.deepEqual(vocabulary.target.cased, ['Chinese', 'I']);
  assert.deepEqual(casedWords(['We met Tom.', 'Is Tom in?', 'Was Ann in?', 'He saw Rome.', 'A tower. Our Tower.', 'the tower']), ['Tom']);
});

test('a folder to train in: token ids as the trainer reads them, the same bytes each time', async () => {
  write(rows);
  const prepared = await prepare('translation', folder, { steps: 7 });
  const { model, training } = prepared.config as { model: Record<string, number>; training: Record<string, number> };
  assert.equal(training['steps'], 7);
  const { source, target } = prepared.vocabulary as Awaited<ReturnType<typeof translationVocabulary>>;
  assert.deepEqual([model['sourceVocabulary'], model['targetVocabulary']], [source.pieces.length, target.pieces.length]);
  const all = PARTS.flatMap((part) => prepared.examples[part]);
  assert.equal(all.length, rows.length);
  for (const each of all) {
    assert.ok(each.source.every((id) => id > 1 && id < source.pieces.length) && each.source.at(-1) === 2);
    assert.ok(each.target.every((id) => id > 1 && id < target.pieces.length) && each.target.indexOf(2) === each.target.length - 1);
  }
  assert.deepEqual(
    packExamples([
      { source: [5, 6], target: [7, 2, 9] },
      { source: [], target: [1] },
    ]),
    Buffer.from(Int32Array.of(2, 2, 3, 5, 6, 7, 2, 9, 0, 1, 1).buffer),
  );
  writeRun(join(folder, 'run'), prepared);
  write([...rows].reverse());
  const again = await prepare('translation', folder, { steps: 7 });
  assert.deepEqual(again.vocabulary, prepared.vocabulary);
});
