// The choices that make the picture of this lab. What was measured belongs to the machine and is never in a link.
import { readFields } from '../fields.js';

export type CurveName = 'fused' | 'causal' | 'weights';

export const curveNames: readonly CurveName[] = ['fused', 'causal', 'weights'];
export const longestChoices = [1024, 2048, 4096, 16384] as const;
export const headChoices = [1, 2, 4, 8] as const;
export const sizeChoices = [32, 64, 128] as const;

// A type, not an interface: the shell takes a state as a record of JSON values.
export type SpeedState = {
  readonly curves: readonly CurveName[];
  /** Tokens of the longest call. */
  readonly longest: number;
  readonly heads: number;
  /** Of one head. */
  readonly d: number;
};

export const defaultState: SpeedState = { curves: ['fused', 'weights'], longest: 4096, heads: 1, d: 64 };

const among = (choices: readonly unknown[]) => (value: unknown) => choices.includes(value);

const checks: Readonly<Record<keyof SpeedState, (value: unknown) => boolean>> = {
  curves: (value) => Array.isArray(value) && value.every(among(curveNames)),
  longest: among(longestChoices),
  heads: among(headChoices),
  d: among(sizeChoices),
};

/** A whole state from a link; throws LabError where a field cannot be used. */
export function readState(raw: unknown): SpeedState {
  const { curves, ...rest } = readFields(raw, defaultState, checks);
  return { ...rest, curves: curveNames.filter((name) => curves.includes(name)) };
}
