// How good or bad a sentence of a review is, as twenty people judged it.
import { BytePairs } from '../../../inputs/tokenizer/byte-pair.js';
import { DataError, readRows } from './folder.js';
import { learnPieces } from './learn-pieces.js';
import { bare, partOf, PARTS, type Part } from './split.js';

const FROM =
  'id, mean score from -4 to 4 and text a line: the ground truth files of Hutto and Gilbert 2014, https://github.com/cjhutto/vaderSentiment';
export const REVIEWS = ['movie', 'amazon'].map((kind) => ({ kind, file: `review-snippets/${kind}.tsv`, columns: 3, from: FROM }));
const SPLIT = { salt: 'review-snippets', valid: 0.1, test: 0.15 };
const PIECES = 6000;
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

export function prepareSentiment(folder: string) {
  const parts = splitReviews(folder);
  const vocabulary = {
    pieces: learnPieces(
      parts.train.map(({ text }) => text),
      { size: PIECES, lowercase: true },
    ),
    lowercase: true,
  };
  const tokenizer = new BytePairs(vocabulary);
  const encode = ({ text, score }: Review) => ({
    source: tokenizer.encode(text).slice(0, MOST_TOKENS),
    target: [Math.round(score * 1000)],
  });
  const examples = { train: parts.train.map(encode), valid: parts.valid.map(encode), test: parts.test.map(encode) };
  const facts = Object.fromEntries(PARTS.map((part) => [`${part} texts`, parts[part].length]));
  return { vocabulary, examples, facts, parts };
}
