import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  angleText,
  closeness,
  cosineText,
  grade,
  headCaption,
  headKind,
  headLine,
  headSentence,
  type HeadKind,
  type Say,
} from '../../../web/labs/sentence/describe.js';
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
        assert.doesNotMatch(words, /[{}]|(line|does|place|caption)\.[a-z]/);
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

test('the words follow the share: all, most, or the number alone', () => {
  const of = (share: number, texts: Record<string, string>) =>
    headSentence(
      measureHead(
        head(() => 5, share),
        n,
      ),
      labels,
      say(texts),
    );
  assert.deepEqual([0.31, 0.499, 0.5, 0.799, 0.8].map(grade), ['part', 'part', 'most', 'most', 'nearly']);
  for (const share of [0.4, 0.49]) assert.doesNotMatch(of(share, en) + of(share, zh), /most|nearly|大部分|几乎/);
  assert.match(of(0.6, en) + of(0.6, zh), /most.*大部分/);
  assert.match(of(0.9, en) + of(0.9, zh), /nearly all.*几乎全部/);
});

for (const [tokens, habit, none] of [
  [2, 0.7, 0.6],
  [3, 0.55, 0.45],
  [100, 0.3, 0.2],
] as const)
  test(`of ${tokens} tokens ${habit} to the token itself is a habit, ${none} is not`, () => {
    const self = (share: number) =>
      Float32Array.from({ length: tokens ** 2 }, (_, i) => (i % (tokens + 1) === 0 ? share : (1 - share) / (tokens - 1)));
    assert.equal(headKind(measureHead(self(habit), tokens)), 'self');
    assert.notEqual(headKind(measureHead(self(none), tokens)), 'self');
  });

test('a favourite that is one token in four is no habit: 30 % is not far from 25 %', () => {
  const weights = Float32Array.from({ length: 16 }, (_, i) => (i % 4 === 2 ? 0.34 : 0.22));
  assert.equal(headKind(measureHead(weights, 4)), 'even');
});

test('cosines have a minus sign, angles are in degrees', () => {
  assert.equal(cosineText(-0.13), '−0.130');
  assert.deepEqual([1, 0.763, 0.5, 0, -1, 0.9999].map(angleText), ['0°', '40°', '60°', '90°', '180°', '0.8°']);
});

test('words of the visitor stand in isolates, so that right-to-left ones do not turn the sentence', () => {
  const m = measureHead(
    head(() => 5, 0.8),
    n,
  );
  const hebrew = labels.map((_, i) => (i === 5 ? 'שלום' : 'hi'));
  for (const make of [headLine, headSentence, headCaption]) assert.match(make(m, hebrew, say(en)), /“\u2068שלום\u2069”/);
});

test('nearly the same direction is said from 0.95 on', () =>
  assert.deepEqual([0.951, 0.949, 0.763, 0.69, 0.39, -0.5].map(closeness), ['same', 'close', 'close', 'related', 'apart', 'apart']));

test('one token is one, not "1 tokens"', () => {
  const m = measureHead(Float32Array.of(1), 1);
  assert.equal(headKind(m), 'one');
  for (const make of [headLine, headSentence, headCaption]) assert.doesNotMatch(make(m, ['hi'], say(en)), /1 tokens/);
});

test('both languages have the same texts with the same values', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  const names = (text: string) => [...new Set(text.match(/\{\w+(\+1)?\}/g) ?? [])].sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) assert.deepEqual(names(zh[key]), names(en[key]), key);
});
