// The benchmark's pages in a browser: every engine starts, from this machine alone, and answers right. No time is measured.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';
import { serve } from '../../web/build/server.mjs';
import { cases } from '../../web/core/measure.js';
import { findBrowser, launch } from '../page/browsers.js';
import { bundle, folder, headers } from './bundle.js';
import { Contest, entriesOf } from './contest.js';
import { Pages } from './pages.js';
import { allowed } from './reference.js';
import { rowsOf } from './rows.js';

const built = ['wasm-simd', 'wasm-relaxed'].every((preset) => existsSync(join(root, 'build', preset, 'cpp/bindings/attention-core.wasm')));
const skip = !findBrowser('chromium') ? 'chromium is not installed' : !built && 'wasm-simd or wasm-relaxed is not built';

const checked = ['gemm-256', 'attention-1x128x256h8-causal', 'weights-1x512x512h8', 'tiny-1x16x64h4', 'decode-2048x512h8'];

describe('pages', { skip }, () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serve>>;
  let contest: Contest;
  before(async () => {
    await bundle();
    server = await serve({ folder, headers, zip: false });
    browser = await launch('chromium');
    contest = new Contest(new Pages(browser, server.url), { budget: 0, warmUp: 0, fewest: 1, limit: 30_000 });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  for (const name of checked)
    it(`${name}: every engine gives the reference's answer`, async () => {
      const each = cases.find((other) => other.name === name)!;
      const rows = rowsOf(each, await contest.run(each, entriesOf(each)));
      assert.deepEqual(new Set(rows.map(({ build }) => build)), new Set(['relaxed', 'plain']));
      for (const row of rows) {
        assert.deepEqual([row.ours_failure, row.rival_failure], [null, null]);
        assert.ok(row.ours_error! <= allowed.output && row.ours_ms! > 0 && row.gflops! > 0 && row.peak_gflops! > 0);
        if (row.rival) assert.ok(row.rival_error! <= allowed.output && row.ratio === row.rival_ms! / row.ours_ms!);
      }
    });
});
