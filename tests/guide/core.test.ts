// The guide's programs for the computing part alone, run in Node on the package as it would be installed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readSnippet } from '../../web/build/guide.mjs';
import { buildPackage } from '../../web/build/package.mjs';
import { write } from './site.js';

const folder = mkdtempSync(join(tmpdir(), 'attention-lab-core-'));
before(async () => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(await buildPackage(), join(folder, 'node_modules/attention-lab'));
  for (const name of ['attend', 'worker']) write(folder, { [`${name}.mjs`]: readSnippet(`core-${name}.mjs`) });
});
after(() => rmSync(folder, { recursive: true }));

const run = (file: string) => execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8', timeout: 30_000 });

test('attend.mjs prints softmax(q kᵀ / √2) and its mean of the values', () => {
  const powers = [1, 0, 1].map((score) => Math.exp(score / Math.SQRT2));
  const weights = powers.map((power) => power / powers.reduce((a, b) => a + b));
  const expected = [...weights, weights[0]! * 10 + weights[1]! * 20 + weights[2]! * 40];
  const numbers = [...run('attend.mjs').matchAll(/\d+\.\d+/g)].map(Number);
  assert.equal(numbers.length, expected.length);
  numbers.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-5, `${value} is not ${expected[i]}`));
});

test('worker.mjs prints the shape of its answer', () => assert.match(run('worker.mjs'), /2048, 64/));
