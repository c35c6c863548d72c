import assert from 'node:assert/strict';
import { truncateSync, writeFileSync, mkdtempSync, rmSync, copyFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentences } from '../web/sentences.js';
import { brokenRules } from './axe.js';
import { cosine, packageVectors } from './package-vectors.js';
import { eachPlace } from './places.js';
import { loadModel, sentenceHash, shownVector, typeText, untilRedrawn, weightsFile } from './sentence-lab.js';

const twenty = sentences.slice(0, 20);

eachPlace({ browsers: ['chromium'], origins: ['http'], webkit: ['http'] }, (place, add) => {
  add('20 sentence vectors are the package’s own', async () => {
    const { page, close } = await place.open(sentenceHash);
    await loadModel(page, place.origin);
    const expected = await packageVectors(twenty);
    const losses: number[] = [];
    for (const [i, text] of twenty.entries()) {
      await typeText(page, text);
      losses.push(1 - cosine(await shownVector(page), expected[i] ?? []));
    }
    console.log(`1 − cosine to the package, 20 sentences: largest ${Math.max(...losses).toExponential(1)}`);
    assert.ok(
      losses.every((loss) => loss < 5e-4),
      losses.join(' '),
    );
    await close();
  });
});

eachPlace({ browsers: ['chromium'], origins: ['http'] }, (place, add) => {
  add('ten thousand pasted words leave the page alive', async () => {
    const { page, close } = await place.open(sentenceHash);
    await loadModel(page, place.origin);
    await typeText(page, 'attention '.repeat(10_000));
    assert.match(await page.innerText('[data-test="cut"]'), /256/);
    const [frames, time] = await page.evaluate(async () => {
      const since = performance.now();
      let count = 0;
      for (; performance.now() - since < 500; count++) await new Promise(requestAnimationFrame);
      return [count, performance.now() - since] as const;
    });
    assert.ok(frames > 10, `${frames} frames in ${time} ms`);
    await close();
  });
});

eachPlace({ origins: ['http', 'lan', 'file', 'file with model'], webkit: ['lan', 'file'] }, (place, add) => {
  add('weights are loaded, a text is shown, a head is switched off', async () => {
    const { page, close } = await place.open(sentenceHash);
    await loadModel(page, place.origin);
    await typeText(page, 'My cat is what I love.');
    assert.equal(await page.locator('[data-token]').count(), 7);
    const before = await shownVector(page);
    await untilRedrawn(page, () => page.click('[data-switch="0-1"]'));
    await page.waitForFunction(() => /0\.\d+/.test(document.querySelector('[data-test="vector-effect"]')?.textContent ?? ''));
    assert.deepEqual(await shownVector(page), before, 'the first row stays the whole model');
    assert.match(String(await page.evaluate('location.hash')), /off=/);
    await close();
  });
});

eachPlace({ webkit: ['http'] }, (place, add) => {
  add('the link holds text, head and view; a reload shows them again', async () => {
    const { page, close } = await place.open(sentenceHash);
    await loadModel(page, place.origin);
    await typeText(page, 'How old are you?');
    await page.click('[data-head="1-2"]');
    await page.click('[data-view="lines"]');
    await page.waitForFunction(() => /view=lines/.test(location.hash));
    await page.reload();
    await page.waitForSelector('[data-test="text"]');
    assert.equal(await page.inputValue('[data-test="text"]'), 'How old are you?');
    if (!(await page.locator('al-lines').count())) {
      await page.waitForTimeout(500);
      // WebKit's driver browses privately, and there the stored file is gone with the page
      if (place.origin === 'file' || place.browserName === 'webkit') await loadModel(page, place.origin);
    }
    await page.waitForSelector('al-lines');
    assert.match(await page.innerText('[data-test="head-page"] h2'), /2.*3/);
    await close();
  });

  add('two sentences have a cosine', async () => {
    const { page, close } = await place.open(sentenceHash);
    await loadModel(page, place.origin);
    const shown = () => page.getAttribute('[data-cosine]', 'data-cosine').then(Number);
    await typeText(page, 'How old are you?');
    await page.fill('[data-test="second"]', 'How old are you?');
    await page.waitForFunction(() => Number(document.querySelector('[data-cosine]')?.getAttribute('data-cosine')) > 0.99999);
    await page.fill('[data-test="second"]', 'The bank raised its interest rates again.');
    await page.waitForFunction(() => Number(document.querySelector('[data-cosine]')?.getAttribute('data-cosine')) < 0.9);
    assert.ok((await shown()) > -1);
    await page.fill('[data-test="second"]', '');
    await page.waitForSelector('[data-test="no-second"]');
    await close();
  });

  add('emoji, right-to-left and empty text: said at the place, the last picture stays', async () => {
    const { page, close } = await place.open(sentenceHash);
    await loadModel(page, place.origin);
    await typeText(page, 'שלום and 😀 hello');
    assert.ok((await page.innerText('[data-test="unknown"]')).includes('😀'));
    const shown = await shownVector(page);
    await page.fill('[data-test="text"]', '   ');
    await page.waitForSelector('[data-error="text"]');
    assert.deepEqual(await shownVector(page), shown);
    await typeText(page, 'hello again');
    assert.equal(await page.locator('[data-error="text"]').count(), 0);
    await close();
  });

  add('a truncated, a damaged and a wrong file are named; the right one still works', async () => {
    const { page, close } = await place.open(sentenceHash);
    await page.waitForSelector('[data-load="file"]');
    const folder = mkdtempSync(join(tmpdir(), 'weights-'));
    const [short, damaged, page404] = ['short', 'damaged', 'page'].map((name) => join(folder, `${name}.safetensors`)) as [
      string,
      string,
      string,
    ];
    copyFileSync(weightsFile(), short);
    truncateSync(short, 1_000_000);
    const { size } = statSync(weightsFile());
    writeFileSync(damaged, Buffer.alloc(size, 7));
    writeFileSync(page404, '<!doctype html><title>not found</title>');
    for (const file of [short, damaged, page404]) {
      await page.setInputFiles('[data-load="file"]', file);
      await page.waitForSelector('[data-error="weights"]');
      assert.ok((await page.innerText('[data-error="weights"]')).length > 20);
    }
    rmSync(folder, { recursive: true });
    await page.setInputFiles('[data-load="file"]', weightsFile());
    await page.waitForSelector('[data-test="head-page"]');
    await close();
  });

  add('keyboard only: load, type, walk the heads, switch one off', async () => {
    const { page, close } = await place.open(sentenceHash);
    await page.waitForSelector('[data-load="file"]');
    const tabTo = async (selector: string) => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      }
      assert.fail(`${selector} is not reachable by Tab`);
    };
    if (place.origin === 'file') {
      await tabTo('[data-load="file"]'); // the system's own dialogue is not the page's
      await loadModel(page, place.origin);
    } else {
      await tabTo('[data-load="start"]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-test="head-page"]');
    }
    await page.focus('.skip'); // the first thing Tab reaches
    await tabTo('[data-test="text"]');
    await page.keyboard.press('Control+A');
    await untilRedrawn(page, () => page.keyboard.type('How old are you?'));
    await tabTo('[data-head][aria-pressed="true"]');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    // which head is to the right of the first depends on the width
    await page.waitForSelector(':is([data-head="0-1"], [data-head="1-0"])[aria-pressed="true"]:focus');
    await tabTo('[data-switch]');
    await untilRedrawn(page, () => page.keyboard.press('Space'));
    assert.match(String(await page.evaluate('location.hash')), /off=/);
    await tabTo('[data-test="map"]');
    for (const key of ['Home', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.waitForFunction(() => /cell=/.test(location.hash));
    await close();
  });
});

eachPlace({}, (place, add) => {
  for (const [locale, colorScheme] of [
    ['en-US', 'light'],
    ['zh-CN', 'dark'],
  ] as const)
    add(`accessible in ${locale}, ${colorScheme}`, async () => {
      const { page, close } = await place.open(sentenceHash, { locale });
      await page.selectOption('[data-test="theme"]', colorScheme); // Firefox does not take it from Playwright
      assert.deepEqual(await brokenRules(page), []);
      await loadModel(page, place.origin);
      assert.deepEqual(await brokenRules(page), []);
      await close();
    });
});
