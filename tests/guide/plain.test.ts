// Pages without a generator, from the guide's own files: a tag under the strictest policy, and an iframe that grows.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Frame, Page } from 'playwright-core';
import { readSnippet } from '../../web/build/guide.mjs';
import { serve } from '../../web/build/server.mjs';
import { findBrowser, launch } from '../page/browsers.js';
import { visit } from '../page/visit.js';
import { expectedWeights, near } from './numbers.js';
import { copyElement, shown, write } from './site.js';

/** Headers of the guide's policy files, as one header: a browser takes each policy of a list. */
const policies = (...files: readonly string[]) => ({
  'content-security-policy': files.map((file) => readSnippet(file).replace(/^Content-Security-Policy: /, '')).join(', '),
});

const places = {
  'index.html': 'html-page.html',
  'data.html': 'html-data.html',
  'events.html': 'reference-events.html',
  'frame.html': 'iframe-page.html',
  'lab-frames.js': 'iframe-frames.js',
};
const script = '<!doctype html><html lang="en"><title>A</title><script type="module" src="attention-lab/attention-lab.js"></script>';

describe('plain pages', { skip: !findBrowser('chromium') && 'chromium is not installed' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'attention-lab-plain-'));
  let browser: Browser;
  before(async () => {
    write(folder, { 'favicon.ico': '' });
    for (const [path, file] of Object.entries(places))
      write(folder, { [path]: (/^(data|events)/.test(path) ? script : '') + readSnippet(file) });
    copyElement(join(folder, 'attention-lab'));
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page of the folder under these headers; fails on any console message or foreign request. */
  async function open(path: string, headers: Record<string, string>, look: (page: Page) => Promise<void>): Promise<void> {
    const server = await serve({ folder, headers });
    try {
      const { page, close } = await visit(browser, server.url + path);
      await look(page);
      await close();
    } finally {
      await server.close();
    }
  }

  const right = async (page: Page | Frame) => near(await shown(page), expectedWeights);

  test('a tag', () => open('', {}, right));
  test('a tag under the policy of the guide', () => open('', policies('policy.txt'), right));
  test('a tag under Trusted Types', () => open('', policies('policy.txt', 'policy-trusted-types.txt'), right));
  test('the policy is in force: without it an inline script would run', async () => {
    const server = await serve({ folder, headers: policies('policy.txt') });
    const { page, problems } = await visit(browser, server.url);
    await page.evaluate(() => document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' })));
    assert.equal(await page.evaluate(() => 'ran' in window), false);
    assert.match((await problems()).join(), /Content Security Policy/);
    await page.context().close();
    await server.close();
  });

  test('numbers of the page’s own', () =>
    open('data.html', {}, async (page) => {
      const q = [
        [1, 0],
        [0, 1],
      ];
      const k = [
        [1, 2],
        [0.5, -1],
        [2, 0],
      ];
      const powers = q.map((query) => k.map((key) => Math.exp((query[0]! * key[0]! + query[1]! * key[1]!) / Math.SQRT2)));
      near(
        await shown(page),
        powers.flatMap((row) => row.map((power) => power / row.reduce((a, b) => a + b))),
      );
    }));

  test('events and methods', () =>
    open('events.html', {}, async (page) => {
      await shown(page);
      await page.locator('attention-lab [data-stage="weights"] [data-cell="1-2"]').click();
      await page.getByText('You are looking at weights, row 2, column 3.').waitFor();
      await page.locator('#sharper').click();
      const href = await page.waitForFunction(() => document.querySelector<HTMLAnchorElement>('#file:not([hidden])')?.href);
      const csv = await page.evaluate(async (address) => (await fetch(address as string)).text(), await href.jsonValue());
      const rows = csv.trim().split(/\r?\n/).slice(-3);
      // Half the temperature: the square of what stood there at 1, and the fourth power of what the others show at 2.
      const powers = expectedWeights.map((weight) => weight ** 4);
      const expected = powers.map((power, i) => power / powers.slice(i - (i % 4), i - (i % 4) + 4).reduce((a, b) => a + b));
      near(
        rows.flatMap((row) => row.split(',').slice(-4).map(Number)),
        expected,
      );
    }));

  test('an iframe without an origin of its own, as high as its lab', () =>
    open('frame.html', {}, async (page) => {
      const frame = await (await page.waitForSelector('iframe'))!.contentFrame();
      await right(frame!);
      await page.waitForFunction(() => document.querySelector('iframe')!.getAttribute('height') !== '320');
      await page.waitForTimeout(300);
      const asked = Number(await page.locator('iframe').getAttribute('height'));
      const inside = await frame!.evaluate(() => document.documentElement.getBoundingClientRect().height);
      assert.ok(Math.abs(asked - inside) <= 1 && asked > 100, `${asked} for ${inside}`);
    }));
});
