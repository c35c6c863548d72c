// Lab "Sentiment" in real browsers: the score, the weights, and what happens without a word.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../web/build/dependencies.mjs';
import { eachPlace, type Place } from './places.js';

const weights = join(root, 'web/assets/models/sentiment.safetensors');

async function opened(place: Place, hash: string) {
  const visit = await place.open(hash);
  const { page } = visit;
  await page.locator('.sentiment').waitFor();
  if (place.origin === 'file') await page.locator('[data-load="file"]').setInputFiles(weights);
  else await page.locator('[data-load="start"]').click();
  await page.locator('[data-test="score"]').waitFor();
  return visit;
}

const number = (text: string) => Number(text.replace('−', '-').replace(/[^\d.-]/g, ''));
const score = (text: string) => number(text.match(/[+−]\d\.\d\d/)![0]);

eachPlace({ browsers: ['chromium', 'firefox'], origins: ['http', 'file'] }, (place, add) => {
  add('what a word changes is what the model answers without it', async () => {
    const { page, close } = await opened(place, '#v1/sentiment/');
    const before = score(await page.locator('[data-test="score"]').innerText());
    const shares = (await page.locator('[data-word] small').allInnerTexts()).map(number);
    assert.ok(Math.abs(shares.reduce((a, b) => a + b, 0) - 100) < 3, shares.join());
    const row = page.locator('[data-effect]', { hasText: 'wonderful' });
    const change = score(await row.locator('td').nth(2).innerText());
    await page.locator('[data-word]', { hasText: 'wonderful' }).click();
    await page
      .waitForFunction(
        (text) => document.querySelector('[data-test="score"]')?.textContent !== text,
        await page.locator('[data-test="score"]').innerText(),
      )
      .catch(() => {});
    await page.locator('[data-test="all-in"]').waitFor();
    const after = score(await page.locator('[data-test="score"]').innerText());
    assert.ok(Math.abs(before + change - after) < 0.02, `${before} ${change} ${after}`);
    assert.match(page.url(), /out=/);
    await close();
  });
});

eachPlace({ browsers: ['chromium', 'firefox'], origins: ['http'] }, (place, add) => {
  add('good and bad, empty text, and the arithmetic of a weight', async () => {
    const { page, close } = await opened(place, '#v1/sentiment/');
    const text = page.locator('[data-test="text"]');
    const read = async (words: string) => {
      await text.fill(words);
      await page.locator('.sentiment[data-busy="false"]').waitFor();
      await page.waitForTimeout(400);
      await page.locator('.sentiment[data-busy="false"]').waitFor();
      return score(await page.locator('[data-test="score"]').innerText());
    };
    assert.ok((await read('A wonderful, moving film.')) > 0.2);
    assert.ok((await read('A boring, terrible waste of time.')) < -0.2);
    await text.fill('');
    await page.locator('[data-error="text"]').waitFor();
    assert.ok(score(await page.locator('[data-test="score"]').innerText()) < -0.2, 'the last answer stays');
    await read('I love this product');
    await page.locator('[data-effect] button', { hasText: 'love' }).click();
    const own = number(await page.locator('[data-effect]', { hasText: 'love' }).locator('td').first().innerText());
    await page.locator('[data-test="cell-explained"] h2', { hasText: 'love' }).waitFor();
    assert.ok(Math.abs(number(await page.locator('[data-test="explained-weight"]').innerText()) - own) <= 0.6);
    await close();
  });
});
