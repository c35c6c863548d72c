// Visited once, there for good: without the server, through a new build, with the model once it was loaded.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { browserNames, findBrowser, launch } from './browsers.js';
import { ready, stage } from './mechanism-lab.js';
import { isSecondBuild, kept, Site, until, versions, type Host } from './offline-site.js';
import { loadModel, sentenceHash, shownVector } from './sentence-lab.js';
import { visit, type VisitOptions } from './visit.js';

/** What a browser logs of requests that find no server; the page is to work all the same. */
const unreachable = [/ERR_CONNECTION_REFUSED/, /Failed to load resource/];

for (const browserName of browserNames)
  describe(browserName, { skip: !findBrowser(browserName) && `${browserName} is not installed` }, () => {
    let browser: Browser;
    before(async () => void (browser = await launch(browserName)));
    after(() => browser?.close());

    const open = (address: string, options: VisitOptions = {}) =>
      visit(browser, address, { serviceWorkers: 'allow', expected: unreachable, ...options });
    const onSite = (name: string, body: (site: Site) => Promise<void>) =>
      test(`${browserName} http › ${name}`, async () => {
        const site = await new Site().start();
        try {
          await body(site);
        } finally {
          await site.remove();
        }
      });

    for (const host of ['lab.localhost', '127.0.0.1'] satisfies Host[])
      onSite(`${host}: after one visit the page works without its server`, async (site) => {
        const { page, close } = await open(site.url(host));
        await ready(page);
        const shown = await stage(page, 'output');
        await kept(page);
        await site.stop();
        await page.reload();
        await ready(page);
        assert.deepEqual(await stage(page, 'output'), shown);
        await page.click('[data-lab="speed"]'); // code that the first visit never asked for
        await page.waitForSelector('[data-lab="speed"][aria-current="page"]');
        await page.waitForSelector('h1');
        await page.goto(`${site.url(host)}?lang=zh`);
        await ready(page);
        assert.equal(await page.innerText('[data-lab="mechanism"]'), '机制');
        await page.goto(`${site.url(host)}guide/zh/`);
        await page.waitForSelector('h1');
        await page.goto(`${site.url(host)}embed.html?lab=mechanism&view=weights`);
        await ready(page);
        await close();
      });

    onSite('a new build shows at the next navigation; an open page keeps its own files until it goes', async (site) => {
      const { page: old, close } = await open(site.url('lab.localhost'));
      await ready(old);
      await kept(old);
      const first = await versions(old);
      assert.equal(first.length, 1);
      await site.rebuild();

      const other = await old.context().newPage();
      await other.goto(site.url('lab.localhost'));
      await ready(other);
      assert.equal(await isSecondBuild(other), false, 'from the cache first');
      await until(other, async () => {
        const { active, installing, waiting } = (await navigator.serviceWorker.getRegistration())!;
        const count = (await caches.keys()).filter((name) => name.startsWith('attention-lab-files')).length;
        return count === 2 && active?.state === 'activated' && !installing && !waiting;
      });
      await other.reload();
      await ready(other);
      assert.equal(await isSecondBuild(other), true);

      await old.click('[data-lab="speed"]'); // a file that the server no longer has
      await old.waitForSelector('[data-test="stage"] h1');
      assert.equal(await old.locator('[data-error]').count(), 0);
      assert.equal((await versions(old)).length, 2);

      await old.close();
      await other.reload();
      await ready(other);
      await until(other, async () => (await caches.keys()).filter((name) => name.startsWith('attention-lab-files')).length === 1);
      assert.notDeepEqual(await versions(other), first);
      await close();
    });

    onSite('on an address of this machine a new build shows at once', async (site) => {
      const { page, close } = await open(site.url('127.0.0.1'));
      await ready(page);
      await kept(page);
      await site.rebuild();
      await page.reload();
      await ready(page);
      assert.equal(await isSecondBuild(page), true);
      await close();
    });

    onSite('the model is kept once it was loaded, and only once', async (site) => {
      const { page, close } = await open(site.url('lab.localhost') + sentenceHash);
      await page.waitForSelector('[data-load="start"]');
      await kept(page);
      const models = () =>
        page.evaluate(async () => {
          const found: string[] = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) if (url.endsWith('.safetensors')) found.push(name);
          return found;
        });
      assert.deepEqual(await models(), []);
      await loadModel(page, 'http');
      const vector = await shownVector(page);
      assert.deepEqual(await models(), ['attention-lab-weights']);
      await site.stop();
      await page.reload();
      await page.waitForSelector('[data-test="head-page"]', { timeout: 30_000 });
      assert.deepEqual(await shownVector(page), vector);
      await close();
    });

    onSite('a site that is only half uploaded is not kept, and works', async (site) => {
      const script = readdirSync(join(site.folder, 'js')).find((name) => name.startsWith('speed-'))!;
      site.change(`js/${script}`, (text) => `${text} `);
      const refused = [/integrity/i, /ServiceWorker/i];
      const { page, close } = await open(site.url('lab.localhost'), { expected: refused });
      await ready(page);
      await until(page, async () => (await caches.keys()).length > 0); // it has begun
      await until(page, async () => !(await navigator.serviceWorker.getRegistration())); // and given up
      assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
      await close();
    });

    onSite('in a frame of another page nothing is kept', async (site) => {
      const { page, close } = await open(`${site.url('127.0.0.1')}licences.txt`);
      await page.evaluate(() => {
        const frame = document.createElement('iframe');
        frame.src = './';
        document.body.append(frame);
      });
      await ready(page.frames()[1] as unknown as typeof page);
      await page.waitForTimeout(1500);
      assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
      await close();
    });
  });
