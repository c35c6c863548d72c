// Results with known numbers, as the worker would answer them.
import type { RemoteMeasurement } from '../../../web/core/worker/remote.js';
import { lookUp } from '../../../web/i18n/text.js';
import en from '../../../web/labs/speed/en.json' with { type: 'json' };
import zh from '../../../web/labs/speed/zh.json' with { type: 'json' };
import { counting } from '../../../web/labs/speed/format.js';
import { caseTask, lengthTask, type Task } from '../../../web/labs/speed/plan.js';
import { Results } from '../../../web/labs/speed/results.js';
import type { CurveName, SpeedState } from '../../../web/labs/speed/state.js';

export const wordsIn = (language: 'en' | 'zh') => ({
  say: (key: string, values = {}) => lookUp([language === 'en' ? en : zh], key, values),
  counting: counting(language),
});

export function measured(task: Task, ms: number, more: Partial<RemoteMeasurement> = {}): RemoteMeasurement {
  const flops = 1e9;
  const gflops = flops / ms / 1e6;
  const peak = more.peak ?? 100;
  return {
    case: task.id,
    ms,
    low: 0.9 * ms,
    high: 1.2 * ms,
    runs: 7,
    gflops,
    fraction: gflops / peak,
    peak,
    heapBytes: 1,
    flops,
    memory: 1000,
    ...more,
  };
}

/** Each case of `times` measured, in ms. */
export function caseResults(times: Readonly<Record<string, number>>): Results {
  const results = new Results();
  for (const [name, ms] of Object.entries(times)) results.add(caseTask(name), measured(caseTask(name), ms));
  return results;
}

/** A curve with these values of time (ms) and memory (bytes) by length. */
export function addCurve(
  results: Results,
  curve: CurveName,
  state: SpeedState,
  value: (length: number) => number,
  lengths: readonly number[],
): void {
  for (const length of lengths) {
    const task = lengthTask(curve, length, state);
    results.add(task, measured(task, value(length), { memory: value(length) }));
  }
}
