// What is carried away works where it is put: as a file, and in any folder of any server.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { serve } from '../../web/build/server.mjs';
import { zipName } from '../../web/build/zip.mjs';
import { browserNames, findBrowser, launch } from './browsers.js';
import { ready, stage } from './mechanism-lab.js';
import { kept } from './offline-site.js';
import { dist } from './places.js';
import { loadModel, sentenceHash } from './sentence-lab.js';
import { visit } from './visit.js';

const root = mkdtempSync(join(tmpdir(), 'attention-lab-'));
const folder = join(root, 'some', 'path');
let server: Awaited<ReturnType<typeof serve>>;

before(async () => {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(join(dist, zipName))))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  mkdirSync(dirname(folder));
  renameSync(join(root, zipName.replace('.zip', '')), folder);
  server = await serve({ folder: root });
});
after(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

for (const browserName of browserNames)
  describe(browserName, { skip: !findBrowser(browserName) && `${browserName} is not installed` }, () => {
    let browser: Browser;
    before(async () => void (browser = await launch(browserName)));
    after(() => browser?.close());

    test(`${browserName} file › both pages of the unpacked zip open by double click`, async () => {
      const shown = [];
      for (const name of ['lab.html', 'lab-with-model.html']) {
        const { page, close } = await visit(browser, pathToFileURL(join(folder, name)).href);
        await ready(page);
        shown.push(await stage(page, 'output'));
        await close();
      }
      assert.deepEqual(shown[0], shown[1]);
    });

    test(`${browserName} http › under a path of a server everything is found, and kept`, async () => {
      const home = `http://lab.localhost:${server.port}/some/path/`;
      const { page, requests, close } = await visit(browser, home, { serviceWorkers: 'allow' });
      await ready(page);
      await kept(page);
      assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.scope), home);
      await page.click('[data-lab="speed"]');
      await page.waitForSelector('[data-test="stage"] h1');
      await page.goto(home + sentenceHash);
      await page.reload(); // a change of hash alone is no visit
      await loadModel(page, 'http');
      assert.deepEqual(
        requests.filter((url) => /^https?:/.test(url) && !url.startsWith(home)),
        [],
      );
      await close();
    });
  });
