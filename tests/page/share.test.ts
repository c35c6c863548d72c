// What a reader takes from the page: a link, a code for a page of their own, a citation, a file.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { brokenRules } from './axe.js';
import { link, ready, stage } from './mechanism-lab.js';
import { eachPlace } from './places.js';

async function openPanel(page: Page, part = ''): Promise<void> {
  await ready(page);
  await page.click('[data-test="share"]');
  await page.waitForSelector('[data-test="share-note"]:not(:empty)');
  if (part) await page.click(`[data-part="${part}"] summary`);
}
const stateOf = (url: string) => url.split('#v1/mechanism/')[1];

eachPlace({ origins: ['http', 'lan', 'file'] }, (place, add) => {
  add('opening the panel copies the link; the panel goes with Escape, and focus is where it was', async () => {
    const { page, close } = await place.open(link('a2-tanh'));
    await openPanel(page);
    assert.match(await page.inputValue('[data-test="share-link"]'), /#v1\/mechanism\/preset=a2-tanh$/);
    assert.match(await page.innerText('[data-test="share-note"]'), /Copied/);
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-test="share-link"]', { state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-test')), 'share');
    await close();
  });

  add('the link follows the picture while the panel is open', async () => {
    const { page, close } = await place.open();
    await openPanel(page);
    const before = await page.inputValue('[data-test="share-link"]');
    await page.click('[data-stage="output"] [data-cell="1-0"]');
    assert.notEqual(await page.inputValue('[data-test="share-link"]'), before);
    assert.match(await page.inputValue('[data-test="share-link"]'), /cell=output-1-0/);
    await close();
  });

  add('a citation in both forms and languages', async () => {
    const { page, close } = await place.open();
    await openPanel(page, 'cite');
    for (const [language, form] of [
      ['en', /^The Attention Lab authors\. Attention Lab, version \d+\.\d+\.\d+\./],
      ['zh', /^Attention Lab 作者\. 注意力实验室\[CP.*\d+\.\d+\.\d+ 版/],
    ] as const) {
      await page.click(`[data-test="lang-${language}"]`);
      const text = await page.inputValue('[data-share="text"]');
      assert.match(text, form);
      assert.equal(/https?:/.test(text), place.origin !== 'file');
      assert.match(await page.inputValue('[data-share="bibtex"]'), /^@misc\{/);
    }
    await page.click('[data-copy="bibtex"]');
    await page.waitForSelector('[data-test="note-bibtex"]:not(:empty)');
    await close();
  });
});

eachPlace({ origins: ['http'] }, (place, add) => {
  add('the panel breaks no rule of accessibility, in both colours and languages', async () => {
    for (const [lang, theme] of [
      ['en', 'light'],
      ['zh', 'dark'],
    ] as const) {
      const { page, close } = await place.open(`?lang=${lang}&theme=${theme}`, { viewport: { width: 360, height: 740 } });
      await ready(page);
      await page.click('[data-test="menu"]');
      await openPanel(page);
      for (const summary of await page.locator('.share summary').all()) {
        await summary.click();
        assert.deepEqual(await brokenRules(page), []);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
      }
      await close();
    }
  });

  add('the embed code, pasted into a page, shows the same numbers: whole, one view, in a frame', async () => {
    const { page, close } = await place.open(link('a2-tanh'));
    await openPanel(page, 'embed');
    const weights = await stage(page, 'weights');
    const state = stateOf(await page.inputValue('[data-test="share-link"]'));
    const home = new URL('.', page.url()).href;
    const author = await page.context().newPage();
    const paste = async (form: string): Promise<string> => {
      const code = await page.inputValue(`[data-share="${form}"]`);
      await author.route(`${home}author.html`, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>${code}` }));
      await author.goto(`${home}author.html`);
      return code;
    };

    const code = await paste('element');
    const [, url, integrity] = /src="([^"]+)" integrity="([^"]+)"/.exec(code)!;
    const script = await (await page.request.get(url!)).body();
    assert.equal(integrity, `sha384-${createHash('sha384').update(script).digest('base64')}`);
    await author.waitForSelector('[data-stage="weights"] [data-cell]');
    assert.deepEqual(await stage(author, 'weights'), weights);
    assert.equal(await author.getAttribute('attention-lab', 'state'), state);

    await page.selectOption('[data-test="embed-view"]', 'weights');
    assert.match(await paste('element'), /view="weights" controls="minimal"/);
    await author.waitForSelector('[data-stage="weights"] [data-cell]');
    assert.equal(await author.locator('[data-stage]').count(), 1);

    await page.selectOption('[data-test="embed-form"]', 'frame');
    await paste('frame');
    const frame = author.frameLocator('iframe').locator('[data-stage="weights"] [data-cell]');
    await frame.first().waitFor();
    assert.equal(await frame.count(), weights.flat().length);
    await close();
  });

  add('what is to be carried away is there', async () => {
    const { page, close } = await place.open();
    await openPanel(page, 'carry');
    const links = await page.$$eval('[data-part="carry"] a', (all) => all.map((each) => (each as HTMLAnchorElement).href));
    assert.equal(links.length, 3);
    for (const url of links) assert.ok((await page.request.head(url)).ok(), url);
    await close();
  });
});

eachPlace({ origins: ['file'] }, (place, add) => {
  add('a file says that others need a site', async () => {
    const { page, close } = await place.open();
    await openPanel(page);
    assert.ok((await page.innerText('[data-test="no-site"]')).length > 20);
    assert.equal(await page.locator('[data-part="embed"], [data-part="carry"]').count(), 0);
    await close();
  });
});
