// Every engine in every setting (settings.ts): the right numbers, no complaint that the setting does not cause, nothing foreign asked for.
// tests/matrix.mjs prints the names and outcomes of these tests as a table.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { engines, findBrowser, launch } from './browsers.js';
import { compareWithReference, ready, stage } from './mechanism-lab.js';
import { loadModel } from './sentence-lab.js';
import { host, settings, type Host, type Proof, type Setting } from './settings.js';
import { visit, type Visit } from './visit.js';

/** What the first preset shows, to compare engines with each other: from the first of them that was asked. */
let shownFirst: number[][] | undefined;

async function numbers(page: Page): Promise<void> {
  await ready(page);
  assert.equal(await compareWithReference(page), '');
  const shown = await stage(page, 'output');
  shownFirst ??= shown;
  shown.forEach((row, i) => row.forEach((value, j) => assert.ok(Math.abs(value - (shownFirst?.[i]?.[j] ?? NaN)) <= 1e-5)));
}

/** The numbers, and then what a worker does where there can be one. */
async function readSentence(page: Page): Promise<void> {
  await numbers(page);
  if (await page.locator('[data-lab="sentence"]').count()) await page.click('[data-lab="sentence"]');
  await loadModel(page, 'http');
}

const proofs: Record<Proof, (page: Page, visited: Visit) => Promise<void>> = {
  numbers,
  async 'numbers, worker'(page) {
    await readSentence(page);
    assert.equal(await page.locator('[data-error="worker"]').count(), 0);
  },
  async 'numbers, no worker'(page) {
    await readSentence(page);
    assert.ok((await page.innerText('[data-error="worker"]')).length > 20);
  },
  async 'numbers, plain core'(page, { requests }) {
    await numbers(page);
    const cores = requests.filter((url) => url.endsWith('.wasm'));
    assert.ok(cores.length && cores.every((url) => !url.includes('relaxed')), cores.join());
  },
  async 'core-file'(page) {
    assert.match(await page.innerText('[data-error="core-file"]'), /\.wasm/);
  },
  async 'no-simd'(page) {
    assert.match(await page.innerText('[data-error="no-simd"]'), /SIMD/);
  },
};

/** The document that the lab is in. Frames have the verbs of pages. */
async function labPage(page: Page, inFrame = false): Promise<Page> {
  if (!inFrame) return page;
  if ('enterFrame' in page) return (page.enterFrame as (selector: string) => Promise<Page>)('iframe');
  const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
  assert.ok(frame, 'no frame');
  return frame as unknown as Page;
}

async function cell(browser: Browser, setting: Setting, servers: Host[]): Promise<void> {
  const other = await host(() => ({ headers: { 'access-control-allow-origin': '*' } }));
  servers.push(other);
  const site = await host((path) => setting.site?.(path, other.port) ?? {});
  servers.push(site);
  const { open = '', before, expected = [] } = setting;
  const address = open.startsWith('file:') ? open : `http://${setting.host ?? '127.0.0.1'}:${site.port}/${open}`;
  const visited = await visit(browser, address, {
    ...(before ? { before } : {}),
    expected: [...expected, new RegExp(`^foreign request: http://127.0.0.1:${other.port}/`)],
  });
  await proofs[setting.proof ?? 'numbers'](await labPage(visited.page, setting.inFrame), visited);
  assert.deepEqual(await visited.problems(), []);
  const holds = await (await labPage(visited.page, setting.inFrame)).evaluate(setting.holds ?? 'true'); // may complain itself
  await visited.abandon();
  assert.ok(holds, `${setting.name} does not hold`);
}

for (const name of engines) {
  describe(name, { skip: !findBrowser(name) && `${name} is not installed` }, () => {
    let browser: Browser;
    const servers: Host[] = [];
    before(async () => {
      browser = await launch(name);
    });
    after(async () => {
      await browser?.close();
      await Promise.all(servers.map((server) => server.close()));
    });
    for (const setting of settings)
      test(`${name} matrix › ${setting.name}`, { skip: setting.impossible?.[name] ?? false }, () => cell(browser, setting, servers));
  });
}
