// Tables for the terminal and for Markdown.
import type { Row } from './rows.js';
import { judge } from './reach.js';

export type Cells = readonly (readonly string[])[];

const figure = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
const times = (value: number | null) => (value === null ? '' : `${figure(value)} ×`);
const part = (value: number | null) => (value === null ? '' : value.toFixed(2));
const megabytes = (value: number | null) => (value === null ? '' : `${(value / 2 ** 20).toFixed(1)} MB`);

/** "12.3 (12.1–12.9)": median and quartiles. */
function spread(ms: number | null, low: number | null, high: number | null, failure: string | null): string {
  if (ms === null || low === null || high === null) return failure ? 'failed' : '';
  return `${figure(ms)} (${figure(low)}–${figure(high)})`;
}

const head = ['case', 'build', 'ours, ms', 'GFLOP/s', 'of peak', 'error', 'beside', 'rival', 'rival, ms', 'ratio'];

/** What else a case is about: how it compares with its own base, its bandwidth, its memory. */
function beside(row: Row): string {
  if (row.fraction_of_copy !== null) return `${figure(row.gigabytes!)} GB/s, ${part(row.fraction_of_copy)} of copy`;
  if (row.scratch_bytes !== null) return `${megabytes(row.scratch_bytes)} scratch`;
  return row.own_case ? `${times(row.own_ratio)} own ${row.own_case.replace(/-.*/, '')}` : '';
}

function cells(row: Row, first: boolean): string[] {
  const { ours_ms, ours_low, ours_high, ours_failure, gflops, fraction_of_peak, ours_error } = row;
  const ours = [
    row.case,
    row.build,
    spread(ours_ms, ours_low, ours_high, ours_failure),
    gflops === null ? '' : figure(gflops),
    part(fraction_of_peak),
    ours_error === null ? '' : ours_error.toExponential(0),
    beside(row),
  ];
  const rival = [row.rival ?? '', spread(row.rival_ms, row.rival_low, row.rival_high, row.rival_failure), times(row.ratio)];
  return [...(first ? ours : ours.map(() => '')), ...rival];
}

/** Ours stands once, its rivals below each other. */
export function resultCells(rows: readonly Row[]): Cells {
  const same = (a: Row | undefined, b: Row) => a?.case === b.case && a.build === b.build;
  return [head, ...rows.map((row, i) => cells(row, !same(rows[i - 1], row)))];
}

/** Who failed at what, and why, once each. */
export function failures(rows: readonly Row[]): string[] {
  const all = rows.flatMap((row) => [
    ...(row.ours_failure ? [`${row.case}, ours ${row.build}: ${row.ours_failure}`] : []),
    ...(row.rival_failure ? [`${row.case}, ${row.rival}: ${row.rival_failure}`] : []),
  ]);
  return [...new Set(all)];
}

/** The targets that these rows can speak of. */
export function reachCells(rows: readonly Row[]): Cells {
  const judged = judge(rows).map(({ what, wanted, found, met, most }) => [
    met ? 'met' : 'MISSED',
    what,
    `${most ? '≤' : '≥'} ${wanted}`,
    figure(found),
  ]);
  return [['', 'target', 'wanted', 'found'], ...judged];
}

export function plain(table: Cells): string {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function markdown([first, ...rest]: Cells): string {
  const line = (row: readonly string[]) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(first!), line(first!.map(() => '---')), ...rest.map(line)].join('\n');
}
