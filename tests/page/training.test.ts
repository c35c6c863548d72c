// Training in a page, by the labs' own cores: in a worker of the site, and in a sandboxed frame, which gets the binaries as scripts.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build, type BuildOptions } from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';
import { serve } from '../../web/build/server.mjs';
import { bundleWorker, classic, common, placeFiles } from '../../web/build/site.mjs';
import { browserNames, findBrowser, launch } from './browsers.js';

const folder = join(root, 'build/training-page');

/** A page that trains: how many numbers it learns, the losses, an answer, and whether an abort ended it. */
const script = `
import { cores } from '${join(root, 'web/labs/cores.ts')}';
const model = { kind: 'transformer', architecture: 'encoder-decoder', sourceVocabulary: 14, targetVocabulary: 14, width: 32, heads: 2,
  kvHeads: 2, layers: 1, decoderLayers: 1, hidden: 64, norm: 'layer', normFirst: true, activation: 'gelu', bias: true,
  positions: 'sinusoidal', maxLength: 12, dropout: 0, tied: true, epsilon: 1e-5 };
const batch = { source: [[5, 6], [7, 8, 9], [4, 4]], target: [[6, 5, 2], [9, 8, 7, 2], [4, 4, 2]] };
window.trained = async () => {
  const core = await cores.worker();
  const training = await core.train({ model, rate: 1e-2 });
  const results = await training.steps(Array(150).fill(batch));
  const { correctSequences } = await training.evaluate(batch);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  const ended = await training.steps(Array(100000).fill(batch), { signal: stop.signal }).then(() => 'no', (error) => error.name);
  const finished = await core.model(await training.weights());
  const { hypotheses } = await finished.translate([7, 8, 9], { beams: 2 });
  return { where: core.where, parameters: training.parameters, losses: results.map(({ loss }) => loss), correctSequences, ended,
    answer: hypotheses[0].tokens };
};
`;

async function buildPages(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'js'), { recursive: true });
  const worker = await bundleWorker();
  const files = placeFiles(folder, worker.code);
  const entry = join(folder, 'js/entry.js');
  writeFileSync(entry, script);
  const define = { ATTENTION_LAB_FILES: JSON.stringify(files) };
  const shared: BuildOptions = { ...(common as BuildOptions), entryPoints: [entry] };
  await build({ ...shared, define, format: 'esm', outfile: join(folder, 'js/page.js') });
  const whole = { ...classic.define, ...define };
  await build({ ...shared, define: whole, format: 'iife', outfile: join(folder, 'js/whole.js') });
  const page = (head: string) => `<!doctype html><link rel="icon" href="data:,">${head}`;
  writeFileSync(join(folder, 'index.html'), page('<script type="module" src="js/page.js"></script>'));
  writeFileSync(join(folder, 'inner.html'), page('<script src="js/whole.js"></script>'));
  writeFileSync(join(folder, 'framed.html'), page('<iframe sandbox="allow-scripts" src="inner.html"></iframe>'));
}

interface Trained {
  readonly where: string;
  readonly parameters: number;
  readonly losses: readonly number[];
  readonly correctSequences: number;
  readonly ended: string;
  readonly answer: readonly number[];
}

async function trainIn(place: Page | Frame): Promise<Trained> {
  await place.waitForFunction(() => 'trained' in window);
  return place.evaluate(() => (window as unknown as { trained(): Promise<Trained> }).trained());
}

function check({ where, parameters, losses, correctSequences, ended, answer }: Trained): void {
  assert.equal(where, 'worker');
  assert.ok(parameters > 10_000);
  assert.equal(losses.length, 150);
  assert.ok(losses.at(-1)! < losses[0]! / 10, `${losses[0]} … ${losses.at(-1)}`);
  assert.equal(correctSequences, 3);
  assert.equal(ended, 'AbortError');
  assert.deepEqual(answer, [9, 8, 7, 2]);
}

for (const name of browserNames)
  describe(`${name}: training in a page`, { skip: !findBrowser(name) && `${name} is not installed` }, () => {
    let browser: Browser;
    let server: Awaited<ReturnType<typeof serve>>;
    before(async () => {
      await buildPages();
      server = await serve({ folder });
      browser = await launch(name);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    it('in the worker of a site', async () => {
      const page = await browser.newPage();
      await page.goto(server.url);
      check(await trainIn(page));
      await page.close();
    });

    it('in a sandboxed frame without an origin', async () => {
      const page = await browser.newPage();
      await page.goto(`${server.url}framed.html`);
      check(await trainIn(page.frames().find((frame) => frame.url().endsWith('inner.html'))!));
      await page.close();
    });
  });
