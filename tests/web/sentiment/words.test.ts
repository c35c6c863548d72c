import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from '../../../web/labs/sentiment/session.js';

const tokens = (...pieces: string[]) =>
  pieces.map((piece, i) => ({ id: i + 4, piece, start: i, end: i + 1, unknown: piece.includes('?') }));

test('pieces make words, a sign stands by itself', () => {
  const words = wordsOf(tokens('▁un', 'believ', 'able', ',', '▁I', "'m", '▁won', 'derful', '!'));
  assert.deepEqual(
    words.map(({ label, first, end }) => [label, first, end]),
    [
      ['unbelievable', 0, 3],
      [',', 3, 4],
      ["I'm", 4, 6],
      ['wonderful', 6, 8],
      ['!', 8, 9],
    ],
  );
});

test('each token is in exactly one word', () => {
  const list = tokens('▁', 'a', '-', 'b', '▁c', 'd', '3', '▁?');
  const words = wordsOf(list);
  assert.equal(words[0]!.first, 0);
  words.slice(1).forEach((word, i) => assert.equal(word.first, words[i]!.end));
  assert.equal(words.at(-1)!.end, list.length);
});

test('nothing in, nothing out', () => assert.deepEqual(wordsOf([]), []));
