// The harness itself: a page that misbehaves must be noticed, in each browser.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { serve } from '../../web/build/server.mjs';
import { engines, findBrowser, lanHost, launch } from './browsers.js';
import { isForeign, visit } from './visit.js';

const pages = {
  'quiet.html': '<p>all is well</p>',
  'loud.html': '<script>console.error("broken picture")</script>',
  'throws.html': '<script>setTimeout(() => { throw new Error("late failure") })</script>',
  'foreign.html': `<img src="http://${lanHost}:PORT/pixel.png">`,
  'insecure.html': '<script>document.title = String(isSecureContext)</script>',
};

test('foreign addresses', () => {
  assert.equal(isForeign('http://127.0.0.1:1/', 'http://127.0.0.1:1/a.js'), false);
  assert.equal(isForeign('http://127.0.0.1:1/', 'http://127.0.0.1:2/a.js'), true);
  assert.equal(isForeign('http://127.0.0.1:1/', 'blob:http://127.0.0.1:1/x'), false);
  assert.equal(isForeign('file:///a/lab.html', 'file:///a/lab.html'), false);
  assert.equal(isForeign('file:///a/lab.html', 'file:///a/core.wasm'), true);
});

for (const name of engines) {
  describe(name, { skip: !findBrowser(name) && `${name} is not installed` }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
    let browser: Browser;
    let server: Awaited<ReturnType<typeof serve>>;
    before(async () => {
      [browser, server] = await Promise.all([launch(name), serve({ folder })]);
      for (const [file, text] of Object.entries(pages))
        writeFileSync(join(folder, file), `<!doctype html><link rel="icon" href="data:,">${text.replace('PORT', String(server.port))}`);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
      rmSync(folder, { recursive: true });
    });

    test(`${name} › a quiet page passes`, async () => (await visit(browser, `${server.url}quiet.html`)).close());

    for (const [file, expected] of [
      ['loud.html', /broken picture/],
      ['throws.html', /late failure/],
      ['foreign.html', /foreign request/],
    ] as const) {
      test(`${name} › ${file} fails`, async () => {
        const opened = await visit(browser, `${server.url}${file}`);
        await opened.page.waitForTimeout(200);
        assert.match((await opened.problems()).join('\n'), expected);
        await assert.rejects(() => opened.close());
      });
    }

    test(`${name} › a file that asks a server for something fails`, async () => {
      const opened = await visit(browser, pathToFileURL(join(folder, 'foreign.html')).href);
      await opened.page.waitForTimeout(200);
      assert.match((await opened.problems()).join('\n'), /foreign request/);
      await opened.abandon();
    });

    test(`${name} › ${lanHost} is not a secure context`, async () => {
      const opened = await visit(browser, `http://${lanHost}:${server.port}/insecure.html`);
      assert.equal(await opened.page.title(), 'false');
      await opened.close();
    });
  });
}
