// All that makes the picture of this lab, small enough for a link.
import { readFields } from '../fields.js';

/** A head as 'layer-head', counted from 0; 'mean': of all of them. */
export type HeadChoice = 'mean' | `${number}-${number}`;

/** At this place among the written tokens (0 the first after the prompt) stands this token, whatever was drawn. */
export type Edit = readonly [place: number, token: number];

export type GenerateState = {
  readonly prompt: string;
  readonly seed: number;
  readonly temperature: number;
  /** 0: all tokens. */
  readonly topK: number;
  /** 1: all tokens. */
  readonly topP: number;
  /** Tokens to write. */
  readonly length: number;
  readonly edits: readonly Edit[];
  /** The written token that is looked at; null: the last. */
  readonly at: number | null;
  readonly head: HeadChoice;
};

export const prompts = [
  'The state of our Union is',
  'My fellow citizens, the war',
  'We must give our children',
  'The Treasury reports that',
] as const;

export const limits = {
  temperature: { min: 0.1, max: 2, step: 0.05 },
  topK: { min: 0, max: 100, step: 1 },
  topP: { min: 0.05, max: 1, step: 0.05 },
  length: { min: 1, max: 200, step: 1 },
} as const;
export type Slider = keyof typeof limits;

export const kMostCharacters = 2000;

export const defaultState: GenerateState = {
  prompt: prompts[0],
  seed: 1,
  temperature: 0.8,
  topK: 0,
  topP: 0.95,
  length: 40,
  edits: [],
  at: null,
  head: 'mean',
};

const whole = (value: unknown, most: number): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
const within = (name: Slider) => (value: unknown) => typeof value === 'number' && value >= limits[name].min && value <= limits[name].max;
const isEdit = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && whole(value[0], 1000) && whole(value[1], 1e6);

/** A whole state from a link; throws LabError where a field cannot be used. */
export function readState(raw: unknown): GenerateState {
  const state = readFields(raw, defaultState, {
    prompt: (value) => typeof value === 'string',
    seed: (value) => whole(value, 2 ** 31),
    temperature: within('temperature'),
    topK: (value) => Number.isInteger(value) && within('topK')(value),
    topP: within('topP'),
    length: (value) => Number.isInteger(value) && within('length')(value),
    edits: (value) => Array.isArray(value) && value.every(isEdit),
    at: (value) => value === null || whole(value, 1000),
    head: (value) => value === 'mean' || (typeof value === 'string' && /^\d{1,2}-\d{1,2}$/.test(value)),
  });
  return { ...state, prompt: state.prompt.slice(0, kMostCharacters) };
}
