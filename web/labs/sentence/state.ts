// All that makes the picture of this lab, small enough for a link.
import { readFields } from '../fields.js';

export type HeadView = 'map' | 'lines';

/** A head as 'layer-head', counted from 0. */
export type HeadName = `${number}-${number}`;

// A type, not an interface: the shell takes a state as a record of JSON values.
export type SentenceState = {
  readonly text: string;
  readonly second: string;
  readonly layer: number;
  readonly head: number;
  readonly off: readonly HeadName[];
  readonly view: HeadView;
  /** [query, key]; null: the strongest of the head. */
  readonly cell: readonly [row: number, column: number] | null;
};

export interface ExamplePair {
  readonly id: string;
  readonly text: string;
  readonly second: string;
}

// English, since the model knows no other language; the pages in both languages show these.
export const examplePairs: readonly ExamplePair[] = [
  {
    id: 'animal',
    text: "The animal didn't cross the street because it was too tired.",
    second: 'It was exhausted, so the animal stayed on its side of the road.',
  },
  { id: 'age', text: 'How old are you?', second: 'What is your age?' },
  { id: 'bank', text: 'The bank raised its interest rates again.', second: 'We sat on the bank of the river and fished.' },
  { id: 'product', text: 'I love this product', second: 'This is the best product I have ever bought' },
  { id: 'opposite', text: 'I love this product', second: 'I hate this product' },
];

/** Longer texts are cut: the model reads 256 tokens, about 1,000 letters, and a link or history entry must stay small. */
export const kMostCharacters = 60_000;

export const defaultState: SentenceState = {
  text: examplePairs[0]!.text,
  second: examplePairs[0]!.second,
  layer: 1, // its third head shows at once what “it” refers to
  head: 2,
  off: [],
  view: 'map',
  cell: null,
};

/** Of Universal Sentence Encoder Lite, the one model of this lab. */
const kLayers = 2;
const kHeads = 4;
const kMostTokens = 256;

export const headName = (layer: number, head: number): HeadName => `${layer}-${head}`;

export function headPair(name: HeadName): readonly [layer: number, head: number] {
  const [layer = 0, head = 0] = name.split('-').map(Number);
  return [layer, head];
}

const isIndex = (value: unknown, limit: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < limit;
const allHeads = Array.from({ length: kLayers * kHeads }, (_, i) => headName(Math.floor(i / kHeads), i % kHeads));
const isHeadName = (value: unknown): value is HeadName => typeof value === 'string' && allHeads.includes(value as HeadName);

type Check = (value: unknown) => boolean;

const checks: Readonly<Record<keyof SentenceState, Check>> = {
  text: (value) => typeof value === 'string',
  second: (value) => typeof value === 'string',
  layer: (value) => isIndex(value, kLayers),
  head: (value) => isIndex(value, kHeads),
  off: (value) => Array.isArray(value) && value.every(isHeadName),
  view: (value) => value === 'map' || value === 'lines',
  cell: (value) => value === null || (Array.isArray(value) && value.length === 2 && value.every((index) => isIndex(index, kMostTokens))),
};

/** A whole state from a link; throws LabError where a field cannot be used. Whether the text has the chosen cell only the tokenizer knows. */
export function readState(raw: unknown): SentenceState {
  const { text, second, off, ...rest } = readFields(raw, defaultState, checks);
  return { ...rest, text: text.slice(0, kMostCharacters), second: second.slice(0, kMostCharacters), off: [...new Set(off)].sort() };
}
