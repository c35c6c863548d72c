import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bleu, tokens13a } from '../../../../web/build/models/scores/bleu.js';

const near = (actual: number, expected: number, what: string) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, ${expected} expected`);

test('13a: signs stand alone, numbers and words with a hyphen stay whole', () => {
  const cases: [string, string[]][] = [
    ['Hello, world!', ['Hello', ',', 'world', '!']],
    ["I don't know.", ['I', "don't", 'know', '.']],
    ['It costs 1,234.50 dollars', ['It', 'costs', '1,234.50', 'dollars']],
    ['well-known in 1990-1995', ['well-known', 'in', '1990', '-', '1995']],
    ['(a) "b" [c] d/e', ['(', 'a', ')', '"', 'b', '"', '[', 'c', ']', 'd', '/', 'e']],
    ['R&amp;D &quot;x&quot; 3 &lt; 4', ['R', '&', 'D', '"', 'x', '"', '3', '<', '4']],
    ['Mr. Smith, 5.', ['Mr', '.', 'Smith', ',', '5', '.']],
    ['  a \n b  ', ['a', 'b']],
    ['', []],
  ];
  for (const [text, words] of cases) assert.deepEqual(tokens13a(text), words, text);
});

test('values worked out by hand', () => {
  // 1-grams 5 of 6 (cat, on, the, the twice in the reference, mat), 2-grams the cat? no: "the dog", "dog sat" are wrong
  // answer: the dog sat on the mat; reference: the cat sat on the mat
  // p1 = 5/6, p2 = 3/5 (sat on, on the, the mat), p3 = 2/4, p4 = 1/3, same length
  const one = bleu(['the dog sat on the mat'], [['the cat sat on the mat']]);
  near(one.score, 100 * Math.pow((5 / 6) * (3 / 5) * (2 / 4) * (1 / 3), 1 / 4), 'one sentence');
  assert.equal(one.brevity, 1);

  // shorter answer: c = 5, r = 6, everything in it right
  const short = bleu(['the cat sat on the'], [['the cat sat on the mat']]);
  near(short.score, 100 * Math.exp(1 - 6 / 5), 'brevity');

  // a word counts as often as the reference with most of it has it: "the" twice of seven
  near(
    bleu(['the the the the the the the'], [['the cat is on the mat', 'there is a cat on the mat']]).precisions[0]!,
    (100 * 2) / 7,
    'clipping',
  );

  // no 3-gram and no 4-gram right: 1/(2·2) and 1/(4·1) in their place
  const smoothed = bleu(['a b x d'], [['a b c d']]);
  near(smoothed.score, 100 * Math.pow((3 / 4) * (1 / 3) * (1 / (2 * 2)) * (1 / (4 * 1)), 1 / 4), 'smoothing');
});

test('n-grams are summed over the whole set before they are divided', () => {
  const answers = ['a b c d e', 'v w x y q'];
  const references = [['a b c d e'], ['v w x y z']];
  near(bleu(answers, references).score, 100 * Math.pow((9 / 10) * (7 / 8) * (5 / 6) * (3 / 4), 1 / 4), 'two sentences');
});

test('the reference nearest in length counts, of two equally near the shorter', () => {
  near(bleu(['a b c d e'], [['a b c d e f g', 'a b c d']]).brevity, 1, 'nearest: 4');
  near(bleu(['a b c d e'], [['a b c d e f', 'a b c d']]).brevity, 1, 'both at 1: the shorter');
  near(bleu(['a b c d e'], [['a b c d e f', 'a b']]).brevity, Math.exp(1 - 6 / 5), 'nearest: 6');
});

test('what must hold', () => {
  const sentences = ['He went home early, I think.', 'Is it 3.5 or 4?', 'We should have called them before'];
  near(
    bleu(
      sentences,
      sentences.map((sentence) => [sentence]),
    ).score,
    100,
    'itself',
  );
  near(
    bleu(
      sentences.map((s) => s.toUpperCase()),
      sentences.map((sentence) => [sentence]),
    ).score,
    100,
    'case counts for nothing',
  );
  const worse = bleu(
    ['He went home early, I guess.', ...sentences.slice(1)],
    sentences.map((sentence) => [sentence]),
  ).score;
  assert.ok(worse < 100 && worse > 50);
  const more = bleu(['He went home early, I guess.'], [['He went home early, I think.', 'I guess he went home early.']]).score;
  assert.ok(more > bleu(['He went home early, I guess.'], [['He went home early, I think.']]).score, 'one more reference never hurts here');
  assert.equal(bleu(['', ''], [['a'], ['b']]).score, 0);
  assert.equal(bleu(['x'], [['a b c d']]).score, 0);
  assert.throws(() => bleu(['a'], []), RangeError);
});
