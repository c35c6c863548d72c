// On a projector: large type, one view at a time, stepped through by a clicker.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { brokenRules } from './axe.js';
import { ready, stage } from './mechanism-lab.js';
import { eachPlace } from './places.js';
import { loadModel } from './sentence-lab.js';

/** What is on show: the stages, and whether they are put in words. */
const shown = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [
      ...Array.from(document.querySelectorAll('[data-stage]'), (each) => each.getAttribute('data-stage')),
      ...(document.querySelector('[data-test="sentences"]') ? ['words'] : []),
    ].join(' '),
  );
const steps = [
  'score',
  'score masked',
  'score masked weights',
  'score masked weights output',
  'score masked weights output words',
  'weights',
];
const presented = (page: Page) => page.waitForSelector('[data-present="next"]');
const isPresenting = (page: Page): Promise<boolean> => page.evaluate(() => 'presenting' in document.documentElement.dataset);

eachPlace({ origins: ['http', 'file'] }, (place, add) => {
  for (const [forward, back] of [
    ['PageDown', 'PageUp'],
    ['ArrowRight', 'ArrowLeft'],
    ['Space', 'Shift+Space'],
  ] as const)
    add(`${forward} and ${back} walk through stages, words and views, and stop at both ends`, async () => {
      const { page, close } = await place.open('?present');
      await presented(page);
      await ready(page);
      const walk = async (key: string, expected: readonly string[]) => {
        for (const state of expected) {
          assert.equal(await shown(page), state);
          await page.keyboard.press(key);
        }
      };
      await walk(forward, [...steps, steps.at(-1)!]);
      await walk(back, [...steps].reverse());
      assert.equal(await shown(page), steps[0]);
      await close();
    });

  add('the button begins, Escape ends: everything stands as before, and so does the address', async () => {
    const { page, close } = await place.open('#v1/mechanism/preset=a2-tanh');
    await ready(page);
    const [before, url] = [await stage(page, 'output'), page.url()];
    await page.click('[data-test="present"]');
    await presented(page);
    assert.equal(await shown(page), 'score');
    assert.match(page.url(), /\?present=stages#v1\/mechanism\/preset=a2-tanh/);
    assert.equal(await page.locator('.rail').isVisible(), false);
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-present="next"]', { state: 'detached' });
    assert.deepEqual(await stage(page, 'output'), before);
    await page.waitForFunction((address) => location.href === address, url);
    assert.equal(await isPresenting(page), false);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-test')), 'present');
    await close();
  });

  add('in a grid the arrows keep their meaning, a clicker goes on; buttons do the same by touch', async () => {
    const { page, close } = await place.open('?present');
    await presented(page);
    await page.click('[data-stage="score"] [data-cell="0-0"]');
    await page.keyboard.press('ArrowRight');
    assert.equal(await shown(page), 'score');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-cell')), '0-1');
    await page.keyboard.press('PageDown');
    assert.equal(await shown(page), 'score masked');
    await page.click('[data-present="next"]');
    assert.equal(await shown(page), 'score masked weights');
    await page.click('[data-present="previous"]');
    assert.equal(await shown(page), 'score masked');
    await page.click('[data-present="leave"]');
    await page.waitForSelector('.rail');
    await close();
  });

  add('a reload goes on where it was', async () => {
    const { page, close } = await place.open('?present');
    await presented(page);
    await ready(page);
    for (let i = 0; i < 2; i++) await page.keyboard.press('PageDown');
    await page.waitForFunction(() => location.hash.includes('steps=3'));
    await page.reload();
    await presented(page);
    await ready(page);
    assert.equal((await shown(page)).replace(' words', ''), steps[2]);
    await close();
  });
});

eachPlace({ origins: ['http'] }, (place, add) => {
  add('type grows with the screen, nothing sticks out, the help goes, no rule is broken', async () => {
    for (const [width, height, lang, theme] of [
      [1920, 1080, 'en', 'light'],
      [1280, 720, 'zh', 'dark'],
      [360, 740, 'zh', 'light'],
    ] as const) {
      const { page, close } = await place.open(`?present&lang=${lang}&theme=${theme}`, { viewport: { width, height } });
      await presented(page);
      await ready(page);
      await page.keyboard.press('End');
      const [size, wide] = await page.evaluate(() => [
        parseFloat(getComputedStyle(document.documentElement).fontSize),
        document.documentElement.scrollWidth,
      ]);
      assert.ok(size! >= Math.max(16, Math.min(width / 80, height / 45)), `${size} px`);
      assert.ok(wide! <= width, `${wide} px wide`);
      assert.deepEqual(await brokenRules(page), []);
      await page.waitForSelector('[data-test="present-help"][data-shown="false"]', { state: 'attached' });
      await close();
    }
  });

  add('the views of another lab follow each other; its map grows with the type', async () => {
    const { page, close } = await place.open('#v1/sentence/', { viewport: { width: 1920, height: 1080 } });
    await page.waitForSelector('[data-load="start"]');
    await loadModel(page, place.origin);
    await page.click('[data-test="present"]');
    await presented(page);
    await page.waitForSelector('al-heatmap');
    assert.match(page.url(), /present=head/);
    const map = await page.locator('al-heatmap canvas.cells').boundingBox();
    await page.mouse.click(map!.x + map!.width / 2, map!.y + map!.height * 0.98); // in the last row
    await page.waitForFunction(
      () => (document.querySelector('al-heatmap') as unknown as { selected: { row: number } }).selected.row === 13,
    );
    for (const view of ['overview', 'vector']) {
      await page.keyboard.press('PageDown');
      await page.waitForFunction((name) => location.search === `?present=${name}`, view);
    }
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-test="text"]');
    await close();
  });
});
