// Lab "Translate" in real browsers: the trained model, its answer, where each word looked.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';
import { eachPlace, type Place } from './places.js';

const weights = join(root, 'web/assets/models/translation.safetensors');

/** The lab with its model loaded and an answer on show. */
async function opened(place: Place, hash: string) {
  const visit = await place.open(hash);
  const { page } = visit;
  await page.locator('.translate').waitFor();
  if (place.origin === 'file') await page.locator('[data-load="file"]').setInputFiles(weights);
  else await page.locator('[data-load="start"]').click();
  await page.locator('[data-test="answer"]').waitFor();
  return visit;
}

const answer = (page: Page) => page.locator('[data-test="answer"]').innerText();
const share = (text: string) => Number(text.replace(/[^\d.]/g, ''));

eachPlace({ browsers: ['chromium', 'firefox'], origins: ['http', 'file'] }, (place, add) => {
  add('a sentence is translated; a word shows where it looked, and the arithmetic of one head', async () => {
    const { page, close } = await opened(place, '#v1/translate/');
    assert.match(await answer(page), /park.*yesterday|yesterday.*park/i);
    await page.locator('[data-piece]', { hasText: 'park' }).click();
    const looks = await page.locator('[data-weight]').allInnerTexts();
    assert.ok(Math.abs(looks.map(share).reduce((a, b) => a + b, 0) - 100) < 3, looks.join());
    assert.ok((await page.locator('[data-test="candidates"] li').count()) >= 3);
    await page.locator('[data-test="head"]').selectOption('2-1');
    const told = await page.locator('[data-test="explained-weight"]').innerText();
    const most = Math.max(...(await page.locator('[data-weight]').allInnerTexts()).map(share));
    assert.ok(Math.abs(share(told) - most) <= 0.5, `${told} beside ${most}`);
    await close();
  });
});

eachPlace({ browsers: ['chromium', 'firefox'], origins: ['http'] }, (place, add) => {
  add('another hypothesis, one beam, a link to the same picture', async () => {
    const { page, close } = await opened(place, '#v1/translate/');
    const first = await answer(page);
    await page.locator('[data-hypothesis="1"]').click();
    assert.notEqual(await answer(page), first);
    await page.locator('[data-test="beams"]').fill('1');
    await page.locator('[data-hypothesis="0"]').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[data-hypothesis]').length === 1);
    await page.waitForFunction(() => /beams=1/.test(decodeURIComponent(location.hash)));
    await close();
  });

  add('unknown characters are told, empty text keeps the last answer, a second sentence waits', async () => {
    const { page, close } = await opened(place, '#v1/translate/');
    const text = page.locator('[data-test="text"]');
    await text.fill('我喜欢龘。');
    await page.locator('[data-test="unknown"]', { hasText: '龘' }).waitFor();
    const before = await answer(page);
    await text.fill('');
    await page.locator('[data-error="text"]').waitFor();
    assert.equal(await answer(page), before);
    await text.fill('我喜欢猫。她喜欢狗。');
    await page.locator('[data-test="one-sentence"]').waitFor();
    assert.match(await answer(page), /cat/i);
    await close();
  });
});
