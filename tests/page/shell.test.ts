import assert from 'node:assert/strict';
import { brokenRules } from './axe.js';
import { input, link, ready, stage } from './mechanism-lab.js';
import { eachPlace } from './places.js';
import { sentenceHash } from './sentence-lab.js';

const reading = { 'en-US': ['en', 'Mechanism'], 'zh-CN': ['zh-CN', '机制'] } as const;

eachPlace({ origins: ['http', 'lan', 'file'], webkit: ['http'] }, (place, add) => {
  for (const locale of ['en-US', 'zh-CN'] as const)
    add(`opens in the browser’s language, ${locale}`, async () => {
      const { page, requests, close } = await place.open('', { locale });
      await ready(page);
      assert.deepEqual([await page.getAttribute('html', 'lang'), await page.innerText('[data-lab="mechanism"]')], reading[locale]);
      if (place.origin === 'file') assert.ok(requests.filter((url) => !/^(data|blob):/.test(url)).length <= 1, requests.join()); // Firefox tells of none
      await close();
    });

  add('language and colours change at once and are remembered', async () => {
    const { page, close } = await place.open('');
    await ready(page);
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.selectOption('[data-test="theme"]', 'light');
    const light = await paper();
    await page.selectOption('[data-test="theme"]', 'dark');
    const dark = await paper();
    assert.notEqual(dark, light);
    await page.click('[data-test="lang-zh"]');
    assert.equal(await page.innerText('[data-lab="mechanism"]'), '机制');
    await page.reload();
    await ready(page);
    assert.deepEqual([await paper(), await page.getAttribute('html', 'lang')], [dark, 'zh-CN']);
    await close();
  });

  add('changing the language keeps what was typed', async () => {
    const { page, close } = await place.open();
    await ready(page);
    await page.fill('[data-cell="q-0-0"]', '7');
    await page.press('[data-cell="q-0-0"]', 'Enter');
    const shown = await stage(page, 'output');
    await page.click('[data-test="lang-zh"]');
    await ready(page);
    assert.deepEqual([(await input(page, 'q'))[0]?.[0], await stage(page, 'output')], [7, shown]);
    await close();
  });

  add('share gives a link to the same picture', async () => {
    const { page, close } = await place.open(link('a5-additive'));
    await ready(page);
    await page.fill('[data-cell="q-1-1"]', '0.25');
    await page.press('[data-cell="q-1-1"]', 'Enter');
    const shown = await stage(page, 'output');
    await page.click('[data-test="share"]');
    const shared = await page.inputValue('[data-test="share-link"]');
    const [address, hash] = shared.split('#');
    assert.equal(address, await page.evaluate(() => location.href.replace(/#.*/, '')));
    await close();
    const second = await place.open(`#${hash}`);
    await ready(second.page);
    assert.deepEqual(await stage(second.page, 'output'), shown);
    await second.close();
  });

  add('back and forward walk through labs and samples', async () => {
    const { page, close } = await place.open();
    await ready(page);
    await page.click('[data-lab="sentence"]');
    await page.waitForSelector('[data-test="text"]');
    await page.evaluate(() => history.back()); // goBack waits for a load that a change of hash does not make
    await ready(page);
    await page.evaluate(() => history.forward());
    await page.waitForSelector('[data-test="text"]');
    await close();
  });

  for (const [name, hash] of [
    ['damaged', '#v1/mechanism/own.data.Q=((1,'],
    ['of another version', '#v9/mechanism/preset=a1-dot'],
    ['to no lab', '#v1/nowhere/'],
    ['with wrong values', '#v1/mechanism/preset=nothing'],
    ['with a ragged matrix', '#v1/mechanism/own.data.Q=((1,2),(3))'],
    ['of noise', '#%E0%A4%A'],
  ] as const)
    add(`a link ${name} is told, and the lab starts`, async () => {
      const { page, close } = await place.open(hash);
      await ready(page);
      assert.ok((await page.innerText('[data-error="link"]')).length > 20);
      await close();
    });
});

eachPlace({}, (place, add) => {
  add('usable at 360 px: nothing sticks out, the sheet opens, buttons are large enough', async () => {
    for (const hash of ['', sentenceHash]) {
      const { page, close } = await place.open(hash, { viewport: { width: 360, height: 700 } });
      await page.waitForSelector('h1');
      await page.waitForTimeout(300);
      const [wide, small] = await page.evaluate(() => {
        const buttons = Array.from(document.querySelectorAll('button, select, input:not([type="checkbox"], [type="file"])'), (each) =>
          each.getBoundingClientRect(),
        );
        return [
          document.documentElement.scrollWidth,
          buttons.filter(({ width, height }) => width > 0 && (width < 24 || height < 24)).length,
        ] as const;
      });
      assert.ok(wide <= 360, `${wide} px wide`);
      assert.equal(small, 0);
      assert.deepEqual(await brokenRules(page), []);
      const height = () => page.evaluate(() => document.querySelector('[data-test="inspector"]')!.getBoundingClientRect().height);
      const closed = await height();
      assert.ok(closed > 20, 'closed, the sheet shows what is chosen');
      await page.click('[data-test="sheet"]');
      assert.ok((await height()) > closed || hash !== '', 'the sheet opens');
      assert.equal(await page.getAttribute('[data-test="sheet"]', 'aria-expanded'), 'true');
      await close();
    }
  });
});

eachPlace({ webkit: ['http'] }, (place, add) => {
  add('the skip link leads to the lab', async () => {
    const { page, close } = await place.open();
    await ready(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'stage');
    await close();
  });
});
