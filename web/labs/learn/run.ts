// The record of one training: what it learned, when, and what that took. Plain JSON.
import type { Evaluation, StepResult } from '../../core/training.js';
import type { LearnState } from './state.js';

/** Held-out examples after a step. */
export interface Check {
  readonly step: number;
  readonly loss: number;
  /** Shares of right characters, and of answers that are right as a whole. */
  readonly characters: number;
  readonly answers: number;
}

/** Fresh answers, after training or in the midst of it. */
export interface Test {
  readonly step: number;
  readonly right: number;
  readonly of: number;
  /** Played so far, by the clock. */
  readonly clock: number;
}

export interface Paid {
  readonly steps: number;
  /** Characters of answers, the end included, that were learned from. */
  readonly tokens: number;
  readonly flops: number;
  /** Seconds in the steps themselves. */
  readonly seconds: number;
  /** Seconds of playing, with looking and testing. */
  readonly clock: number;
}

export interface Run {
  /** Settings at its last step. */
  readonly state: LearnState;
  readonly parameters: number;
  /** losses[i] of step i + 1. */
  readonly losses: readonly number[];
  readonly checks: readonly Check[];
  readonly paid: Paid;
  /** When 99 % of the fresh answers were right for the first time. */
  readonly reached: Test | null;
}

export const kGoal = 0.99;
export const kFresh = 1000;

export const newRun = (state: LearnState, parameters: number): Run => ({
  state,
  parameters,
  losses: [],
  checks: [],
  paid: { steps: 0, tokens: 0, flops: 0, seconds: 0, clock: 0 },
  reached: null,
});

/** With what some steps gave; steps after the first of them are no longer so. */
export function withSteps(run: Run, results: readonly StepResult[]): Run {
  const first = results[0]?.step ?? run.losses.length + 1;
  const sum = (of: (result: StepResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const { paid } = run;
  return {
    ...run,
    losses: [...run.losses.slice(0, first - 1), ...results.map(({ loss }) => loss)],
    checks: run.checks.filter(({ step }) => step < first),
    paid: {
      steps: paid.steps + results.length,
      tokens: paid.tokens + sum(({ tokens }) => tokens),
      flops: paid.flops + sum(({ flops }) => flops),
      seconds: paid.seconds + sum(({ milliseconds }) => milliseconds) / 1000,
      clock: paid.clock,
    },
  };
}

export const withClock = (run: Run, seconds: number): Run => ({ ...run, paid: { ...run.paid, clock: run.paid.clock + seconds } });

export function checkOf(step: number, { loss, tokens, correctTokens, sequences, correctSequences }: Evaluation): Check {
  return { step, loss, characters: correctTokens / tokens, answers: correctSequences / sequences };
}

export const withCheck = (run: Run, check: Check): Run => ({
  ...run,
  checks: [...run.checks.filter(({ step }) => step < check.step), check],
});

const kWindow = 20; // steps
const kFar = 3; // times the loss of a model that knows nothing

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of the last losses. */
export const recentLoss = (losses: readonly number[]): number => mean(losses.slice(-kWindow));

/**
 * The step from which on the loss only climbed away: over the last 20 steps it lies above three times the first one.
 * null: nothing of the sort.
 */
export function climbedAt(losses: readonly number[]): number | null {
  const [first] = losses;
  if (first === undefined || losses.length < kWindow || !(recentLoss(losses) > kFar * first)) return null;
  const low = losses.reduce((last, loss, i) => (loss <= first ? i : last), 0);
  return low + 2; // the step after the last low one, from 1 on
}
