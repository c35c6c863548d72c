import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, json } from '../../../web/labs/speed/export.js';
import { lengthTask } from '../../../web/labs/speed/plan.js';
import { defaultState } from '../../../web/labs/speed/state.js';
import { caseResults, measured } from './measured.js';

const machine = { build: 'relaxed', where: 'worker' } as const;

test('CSV: a line of names, then one for each result with the same number of fields', () => {
  const results = caseResults({ 'gemm-512': 12.5, 'layer-32x512x512h8': 1000, 'attention-1x512x512h8-causal': 7.25 });
  const lines = csv(results.all(), machine).split('\r\n');
  assert.equal(lines.pop(), '');
  const [names = [], ...rows] = lines.map((line) => line.split(','));
  assert.equal(rows.length, 3);
  assert.ok(rows.every((row) => row.length === names.length));
  const field = (row: number, name: string) => rows[row]?.[names.indexOf(name)];
  assert.deepEqual(
    [field(0, 'case'), field(0, 'queries'), field(0, 'heads'), field(0, 'ms'), field(0, 'gflops')],
    ['gemm-512', '512', '', '12.5', '80'],
  );
  assert.deepEqual([field(1, 'batch'), field(1, 'heads'), field(1, 'd')], ['32', '8', '64']);
  assert.deepEqual(
    [field(2, 'causal'), field(2, 'fraction_of_peak'), field(2, 'build')],
    ['true', String(1e9 / 7.25 / 1e6 / 100), 'relaxed'],
  );
});

test('CSV: nothing measured is an empty file; unknown memory is an empty field', () => {
  assert.equal(csv([], machine), '\r\n');
  const task = lengthTask('fused', 64, defaultState);
  assert.match(csv([{ task, measured: measured(task, 1, { memory: undefined }) }], machine), /,,,\r\n$/);
});

test('JSON says what it is, where it comes from, and holds the same records', () => {
  const results = caseResults({ 'gemm-512': 12.5 });
  const whole = JSON.parse(json(results.all(), { ...machine, date: '2026-01-01T00:00:00Z', browser: 'B' }));
  assert.deepEqual(
    [whole.format, whole.version, whole.date, whole.browser, whole.build],
    ['attention-lab-speed', 1, '2026-01-01T00:00:00Z', 'B', 'relaxed'],
  );
  assert.equal(whole.results.length, 1);
  assert.deepEqual([whole.results[0].case, whole.results[0].ms, whole.results[0].runs], ['gemm-512', 12.5, 7]);
});
