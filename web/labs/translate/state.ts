// All that makes the picture of this lab, small enough for a link.
import { readFields } from '../fields.js';

export type Engine = 'transformer' | 'gru';
/** One model alone, or both side by side. */
export type Shown = Engine | 'both';
export type MapView = 'map' | 'lines';

/** A cross-attention head as 'layer-head', counted from 0; 'mean': of all of them. */
export type HeadChoice = 'mean' | `${number}-${number}`;

export type TranslateState = {
  readonly text: string;
  readonly shown: Shown;
  readonly beams: number;
  /** Which hypothesis is looked at, 0 the best. */
  readonly hypothesis: number;
  readonly head: HeadChoice;
  readonly view: MapView;
  /** Which word of the answer is looked at; null: none. */
  readonly word: number | null;
};

/** Sentences of our own; none is in the training data word for word with its answer on show. */
export const examples = [
  '我昨天去公园跑步。',
  '他每天早上喝咖啡。',
  '你能帮我打开窗户吗？',
  '我不知道她住在哪里。',
  '这本书比那本书有意思。',
] as const;

export const kMostBeams = 8;
/** The model reads 64 tokens; a longer text is cut there and said so. */
export const kMostCharacters = 2000;

export const defaultState: TranslateState = {
  text: examples[0],
  shown: 'transformer',
  beams: 4,
  hypothesis: 0,
  head: 'mean',
  view: 'map',
  word: null,
};

const whole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** A whole state from a link; throws LabError where a field cannot be used. Whether the answer has the chosen word only the model knows. */
export function readState(raw: unknown): TranslateState {
  const state = readFields(raw, defaultState, {
    text: (value) => typeof value === 'string',
    shown: (value) => value === 'transformer' || value === 'gru' || value === 'both',
    beams: (value) => whole(value, 1, kMostBeams),
    hypothesis: (value) => whole(value, 0, kMostBeams - 1),
    head: (value) => value === 'mean' || (typeof value === 'string' && /^\d{1,2}-\d{1,2}$/.test(value)),
    view: (value) => value === 'map' || value === 'lines',
    word: (value) => value === null || whole(value, 0, 255),
  });
  return { ...state, text: state.text.slice(0, kMostCharacters) };
}

export function headPlace(head: HeadChoice): readonly [layer: number, head: number] | null {
  if (head === 'mean') return null;
  const [layer = 0, index = 0] = head.split('-').map(Number);
  return [layer, index];
}
