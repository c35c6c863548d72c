// Every lab in both languages and themes under axe; forced colours, less motion, paper, 400 % zoom, and links out of all measure.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { labs } from '../../web/labs/index.js';
import { brokenRules } from './axe.js';
import { ready } from './mechanism-lab.js';
import { eachPlace } from './places.js';

/** A lab stands, as far as it goes without being asked for anything. */
async function stands(page: Page, id: string): Promise<void> {
  await page.waitForFunction((lab) => document.querySelector(`[data-lab="${lab}"][aria-current]`), id);
  await page.locator('[data-test="stage"] h1').waitFor();
  if (id === 'mechanism') await ready(page);
  if (id === 'speed') await page.locator('[data-run="idle"]').waitFor();
}

eachPlace({ browsers: ['chromium'], origins: ['http'] }, (place, add) => {
  for (const { id } of labs) {
    for (const [lang, colorScheme] of [
      ['en', 'light'],
      ['en', 'dark'],
      ['zh', 'light'],
      ['zh', 'dark'],
    ] as const)
      add(`axe finds nothing in ${id}, ${lang}, ${colorScheme}`, async () => {
        const { page, close } = await place.open(`?lang=${lang}#v1/${id}/`, { colorScheme });
        await stands(page, id);
        assert.deepEqual(await brokenRules(page), []);
        await close();
      });

    add(`${id} at 400 % zoom: nothing sticks out, and what is focused can be seen`, async () => {
      const { page, close } = await place.open(`#v1/${id}/`, { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
      await stands(page, id);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
      const hidden: string[] = [];
      for (let i = 0; i < 15; i++) {
        await page.keyboard.press('Tab');
        const place = await page.evaluate(() => {
          const focused = document.activeElement!;
          if (focused === document.body) return ''; // past the last, before the first
          const { x, y, width, height } = focused.getBoundingClientRect();
          const top = document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 12));
          const seen = top !== null && (focused.contains(top) || top.contains(focused));
          return seen ? '' : `${focused.tagName} ${focused.getAttribute('data-test') ?? focused.textContent?.slice(0, 20)} at ${x}, ${y}`;
        });
        if (place) hidden.push(place);
      }
      assert.deepEqual(hidden, []);
      await close();
    });

    add(`${id} on paper: no rail and no buttons to press, the explanation below`, async () => {
      const { page, close } = await place.open(`#v1/${id}/`);
      await stands(page, id);
      await page.setViewportSize({ width: 800, height: 1100 });
      await page.emulateMedia({ media: 'print' });
      const cut = await page.evaluate(() => {
        const { scrollHeight, clientHeight } = document.querySelector('.inspector-content')!;
        return scrollHeight - clientHeight;
      });
      assert.ok(cut <= 1, `the explanation is cut by ${cut} px`);
      assert.equal(await page.locator('.rail').isVisible(), false);
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.inspector')!).position), 'static');
      await close();
    });
  }

  add('forced colours: cells have edges, and what is masked or chosen is told by lines', async () => {
    const { page, close } = await place.open('#v1/mechanism/own.mask=causal', { forcedColors: 'active' });
    await ready(page);
    const edge = (selector: string) =>
      page.evaluate((at) => {
        const { borderTopStyle, outlineStyle } = getComputedStyle(document.querySelector(at)!);
        return [borderTopStyle, outlineStyle];
      }, selector);
    assert.equal((await edge('[data-stage="weights"] [data-cell="1-0"]'))[0], 'solid');
    assert.equal((await edge('[data-stage="masked"] [data-cell="0-1"]'))[0], 'dashed');
    await close();
  });

  add('less motion: stages stand at once', async () => {
    const { page, close } = await place.open('', { reducedMotion: 'reduce' });
    await ready(page);
    for (let i = 0; i < 3; i++) await page.click('[data-test="step-back"]');
    await page.click('[data-test="step"]');
    assert.equal(await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length), 0);
    await close();
  });

  add('a link of a megabyte, and one from another version: told, and the lab stands', async () => {
    for (const hash of [`#v1/mechanism/own.data.Q=${'(1,2),'.repeat(170_000)}`, '#v0/mechanism/preset=a1-dot', '#v1/mechanism/%%%']) {
      const { page, close } = await place.open(hash);
      await ready(page);
      assert.ok(await page.isVisible('[data-error="link"]'));
      await close();
    }
  });
});
