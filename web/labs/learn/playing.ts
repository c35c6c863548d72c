// What a player is told, and what it tells.
import type { RemoteCore } from '../../core/worker/remote.js';
import type { Player } from './player.js';
import type { Run } from './run.js';
import type { LearnState } from './state.js';

export const speeds = ['slow', 'middle', 'fast'] as const;
export type Speed = (typeof speeds)[number];

/** Milliseconds of steps between two pictures, and of rest after them. */
export const kPace: Readonly<Record<Speed, { readonly work: number; readonly rest: number }>> = {
  slow: { work: 0, rest: 400 },
  middle: { work: 60, rest: 60 },
  fast: { work: 300, rest: 0 },
};

export type Status =
  | { readonly kind: 'opening' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'playing' }
  | { readonly kind: 'finished' }
  /** `loss` null: it was no number. The weights are those of step `kept`. */
  | {
      readonly kind: 'diverged';
      readonly step: number;
      readonly loss: number | null;
      readonly kept: number;
      readonly keptLoss: number | null;
    }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Surroundings {
  core(): Promise<RemoteCore>;
  state(): LearnState;
  /** Something to draw. */
  changed(): void;
  /** A good time to keep what there is: training goes on or has ended. */
  keep?(player: Player): Promise<void>;
  now?(): number;
  rest?(milliseconds: number): Promise<void>;
}

/** Where a training goes on from; without a run from its weights alone. */
export interface Start {
  readonly file: Uint8Array;
  readonly run: Run | null;
}
