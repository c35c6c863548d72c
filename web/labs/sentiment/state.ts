// All that makes the picture of this lab, small enough for a link.
import { readFields } from '../fields.js';

export type SentimentState = {
  readonly text: string;
  /** Words taken out, counted from 0. */
  readonly out: readonly number[];
  /** The word whose weight is explained; null: the one with the most weight. */
  readonly word: number | null;
};

/** The first two are article 5's. */
export const examples = [
  'I love this product',
  'This is the best product I have ever bought',
  'The plot is thin, but the actors are wonderful.',
  'Not good at all: I wanted to love it and could not.',
  'A dull, overlong mess with one clever scene.',
] as const;

export const kMostCharacters = 2000;
const kMostWords = 256;

export const defaultState: SentimentState = { text: examples[2], out: [], word: null };

const isWord = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < kMostWords;

/** A whole state from a link; throws LabError where a field cannot be used. Whether the text has these words only the tokenizer knows. */
export function readState(raw: unknown): SentimentState {
  const state = readFields(raw, defaultState, {
    text: (value) => typeof value === 'string',
    out: (value) => Array.isArray(value) && value.every(isWord),
    word: (value) => value === null || isWord(value),
  });
  return { ...state, text: state.text.slice(0, kMostCharacters), out: [...new Set(state.out)].sort((a, b) => a - b) };
}
