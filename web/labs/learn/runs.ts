// Earlier runs, whose curves stay under the new one.
import type { Run } from './run.js';
import { defaultState, type LearnState } from './state.js';

export interface OldRun {
  /** ①, ②, … as long as there are signs. */
  readonly tag: string;
  readonly run: Run;
  readonly shown: boolean;
}

const kMost = 8;
const kFewest = 5; // steps: less is not worth keeping
const kSigns = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';

/** What says nothing about how it learned. */
const silent: readonly string[] = ['ask', 'head', 'cell', 'pairs', 'steps'];

/** The settings in which a run differs from another. */
export function differing(state: LearnState, other: LearnState = defaultState): (keyof LearnState)[] {
  return (Object.keys(state) as (keyof LearnState)[]).filter((field) => !silent.includes(field) && state[field] !== other[field]);
}

export class Runs {
  private count = 0;
  all: readonly OldRun[] = [];

  /** The newest first; the oldest go. */
  add(run: Run): void {
    if (run.losses.length < kFewest) return;
    const tag = kSigns[this.count % kSigns.length]!;
    this.count++;
    this.all = [{ tag, run, shown: true }, ...this.all].slice(0, kMost);
  }

  remove(tag: string): void {
    this.all = this.all.filter((one) => one.tag !== tag);
  }

  show(tag: string, shown: boolean): void {
    this.all = this.all.map((one) => (one.tag === tag ? { ...one, shown } : one));
  }
}
