import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headCaption, headKind, headLine, headSentence, type HeadKind, type Say } from '../../../web/labs/sentence/describe.js';
import { measureHead } from '../../../web/labs/sentence/measures.js';
import en from '../../../web/labs/sentence/en.json' with { type: 'json' };
import zh from '../../../web/labs/sentence/zh.json' with { type: 'json' };
import { lookUp } from '../../../web/i18n/text.js';

const n = 8;
const labels = Array.from({ length: n }, (_, i) => `t${i}`);

/** Each row gives `share` to where(row) and spreads the rest evenly over the others. */
function head(where: (row: number) => number, share: number): Float32Array {
  const rest = (1 - share) / (n - 1);
  return Float32Array.from({ length: n * n }, (_, i) => (where(Math.floor(i / n)) === i % n ? share : rest));
}

const cases: [HeadKind, Float32Array][] = [
  ['self', head((row) => row, 0.8)],
  ['previous', head((row) => Math.max(0, row - 1), 0.8)],
  ['next', head((row) => Math.min(n - 1, row + 1), 0.8)],
  ['first', head(() => 0, 0.8)],
  ['favourite', head(() => 5, 0.8)],
  ['even', new Float32Array(n * n).fill(1 / n)],
  ['mixed', head((row) => (row * 3 + 4) % n, 0.6)],
];

const say =
  (texts: Record<string, string>): Say =>
  (key, values) =>
    lookUp([texts], key, values);

for (const [kind, weights] of cases)
  test(`a head that is ${kind} is called so, in both languages, with its own numbers`, () => {
    const m = measureHead(weights, n);
    assert.equal(headKind(m), kind);
    for (const texts of [en, zh] as Record<string, string>[])
      for (const words of [headLine, headSentence, headCaption].map((make) => make(m, labels, say(texts)))) {
        assert.ok(words.length > 3);
        assert.doesNotMatch(words, /[{}]|^(line|does|caption)\./);
      }
  });

test('the sentence carries the measured share and the even one', () => {
  const m = measureHead(
    head((row) => Math.max(0, row - 1), 0.8),
    n,
  );
  const sentence = headSentence(m, labels, say(en)).replaceAll('\u00a0', ' ');
  assert.match(sentence, /token before: 80 %/);
  assert.match(sentence, /even spread would give 13 %/);
});

test('a favourite that is one token in four is no habit: 30 % is not far from 25 %', () => {
  const weights = Float32Array.from({ length: 16 }, (_, i) => (i % 4 === 2 ? 0.34 : 0.22));
  assert.equal(headKind(measureHead(weights, 4)), 'even');
});

test('one token', () => assert.equal(headKind(measureHead(Float32Array.of(1), 1)), 'one'));

test('both languages have the same texts with the same values', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  const names = (text: string) => [...new Set(text.match(/\{\w+(\+1)?\}/g) ?? [])].sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) assert.deepEqual(names(zh[key]), names(en[key]), key);
});
