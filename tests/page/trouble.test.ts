// Browsers and servers that forbid things: the page says so, in its language, and does what it still can.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sitePolicy } from '../../web/build/policy.mjs';
import { serve } from '../../web/build/server.mjs';
import { dist, eachPlace } from './places.js';
import { loadModel, sentenceHash, shownVector } from './sentence-lab.js';
import { visit } from './visit.js';

const blockedWorkers = { 'content-security-policy': sitePolicy.replace("worker-src 'self' blob:", "worker-src 'none'") };

eachPlace({ origins: ['http'], webkit: ['http'], headers: blockedWorkers }, (place, add) => {
  add('a blocked worker: told, and the sentence is read on the page itself', async () => {
    const { page, close } = await place.open(sentenceHash, { expected: [/worker/i, /Content.Security.Policy/i] });
    await loadModel(page, place.origin);
    assert.equal((await shownVector(page)).length, 512);
    assert.ok((await page.innerText('[data-error="worker"]')).length > 20);
    await close();
  });
});

eachPlace({ webkit: ['http'] }, (place, add) => {
  for (const locale of ['en-US', 'zh-CN'])
    add(`no WASM SIMD is told in ${locale}`, async () => {
      const before = () => void (WebAssembly.validate = () => false);
      const { page, close } = await place.open('', { before, locale, expected: [/preload/] });
      const text = await page.locator('[data-error="no-simd"]').innerText();
      assert.match(text, locale === 'zh-CN' ? /[一-鿿]{4}/ : /SIMD/);
      await page.click('[data-lab="sentence"]');
      await page.click(place.origin === 'file' ? '[data-lab="sentence"]' : '[data-load="start"]');
      await close();
    });

  add('no WebAssembly at all is told', async () => {
    const before = () => void delete (globalThis as { WebAssembly?: unknown }).WebAssembly;
    const { page, close } = await place.open('', { before, expected: [/preload/] });
    await page.waitForSelector('[data-error="no-simd"]');
    await close();
  });
});

/** A copy of dist/ with something wrong in it, served. */
async function broken(change: (folder: string, wasm: string) => void, headers = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  cpSync(dist, folder, { recursive: true });
  for (const name of readdirSync(join(folder, 'core')).filter((each) => each.endsWith('.wasm'))) change(folder, join(folder, 'core', name));
  const server = await serve({ folder, headers });
  return {
    url: server.url,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

eachPlace({ origins: ['http'], webkit: ['http'] }, (place, add) => {
  const cases: readonly [name: string, change: (folder: string, wasm: string) => void][] = [
    ['missing', (_, wasm) => rmSync(wasm)],
    ['cut off', (_, wasm) => truncateSync(wasm, 5000)],
    ['a web page', (_, wasm) => writeFileSync(wasm, '<!doctype html><title>404</title>')],
  ];
  for (const [name, change] of cases)
    add(`a core that is ${name} is named`, async () => {
      const server = await broken(change);
      const { page, close } = await visit(place.browser, server.url, { expected: [/404/, /wasm/i, /preload/i] });
      const text = await page.locator('[data-error="core-file"]').innerText();
      assert.match(text, /\.wasm/);
      await close();
      await server.close();
    });
});

eachPlace({ origins: ['http'] }, (place, add) => {
  add('a download that breaks off is told and can be tried again', async () => {
    const { page, close } = await place.open(sentenceHash, { expected: [/ERR_|net::|failed|NS_/i] });
    await page.waitForSelector('[data-load="start"]');
    let times = 0;
    await page.route('**/*.safetensors', (route) => (++times === 1 ? route.abort() : route.continue()));
    await page.click('[data-load="start"]');
    await page.waitForSelector('[data-error="weights"]');
    await page.click('[data-load="retry"]');
    await page.waitForSelector('[data-test="head-page"]');
    await close();
  });
});
