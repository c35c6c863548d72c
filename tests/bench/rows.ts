// What the samples say: one row for each case, build and rival.
import type { Case } from '../../web/core/cases.js';
import { quantile, quartiles } from '../../web/core/measure.js';
import { baseOf, type Result } from './contest.js';

export interface Row {
  readonly case: string;
  readonly build: 'relaxed' | 'plain';
  /** Of one call, median; quartiles in ours_low and ours_high. Null: see ours_failure. */
  readonly ours_ms: number | null;
  readonly ours_low: number | null;
  readonly ours_high: number | null;
  readonly ours_failure: string | null;
  /** max|error| / max|reference| of the output; max|error| of the weights where there are any. */
  readonly ours_error: number | null;
  readonly weights_error: number | null;
  readonly gflops: number | null;
  readonly peak_gflops: number | null;
  readonly fraction_of_peak: number | null;
  /** Where reading keys and values is the limit: GB/s read, and of the copy's GB/s (read and written). */
  readonly gigabytes: number | null;
  readonly fraction_of_copy: number | null;
  readonly scratch_bytes: number | null;
  /** The same without the mask, or without the weights, in our own build: how many times its time is ours. */
  readonly own_case: string | null;
  readonly own_ms: number | null;
  readonly own_ratio: number | null;
  readonly rival: string | null;
  readonly rival_ms: number | null;
  readonly rival_low: number | null;
  readonly rival_high: number | null;
  readonly rival_failure: string | null;
  readonly rival_error: number | null;
  /** rival_ms / ours_ms. */
  readonly ratio: number | null;
}

type Spread = readonly [low: number | null, median: number | null, high: number | null];

function spread(result: Result | undefined): Spread {
  return result && !result.failure ? quartiles(result.samples.map(({ ms }) => ms)) : [null, null, null];
}

const medianOf = (result: Result, key: 'peak' | 'copy') => {
  const numbers = result.samples.map((sample) => sample[key]).filter((each) => each !== undefined);
  return numbers.length ? quantile(numbers, 0.5) : null;
};

const over = (a: number | null, b: number | null) => (a === null || b === null ? null : a / b);

function oursOf(contest: Case, result: Result, base: Result | undefined) {
  const [low, ms, high] = spread(result);
  const [, baseMs] = spread(base);
  const gflops = over(contest.flops / 1e6, ms);
  const peak = medianOf(result, 'peak');
  const gigabytes = contest.bytes ? over(contest.bytes / 1e6, ms) : null;
  return {
    case: contest.name,
    build: result.engine as Row['build'],
    ours_ms: ms,
    ours_low: low,
    ours_high: high,
    ours_failure: result.failure ?? null,
    ours_error: result.errors?.output ?? null,
    weights_error: contest.problem.kind === 'attention' && contest.problem.sizes.weights ? (result.errors?.weights ?? null) : null,
    gflops,
    peak_gflops: peak,
    fraction_of_peak: over(gflops, peak),
    gigabytes,
    fraction_of_copy: over(gigabytes, medianOf(result, 'copy')),
    scratch_bytes: result.scratch ?? null,
    own_case: base?.case ?? null,
    own_ms: baseMs,
    own_ratio: over(baseMs, ms),
  };
}

function rivalOf(result: Result | undefined, oursMs: number | null) {
  const [low, ms, high] = spread(result);
  return {
    rival: result ? `${result.engine}/${result.variant}` : null,
    rival_ms: ms,
    rival_low: low,
    rival_high: high,
    rival_failure: result?.failure ?? null,
    rival_error: result?.errors?.output ?? null,
    ratio: over(ms, oursMs),
  };
}

export function rowsOf(contest: Case, results: readonly Result[]): Row[] {
  const find = (engine: string, name: string | null) => results.find((each) => each.engine === engine && each.case === name);
  const rivals = results.filter(({ variant }) => variant !== '');
  return (['relaxed', 'plain'] as const).flatMap((build) => {
    const ours = find(build, contest.name);
    if (!ours) return [];
    const own = oursOf(contest, ours, find(build, baseOf(contest.name)));
    return (rivals.length ? rivals : [undefined]).map((rival) => ({ ...own, ...rivalOf(rival, own.ours_ms) }));
  });
}
