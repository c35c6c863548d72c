// The targets this project set itself, and whether a run met them.
import { allowed } from './reference.js';
import type { Row } from './rows.js';

interface Target {
  readonly cases: readonly string[];
  readonly build: Row['build'];
  readonly rival?: string;
  readonly field: keyof Row;
  readonly wanted: number;
  /** At most, not at least. */
  readonly most?: boolean;
}

export interface Judged {
  readonly what: string;
  readonly wanted: number;
  readonly found: number;
  readonly met: boolean;
  readonly most: boolean;
}

const middle = 'attention-1x512x512h8';
const big = 'attention-1x2048x512h8';
const gemms = ['gemm-512', 'gemm-1024'];

const targets: readonly Target[] = [
  { cases: gemms, build: 'relaxed', field: 'fraction_of_peak', wanted: 0.85 },
  { cases: gemms, build: 'relaxed', rival: 'ort/matmul', field: 'ratio', wanted: 1.25 },
  { cases: [middle], build: 'relaxed', rival: 'ort/mha', field: 'ratio', wanted: 2 },
  { cases: [big], build: 'relaxed', rival: 'ort/mha', field: 'ratio', wanted: 1.8 },
  { cases: [middle, big], build: 'relaxed', rival: 'tfjs/composed', field: 'ratio', wanted: 15 },
  { cases: [middle, big], build: 'relaxed', field: 'fraction_of_peak', wanted: 0.75 },
  { cases: [`${middle}-causal`, `${big}-causal`], build: 'relaxed', field: 'own_ratio', wanted: 1.7 },
  { cases: ['weights-1x512x512h8'], build: 'relaxed', rival: 'ort/composed', field: 'ratio', wanted: 3 },
  { cases: ['weights-1x512x512h8'], build: 'relaxed', field: 'own_ratio', wanted: 0.6 },
  { cases: ['layer-32x512x512h8'], build: 'relaxed', rival: 'ort/mha', field: 'ratio', wanted: 1.4 },
  { cases: ['tiny-1x16x64h4'], build: 'relaxed', rival: 'ort/mha', field: 'ratio', wanted: 10 },
  { cases: ['decode-2048x512h8'], build: 'relaxed', field: 'fraction_of_copy', wanted: 0.7 },
  { cases: ['long-16384x512h8'], build: 'relaxed', field: 'scratch_bytes', wanted: 16 * 2 ** 20, most: true },
  { cases: gemms, build: 'plain', field: 'fraction_of_peak', wanted: 0.85 },
  { cases: gemms, build: 'plain', rival: 'ort/matmul', field: 'ratio', wanted: 1.05 },
  { cases: [middle, big], build: 'plain', rival: 'ort/mha', field: 'ratio', wanted: 1.2 },
];

const fieldNames: Partial<Record<keyof Row, string>> = {
  fraction_of_peak: 'of its peak',
  fraction_of_copy: 'of the copy',
  own_ratio: '× its own base',
  scratch_bytes: 'bytes of scratch',
};

function judgeOne(rows: readonly Row[], name: string, { build, rival, field, wanted, most = false }: Target): Judged[] {
  const row = rows.find((each) => each.case === name && each.build === build && (!rival || each.rival === rival));
  const found = row?.[field];
  if (typeof found !== 'number') return [];
  const what = `${name}, ${build}: ${rival ? `× ${rival}` : fieldNames[field]}`;
  return [{ what, wanted, found, met: most ? found <= wanted : found >= wanted, most }];
}

/** The largest error of all, which counts for every case. */
function accuracy(rows: readonly Row[], field: 'ours_error' | 'weights_error', what: string, wanted: number): Judged[] {
  const numbers = rows.map((row) => row[field]).filter((each) => each !== null);
  if (!numbers.length) return [];
  const found = Math.max(...numbers);
  return [{ what, wanted, found, met: found <= wanted, most: true }];
}

/** Each target that the rows have a figure for. */
export function judge(rows: readonly Row[]): Judged[] {
  return [
    ...targets.flatMap((target) => target.cases.flatMap((name) => judgeOne(rows, name, target))),
    ...accuracy(rows, 'ours_error', 'all: error of the output', allowed.output),
    ...accuracy(rows, 'weights_error', 'all: error of the weights', allowed.weights),
  ];
}
