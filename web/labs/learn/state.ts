// The choices that make a run: the same state gives the same numbers.
import type { TransformerConfig } from '../../core/training.js';
import { readFields } from '../fields.js';
import { LabError } from '../error.js';
import { taskIds, tasks, type TaskId } from './tasks/index.js';
import { limits } from './tasks/own.js';

export const architectures = ['encoder', 'decoder', 'encoder-decoder'] as const;
export const schedules = ['constant', 'cosine', 'inverse-root'] as const;

/** Choices of the model and the data: another one begins a new run. */
export const choices = {
  task: taskIds,
  architecture: architectures,
  layers: [1, 2, 3, 4],
  width: [16, 32, 48, 64, 96, 128],
  heads: [1, 2, 4, 8],
  hidden: [1, 2, 4],
  positions: ['learned', 'sinusoidal', 'rotary'],
  norm: ['layer', 'rms'],
  activation: ['relu', 'gelu', 'swiglu'],
  examples: [0, 50, 200, 1000, 5000],
  schedule: schedules,
} as const;

/** Numbers that are typed, and how far they go. */
export const bounds = {
  seed: { least: 0, most: 2 ** 32 - 1, whole: true },
  size: { least: 2, most: 16, whole: true },
  dropout: { least: 0, most: 0.5, whole: false },
  rate: { least: 1e-6, most: 1000, whole: false },
  warmup: { least: 0, most: 5000, whole: true },
  steps: { least: 10, most: 50_000, whole: true },
  batch: { least: 1, most: 256, whole: true },
  clip: { least: 0, most: 100, whole: false },
  decay: { least: 0, most: 1, whole: false },
  smoothing: { least: 0, most: 0.5, whole: false },
} as const;

export type Choice = keyof typeof choices;
export type Bounded = keyof typeof bounds;

// A type, not an interface: the shell takes a state as a record of JSON values.
export type LearnState = {
  readonly task: TaskId;
  /** Characters of a question; digits of a number. */
  readonly size: number;
  readonly varied: boolean;
  readonly seed: number;
  readonly pairs: string;
  readonly examples: number;
  readonly augment: boolean;

  readonly architecture: TransformerConfig['architecture'];
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Units of the feed-forward part, in widths. */
  readonly hidden: number;
  readonly positions: TransformerConfig['positions'];
  readonly norm: TransformerConfig['norm'];
  readonly normFirst: boolean;
  readonly activation: 'relu' | 'gelu' | 'swiglu';
  readonly dropout: number;

  readonly rate: number;
  readonly schedule: (typeof schedules)[number];
  readonly warmup: number;
  readonly steps: number;
  readonly batch: number;
  readonly clip: number;
  readonly decay: number;
  readonly smoothing: number;

  /** A question of the reader's whose heads are shown; '': the first held-out one. */
  readonly ask: string;
  /** The head that is enlarged: part, layer, head; null: the first of the part that shows most. */
  readonly head: HeadPlace | null;
  /** [query, key] that is explained; null: the strongest. */
  readonly cell: readonly [number, number] | null;
};

export const parts = ['encoder', 'decoder', 'cross'] as const;
export type HeadPlace = readonly [part: (typeof parts)[number], layer: number, head: number];

export const defaultState: LearnState = {
  task: 'reverse',
  size: 8,
  varied: false,
  seed: 1,
  pairs: '',
  examples: 0,
  augment: false,
  architecture: 'encoder-decoder',
  layers: 1,
  width: 64,
  heads: 4,
  hidden: 2,
  positions: 'learned',
  norm: 'layer',
  normFirst: true,
  activation: 'relu',
  dropout: 0,
  rate: 0.005,
  schedule: 'cosine',
  warmup: 50,
  steps: 500,
  batch: 32,
  clip: 1,
  decay: 0.01,
  smoothing: 0,
  ask: '',
  head: null,
  cell: null,
};

/** These may change while it trains. */
export const changeable = ['dropout', 'rate', 'schedule', 'warmup', 'steps', 'batch', 'clip', 'decay', 'smoothing'] as const;
/** These only say what is looked at. */
const looking = ['ask', 'head', 'cell'] as const;

/** The fields that a run cannot change: two states with the same are of the same run. */
export function runKey(state: LearnState): string {
  const loose: readonly string[] = [...changeable, ...looking];
  return JSON.stringify(Object.entries(state).filter(([field]) => !loose.includes(field)));
}

export const isBounded = (field: Bounded, value: unknown): value is number => {
  const { least, most, whole } = bounds[field];
  return typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
};

const among = (list: readonly unknown[]) => (value: unknown) => list.includes(value);
const within = (field: Bounded) => (value: unknown) => isBounded(field, value);
const isBoolean = (value: unknown) => typeof value === 'boolean';
const isText = (most: number) => (value: unknown) => typeof value === 'string' && value.length <= most;
const isIndex = (value: unknown, most: number) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < most;
const isHead = (value: unknown) =>
  value === null || (Array.isArray(value) && value.length === 3 && among(parts)(value[0]) && isIndex(value[1], 4) && isIndex(value[2], 8));
const isCell = (value: unknown) =>
  value === null || (Array.isArray(value) && value.length === 2 && value.every((one) => isIndex(one, 128)));

const checks: Readonly<Record<keyof LearnState, (value: unknown) => boolean>> = {
  task: among(choices.task),
  size: within('size'),
  varied: isBoolean,
  seed: within('seed'),
  pairs: isText(limits.text),
  examples: among(choices.examples),
  augment: isBoolean,
  architecture: among(choices.architecture),
  layers: among(choices.layers),
  width: among(choices.width),
  heads: among(choices.heads),
  hidden: among(choices.hidden),
  positions: among(choices.positions),
  norm: among(choices.norm),
  normFirst: isBoolean,
  activation: among(choices.activation),
  dropout: within('dropout'),
  rate: within('rate'),
  schedule: among(choices.schedule),
  warmup: within('warmup'),
  steps: within('steps'),
  batch: within('batch'),
  clip: within('clip'),
  decay: within('decay'),
  smoothing: within('smoothing'),
  ask: isText(limits.characters),
  head: isHead,
  cell: isCell,
};

/** An encoder has one answer for each place of the question: another architecture takes over where that does not fit. */
export const fits = (architecture: LearnState['architecture'], task: TaskId): boolean =>
  architecture !== 'encoder' || (task !== 'own' && tasks[task].placewise);

export const sizesOf = (task: TaskId): { readonly least: number; readonly most: number; readonly standard: number } | null =>
  task === 'own' ? null : tasks[task].sizes;

/** What a task begins with: its size, and the model that learns it in good time. */
export function suited(task: TaskId): Partial<LearnState> {
  const { architecture, layers, steps } = defaultState;
  const known = task === 'own' ? { steps: 2000 } : { size: tasks[task].sizes.standard, ...tasks[task].suits };
  return { task, architecture, layers, steps, ...known };
}

/** What a state says with its contradictions taken out: a size that its task has, an architecture that fits. */
export function settled(state: LearnState): LearnState {
  const sizes = sizesOf(state.task);
  const size = sizes ? Math.max(sizes.least, Math.min(sizes.most, state.size)) : state.size;
  const architecture = fits(state.architecture, state.task) ? state.architecture : 'encoder-decoder';
  return size === state.size && architecture === state.architecture ? state : { ...state, size, architecture };
}

/** A whole state from a link; throws LabError where a field cannot be used. */
export function readState(raw: unknown): LearnState {
  const state = readFields(raw, defaultState, checks);
  if (state.width % state.heads) throw new LabError('state.field', { field: 'heads' });
  if (state.positions === 'rotary' && (state.width / state.heads) % 2) throw new LabError('state.field', { field: 'positions' });
  return settled(state);
}
