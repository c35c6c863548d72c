// How fast the core is on this machine: a case's time beside the peak that the same machine reached in the same run.
import { cases, type Case } from './cases.js';
import type { Core } from './types.js';

export { cases, lengthCase, type Case, type Prepared } from './cases.js';

export interface Measurement {
  readonly case: string;
  /** Of one call: median and quartiles. */
  readonly ms: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
  readonly gflops: number;
  /** Of `peak`, the register-only loop's GFLOP/s between the runs. */
  readonly fraction: number;
  readonly peak: number;
  /** The most bytes of the core's memory that were ever in use: of this case, where the core is a fresh one. */
  readonly heapBytes: number;
}

export interface MeasureOptions {
  /** Time for the runs after the warm-up; at least one is made. Default 1000. */
  readonly milliseconds?: number;
  readonly maxRuns?: number;
}

/** V8 starts in a slow tier and replaces it in the background: a short time of calls before timing. */
const warmUpTime = 300; // ms
/** The first case of all finds everything in the slow tier, the peak's loop too. */
const firstWarmUp = 700; // ms
let warmed = false;
/** Timers tick as rarely as once a millisecond: short calls are timed many at a time. */
const shortest = 20; // ms

/** The value a fraction `p` of the way through the sorted numbers, between two of them where it falls there. */
export function quantile(numbers: readonly number[], p: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const [below = NaN, above = below] = sorted.slice(Math.floor(at));
  return below + (above - below) * (at - Math.floor(at));
}

export const quartiles = (numbers: readonly number[]) =>
  [quantile(numbers, 0.25), quantile(numbers, 0.5), quantile(numbers, 0.75)] as const;

export function findCase(name: string): Case {
  const found = cases.find((each) => each.name === name);
  if (!found) throw new RangeError(`no such case: ${name}. The cases are ${cases.map((each) => each.name).join(', ')}`);
  return found;
}

/** Calls until `milliseconds` have passed; milliseconds per call. Looks at the clock rarely where a call is short. */
export function time(run: () => void, milliseconds: number): number {
  const start = performance.now();
  for (let calls = 0, batch = 1; ;) {
    for (let i = 0; i < batch; i++) run();
    calls += batch;
    const passed = performance.now() - start;
    if (passed >= milliseconds) return passed / calls;
    if (passed < milliseconds / 20) batch *= 2;
  }
}

/** Warms up, then runs a case for `milliseconds` or `maxRuns` times, with the peak measured between the runs. */
export function measure(core: Core, which: string | Case, options: MeasureOptions = {}): Measurement {
  const slices = measuring(core, typeof which === 'string' ? findCase(which) : which, options);
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
  }
}

/** The same in slices: after each of them other work may be done, or the rest be given up. */
export function* measuring(
  core: Core,
  { name, flops, prepare }: Case,
  { milliseconds = 1000, maxRuns = Infinity }: MeasureOptions = {},
): Generator<void, Measurement, void> {
  const prepared = prepare(core);
  const [times, peaks]: [number[], number[]] = [[], []];
  try {
    const first = !warmed;
    warmed = true;
    const warm = performance.now() + (first ? firstWarmUp : Math.min(warmUpTime, milliseconds));
    do {
      time(prepared.run, shortest);
      if (first) core.measurePeak(shortest);
      yield;
    } while (performance.now() < warm);
    core.measurePeak(shortest);
    const start = performance.now();
    do {
      times.push(time(prepared.run, shortest));
      peaks.push(core.measurePeak(shortest));
      yield;
    } while (performance.now() - start < milliseconds && times.length < maxRuns);
  } finally {
    prepared.dispose();
  }
  const [low, ms, high] = quartiles(times);
  const [gflops, peak] = [flops / ms / 1e6, quantile(peaks, 0.5)];
  return { case: name, ms, low, high, runs: times.length, gflops, fraction: gflops / peak, peak, heapBytes: core.heapPeak() };
}
