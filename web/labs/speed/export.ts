// What was measured, as files: CSV for a table, JSON for a program.
import type { RemoteCore } from '../../core/worker/remote.js';
import { csvField } from '../../views/figure/files.js';
import type { Result } from './results.js';

export type Machine = Pick<RemoteCore, 'build' | 'where'>;

/** One measurement, every field a word or a number. */
export function record({ task: { id, problem }, measured }: Result, { build, where }: Machine): Record<string, string | number | boolean> {
  const sizes = problem.kind === 'gemm' ? { queries: problem.size, keys: problem.size } : problem.sizes;
  return {
    case: id,
    build,
    where,
    kind: problem.kind,
    batch: 1,
    heads: '',
    d: '',
    causal: false,
    weights: false,
    ...sizes,
    flops: measured.flops,
    ms: measured.ms,
    ms_lower_quartile: measured.low,
    ms_upper_quartile: measured.high,
    runs: measured.runs,
    gflops: measured.gflops,
    peak_gflops: measured.peak,
    fraction_of_peak: measured.fraction,
    memory_bytes: measured.memory ?? '',
    bytes_read: measured.bytes ?? '',
    copy_gb_per_s: measured.copy ?? '',
  };
}

/** RFC 4180: a line of names, then a line for each measurement. */
export function csv(results: readonly Result[], machine: Machine): string {
  const records = results.map((result) => record(result, machine));
  const names = Object.keys(records[0] ?? {});
  return [names, ...records.map((one) => names.map((name) => one[name] ?? ''))]
    .map((line) => `${line.map((value) => csvField(String(value))).join(',')}\r\n`)
    .join('');
}

export interface Circumstances extends Machine {
  readonly date: string;
  readonly browser: string;
}

export function json(results: readonly Result[], circumstances: Circumstances): string {
  const { date, browser, ...machine } = circumstances;
  const whole = {
    format: 'attention-lab-speed',
    version: 1,
    date,
    browser,
    ...machine,
    results: results.map((result) => record(result, machine)),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
