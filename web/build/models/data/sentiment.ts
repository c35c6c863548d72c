// How good or bad a sentence of a review is, as twenty people judged it.
import { BytePairs } from '../../../inputs/tokenizer/byte-pair.js';
import { DataError, readRows } from './folder.js';
import { learnPieces } from './learn-pieces.js';
import { readLexicon, type Lexicon } from './lexicon.js';
import { bare, hashed, partOf, PARTS, type Part } from './split.js';
import { beginningVectors } from './word-vectors.js';

const FROM =
  'id, mean score from -4 to 4 and text a line: the ground truth files of Hutto and Gilbert 2014, https://github.com/cjhutto/vaderSentiment';
export const REVIEWS = ['movie', 'amazon'].map((kind) => ({ kind, file: `review-snippets/${kind}.tsv`, columns: 3, from: FROM }));
const SPLIT = { salt: 'review-snippets', valid: 0.1, test: 0.15 };
const PIECES = 10000;
const MOST_SCORE = 4;
const MOST_TOKENS = 64;

export interface Review {
  readonly kind: string;
  /** −1 … 1. */
  readonly score: number;
  readonly text: string;
}

export function splitReviews(folder: string): Record<Part, Review[]> {
  const parts: Record<Part, Review[]> = { train: [], valid: [], test: [] };
  const seen = new Set<string>();
  for (const { kind, ...file } of REVIEWS)
    for (const [id, score = '', text = ''] of readRows(folder, file)) {
      const value = score.trim() === '' ? NaN : Number(score);
      if (!(Math.abs(value) <= MOST_SCORE))
        throw new DataError(`${file.file}, row ${id}: the score is ${JSON.stringify(score)}, a number from -4 to 4 is needed`);
      const key = bare(text);
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      parts[partOf(key, SPLIT)].push({ kind, score: value / MOST_SCORE, text: text.trim() });
    }
  return parts;
}

/** Single words with the scores of a published list, some of them denied: half of the list, chosen by hash. */
function wordExamples({ vader }: Lexicon): { text: string; score: number }[] {
  const chosen = [...vader].filter(([word]) => hashed(`word ${word}`) < 0.5);
  return chosen.flatMap(([word, score]) => [
    { text: word, score: score / MOST_SCORE },
    ...(hashed(`not ${word}`) < 0.3 ? [{ text: `not ${word}`, score: (-0.6 * score) / MOST_SCORE }] : []),
  ]);
}

/** `width`: of the embedding, which begins with what other texts taught about words. */
export function prepareSentiment(folder: string, width: number) {
  const parts = splitReviews(folder);
  const lexicon = readLexicon();
  const listed = [...lexicon.vader.keys()];
  const texts = parts.train.map(({ text }) => text);
  const pieces = learnPieces([...texts, ...listed, ...listed], { size: PIECES, lowercase: true });
  const vocabulary = { pieces, lowercase: true };
  const tokenizer = new BytePairs(vocabulary);
  const encode = ({ text, score }: { text: string; score: number }) => ({
    source: tokenizer.encode(text).slice(0, MOST_TOKENS),
    target: [Math.round(score * 1000)],
  });
  const words = wordExamples(lexicon);
  const examples = {
    train: [...parts.train, ...words].map(encode),
    valid: parts.valid.map(encode),
    test: parts.test.map(encode),
  };
  const counts = new Float64Array(pieces.length);
  for (const { source } of examples.train) for (const id of source) counts[id]!++;
  const hints = (id: number): number[] => {
    const word = pieces[id]!.replace('▁', '');
    const whole = pieces[id]!.startsWith('▁');
    return [whole ? (lexicon.vader.get(word) ?? 0) : 0, whole ? 0.8 * (lexicon.afinn.get(word) ?? 0) : 0];
  };
  const beginning = new Map([['embedding', beginningVectors(pieces, { width, counts, hints })]]);
  const facts = {
    ...Object.fromEntries(PARTS.map((part) => [`${part} texts`, parts[part].length])),
    'words of lists in training': words.length,
  };
  return { vocabulary, examples, facts, parts, beginning };
}
