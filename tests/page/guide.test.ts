// The guide's own pages in real browsers: nothing sticks out on a phone, no rule of accessibility is broken, nothing is asked
// elsewhere; and what they are without scripts and on paper. The articles have tests of their own.
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { readPages } from '../../web/build/guide.mjs';
import { brokenRules } from './axe.js';
import { dist, eachPlace } from './places.js';
import { visit, type VisitOptions } from './visit.js';

const pages = readPages('en').filter(({ group, name }) => group === 'embed' || name === 'index');
const looks = [
  { language: 'en', colorScheme: 'light', width: 1280 },
  { language: 'zh', colorScheme: 'dark', width: 360 },
] as const;

eachPlace({ browsers: ['chromium', 'firefox'], origins: ['http'] }, (place, add) => {
  // What a page looks like is one matter, what it does another: the first takes a minute, and one browser tells.
  for (const { language, colorScheme, width } of place.browserName === 'chromium' ? looks : [])
    for (const { name } of pages)
      add(`${language} guide ${name}`, async () => {
        const { page, close } = await place.open(`guide/${language}/${name}.html`, { colorScheme, viewport: { width, height: 800 } });
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'something sticks out');
        assert.deepEqual(await brokenRules(page), []);
        await close();
      });

  add('the same page in the other language, the next page, and back to the lab', async () => {
    const { page, close } = await place.open('guide/en/embed-hugo.html');
    await page.getByRole('link', { name: '中文' }).click();
    assert.match(page.url(), /guide\/zh\/embed-hugo\.html$/);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
    await page.locator('a[rel="next"]').click();
    assert.match(page.url(), /guide\/zh\/embed-jekyll\.html$/);
    await page.getByRole('link', { name: '打开实验室' }).click();
    await page.locator('[data-stage="weights"] [data-cell]').first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
    await page.locator('[data-test="guide"]').click();
    assert.match(page.url(), /guide\/zh\/index\.html$/);
    await close();
  });

  add('the first press of Tab reaches a link to the text', async () => {
    const { page, close } = await place.open('guide/en/embed-hugo.html');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement!.getAttribute('href')), '#text');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement!.id), 'text');
    await close();
  });

  // This way of driving Firefox cannot switch its scripts off; there the page's script does not arrive.
  const withoutScripts: VisitOptions =
    place.browserName === 'chromium'
      ? { javaScriptEnabled: false }
      : { pages: { '/attention-lab.js': '<!doctype html>' }, expected: [/attention-lab\.js/] };

  add('without scripts each lab is a link to the same lab', async () => {
    const { page, close } = await place.open('guide/en/embed-html.html', withoutScripts);
    const link = page.locator('attention-lab a').first();
    await link.waitFor();
    assert.match((await link.getAttribute('href'))!, /lab\.html#v1\/mechanism\/preset=a2-tanh$/);
    assert.equal(await page.locator('attention-lab:defined').count(), 0);
    await close();
  });

  if (place.browserName === 'chromium')
    // Firefox is not told of paper by this way of driving it
    add('on paper: the text, without the frame of the site', async () => {
      const { page, close } = await place.open('guide/en/embed-hugo.html');
      await page.emulateMedia({ media: 'print' });
      for (const part of ['.top', '.contents', '.neighbours']) assert.equal(await page.locator(part).isVisible(), false, part);
      await page.locator('main pre').first().waitFor();
      await close();
    });

  add('from a disk the text is there and each lab is a link', async () => {
    const address = pathToFileURL(join(dist, 'guide/en/embed-html.html')).href;
    const { page, abandon } = await visit(place.browser, address);
    await page.locator('attention-lab a').first().waitFor();
    await page.locator('attention-lab a').first().click();
    await page.locator('[data-stage="weights"] [data-cell]').first().waitFor();
    assert.match(page.url(), /^file:.*\/lab\.html#v1\/mechanism\/preset=a2-tanh/);
    await abandon();
  });
});
