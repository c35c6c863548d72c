// The choices that make the picture of this lab; the numbers follow from them.
import { readFields } from '../fields.js';

export const distributions = ['normal', 'uniform'] as const;
export type Distribution = (typeof distributions)[number];

/** Without and with division by √d. */
export const variants = ['plain', 'divided'] as const;
export type Variant = (typeof variants)[number];

/** Powers of two: equally far apart on the axis. */
export const sizes: readonly number[] = Array.from({ length: 11 }, (_, i) => 2 ** i);
export const counts: readonly number[] = [8, 16, 32, 64];
export const temperatures = { least: 0.05, most: 100 };

export type Place = readonly [query: number, key: number];

// A type, not an interface: the shell takes a state as a record of JSON values.
export type ScalingState = {
  /** d_k of what is looked at. */
  readonly d: number;
  /** Queries, and as many keys. */
  readonly n: number;
  readonly seed: number;
  readonly distribution: Distribution;
  /** Also show the scores divided by √d. */
  readonly divide: boolean;
  readonly temperature: number;
  /** Which of the two is explained. */
  readonly variant: Variant;
  /** [query, key] that is explained; null: the first query's strongest key. */
  readonly cell: Place | null;
};

export const defaultState: ScalingState = {
  d: 64,
  n: 32,
  seed: 1,
  distribution: 'normal',
  divide: true,
  temperature: 1,
  variant: 'plain',
  cell: null,
};

const among = (choices: readonly unknown[]) => (value: unknown) => choices.includes(value);

export const isTemperature = (value: unknown): value is number =>
  typeof value === 'number' && value >= temperatures.least && value <= temperatures.most;
export const isSeed = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32;

const isIndex = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) < counts.at(-1)!;

const checks: Readonly<Record<keyof ScalingState, (value: unknown) => boolean>> = {
  d: among(sizes),
  n: among(counts),
  seed: isSeed,
  distribution: among(distributions),
  divide: (value) => typeof value === 'boolean',
  temperature: isTemperature,
  variant: among(variants),
  cell: (value) => value === null || (Array.isArray(value) && value.length === 2 && value.every(isIndex)),
};

/** A whole state from a link; throws LabError where a field cannot be used. A cell beyond the keys is left out. */
export function readState(raw: unknown): ScalingState {
  const whole = readFields(raw, defaultState, checks);
  return whole.cell?.some((index) => index >= whole.n) ? { ...whole, cell: null } : whole;
}
