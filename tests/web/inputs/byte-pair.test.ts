import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnPieces } from '../../../web/build/models/data/learn-pieces.js';
import { BytePairs, NOT_KNOWN, SPECIAL } from '../../../web/inputs/tokenizer/byte-pair.js';
import { Characters } from '../../../web/inputs/tokenizer/characters.js';

const letters = [..."▁abcdefghijklmnopqrstuvwxyz0123456789.,?!'"];
const tokenizer = new BytePairs({
  pieces: [...SPECIAL, ...letters, '▁t', 'he', '▁the', 'er', "'s", 'ere'],
  lowercase: true,
  cased: ['I', 'Tom'],
});
const pieces = (text: string) => tokenizer.tokenize(text).map(({ piece }) => piece);

test('pieces are joined in the order they were learned, never across words', () => {
  assert.deepEqual(pieces('there the'), ['▁the', 're'.slice(0, 1), 'e', '▁the'].flat());
  assert.deepEqual(pieces('her'), ['▁', 'he', 'r']); // he was learned before er
  assert.deepEqual(pieces('12 th'), ['▁', '1', '2', '▁t', 'h']);
  assert.deepEqual(pieces("Tom's"), ['▁t', 'o', 'm', "'s"]);
  assert.deepEqual(pieces(''), []);
  assert.deepEqual(pieces(' \n\t '), []);
});

test('every token says what part of the text it stands for', () => {
  const text = '  The “BIG”  hérr 数.';
  const tokens = tokenizer.tokenize(text);
  for (const { start, end, piece } of tokens.filter(({ unknown }) => !unknown))
    assert.equal(text.slice(start, end).trim().toLowerCase(), piece.replace('▁', ''));
  assert.deepEqual(
    tokens.filter(({ unknown }) => unknown).map(({ start, end, id }) => [text.slice(start, end), id]),
    [
      ['“', NOT_KNOWN],
      ['”', NOT_KNOWN],
      ['é', NOT_KNOWN],
      ['数', NOT_KNOWN],
    ],
  );
  assert.deepEqual(
    tokenizer.tokenize('…').map(({ piece, start, end }) => [piece, start, end]),
    [
      ['▁', 0, 0],
      ['.', 0, 1],
      ['.', 0, 1],
      ['.', 0, 1],
    ],
  );
});

test('text comes back, with its capitals', () => {
  const back = (text: string) => tokenizer.decode(tokenizer.encode(text));
  for (const text of ["Where is Tom's hat? I don't know.", 'They met. Then I left!', "I'm 25.", 'No.']) assert.equal(back(text), text);
  assert.equal(back('a\n\n b  c '), 'A b c');
  assert.equal(back('a 数 b'), 'A � b');
  assert.equal(
    tokenizer.decode([3, 2, 1, 0], (at) => '数'[at]!),
    '数',
  );
});

test('learned: the most frequent pair first, and what was learned is what a text is cut into', () => {
  const texts = ['low low low low low', 'lower lower', 'newest newest newest newest newest newest', 'widest widest widest'];
  const learned = learnPieces(texts, { size: 100, fewest: 1 });
  assert.deepEqual(learned.slice(0, 4), SPECIAL);
  // es (9), then est (9); after that lo (7) … ties by code: ▁l before lo
  assert.deepEqual(learned.slice(4 + 11, 4 + 13), ['es', 'est']);
  const cut = new BytePairs({ pieces: learned });
  assert.deepEqual(
    cut.tokenize('newest lowest').map(({ piece }) => piece),
    ['▁newest', '▁low', 'est'],
  );
  assert.equal(cut.decode(cut.encode('widest low newer')), 'widest low newer');
  assert.deepEqual(learnPieces([...texts].reverse(), { size: 100, fewest: 1 }), learned, 'the order of the texts says nothing');
  assert.ok(!learnPieces(['aaa aaa q'], { size: 30, fewest: 2 }).includes('q'), 'a rare character is unknown');
});

const chinese = new Characters({ pieces: [...SPECIAL, ...'我们去公园a1▁?'], traditional: '們園', simplified: '们园' });
const cut = (text: string) =>
  chinese
    .tokenize(text)
    .map(({ piece, id }) => (id === NOT_KNOWN ? `(${piece})` : piece))
    .join(' ');

test('Chinese by characters: traditional as simplified, a final full stop is the end', () => {
  assert.equal(cut('我們去公園。'), '我 们 去 公 园 <end>');
  assert.equal(cut('我们去公园'), '我 们 去 公 园 <end>');
  assert.deepEqual(chinese.encode('我們去公園.'), chinese.encode('我们去公园'));
  assert.equal(cut('我们 去 公园？'), '我 们 去 公 园 ? <end>');
  assert.equal(cut('Ａ a 1去'), 'a ▁ a ▁ 1 去 <end>');
  assert.equal(cut('我爱公园'), '我 (爱) 公 园 <end>');
  assert.equal(cut(''), '<end>');
  assert.equal(cut('。'), '<end>');
});

test('Chinese: ranges in the text, the unknown character among them', () => {
  const text = '我們愛𠮷公園。';
  const tokens = chinese.tokenize(text);
  assert.deepEqual(
    tokens.map(({ start, end }) => text.slice(start, end)),
    [...text],
  );
  assert.deepEqual(
    tokens.filter(({ unknown }) => unknown).map(({ piece }) => piece),
    ['愛', '𠮷'],
  );
  assert.deepEqual([chinese.tokenize('我').at(-1)!.start, chinese.tokenize('我').at(-1)!.end], [1, 1]);
});
