// Sentences made from what was measured.
import { quantile } from '../../core/measure.js';
import { bytesText, durationText, fractionText, gflopsText, ratioText, type Counting } from './format.js';
import { caseName, headsText, type Say } from './names.js';
import { kFirst } from './plan.js';
import type { Result, Results } from './results.js';
import type { CurveName, SpeedState } from './state.js';

export interface Words {
  readonly say: Say;
  readonly counting: Counting;
}

/** The sentence at the top; empty before there is a number. */
export function verdict(results: Results, { say, counting }: Words): string {
  const first = results.get(kFirst);
  if (!first || first.task.problem.kind === 'gemm') return '';
  const { queries, heads, d } = first.task.problem.sizes;
  const { ms, gflops, fraction } = first.measured;
  return say('verdict', {
    tokens: counting.count(queries),
    heads: headsText(heads, d, say),
    time: durationText(ms),
    operations: counting.words(gflops * 1e9),
    fraction: fractionText(fraction),
  });
}

/** One measurement in words: for a bar or a point that is chosen. */
export function reading({ task: { problem }, measured }: Result, { say, counting }: Words): string {
  const { ms, low, high, gflops, fraction, peak, runs } = measured;
  return say(runs > 1 ? 'reading' : 'reading.once', {
    name: caseName(problem, say, counting),
    gflops: gflopsText(gflops),
    time: durationText(ms),
    low: durationText(low),
    high: durationText(high),
    runs: counting.count(runs),
    fraction: fractionText(fraction),
    peak: gflopsText(peak),
  });
}

export interface Peak {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The peak between the runs of each case: it moves with the machine's clock and load. */
export function peakOf(results: readonly Result[]): Peak | null {
  if (results.length === 0) return null;
  const peaks = results.map(({ measured }) => measured.peak);
  return { value: quantile(peaks, 0.5), low: Math.min(...peaks), high: Math.max(...peaks) };
}

export function barsCaption(results: readonly Result[], { say, counting }: Words): string {
  const peak = peakOf(results);
  if (!peak) return '';
  const best = results.reduce((most, one) => (one.measured.gflops > most.measured.gflops ? one : most));
  const moved =
    (peak.high - peak.low) / peak.value > 0.1 ? say('bars.moved', { low: gflopsText(peak.low), high: gflopsText(peak.high) }) : '';
  return (
    say('bars.caption', {
      count: results.length,
      name: caseName(best.task.problem, say, counting),
      gflops: gflopsText(best.measured.gflops),
      fraction: fractionText(best.measured.fraction),
      peak: gflopsText(peak.value),
    }) + moved
  );
}

export type Quantity = 'time' | 'memory';
const quantities: Readonly<Record<Quantity, (result: Result) => number | undefined>> = {
  time: ({ measured }) => measured.ms,
  memory: ({ measured }) => measured.memory,
};
export const quantityText: Readonly<Record<Quantity, (value: number) => string>> = { time: durationText, memory: bytesText };

export interface CurvePoint {
  readonly length: number;
  readonly value: number;
  readonly result: Result;
}

/** A curve's points of a quantity, where it was measured. */
export function pointsOf(results: Results, curve: CurveName, state: SpeedState, quantity: Quantity): CurvePoint[] {
  return results.curve(curve, state).flatMap(({ length, result }) => {
    const value = quantities[quantity](result);
    return value !== undefined && value > 0 ? [{ length, value, result }] : [];
  });
}

/** By how much a doubling of the length multiplied the quantity, at the long end. */
export function doubling(points: readonly CurvePoint[]): number | null {
  const [before, last] = points.slice(-2);
  if (!before || !last) return null;
  return (last.value / before.value) ** (1 / Math.log2(last.length / before.length));
}

/** What the curves say: how they grow, and how they compare at the longest length they share. */
export function curvesCaption(quantity: Quantity, results: Results, state: SpeedState, { say, counting }: Words): string {
  const curves = state.curves
    .map((name) => ({ name, points: pointsOf(results, name, state, quantity) }))
    .filter(({ points }) => points.length > 1);
  const growth = curves.map(({ name, points }) =>
    say(`caption.doubling.${quantity}`, {
      curve: say(`curve.${name}`),
      from: counting.count(points.at(-2)!.length),
      to: counting.count(points.at(-1)!.length),
      ratio: ratioText(doubling(points)!),
    }),
  );
  return [...growth, ...compare(quantity, curves, { say, counting })].join('');
}

function compare(quantity: Quantity, curves: readonly { name: CurveName; points: CurvePoint[] }[], { say, counting }: Words): string[] {
  const [fused, other] = [curves.find(({ name }) => name === 'fused'), curves.find(({ name }) => name === 'weights')];
  if (!fused || !other) return [];
  const at = other.points.at(-1)!;
  const same = fused.points.find(({ length }) => length === at.length);
  if (!same) return [];
  return [
    say(`caption.${quantity}`, {
      tokens: counting.count(at.length),
      fused: quantityText[quantity](same.value),
      weights: quantityText[quantity](at.value),
      ratio: ratioText(at.value / same.value),
    }),
  ];
}
