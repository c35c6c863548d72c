// The Speed lab measures on this machine: nothing here depends on how fast that is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { sitePolicy } from '../../web/build/policy.mjs';
import { durationText, gflopsText } from '../../web/labs/speed/format.js';
import { brokenRules } from './axe.js';
import { eachPlace } from './places.js';

const speedHash = '#v1/speed/';
const kMeasuring = 120_000; // ms

/** The first look is over: the sentence, bars and points are there. */
async function firstLook(page: Page): Promise<void> {
  await page.waitForSelector('[data-run="idle"]', { timeout: kMeasuring });
  await page.waitForSelector('al-log-chart [data-point]');
}

/** The rows of the bars as they stand: id, number, time. */
const shownBars = (page: Page): Promise<{ id: string; number: string; time: string }[]> =>
  page.$$eval('[data-row]', (rows) =>
    rows.map((row) => {
      const [, number = '', time = ''] = Array.from(row.querySelectorAll('text'), (text) => text.textContent ?? '');
      return { id: row.getAttribute('data-row')!, number, time };
    }),
  );

/** A CSV without quoted cells as records. */
function records(csv: string): Record<string, string>[] {
  const [names = [], ...rows] = csv
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
}

/** Keeps the files that the page hands over: Firefox tells its driver of none. */
const keepFiles = () => {
  const create = URL.createObjectURL.bind(URL);
  const kept: Blob[] = [];
  Object.assign(globalThis, { kept });
  URL.createObjectURL = (blob: Blob | MediaSource) => (kept.push(blob as Blob), create(blob));
};

const keptText = (page: Page): Promise<string> => page.evaluate(() => (globalThis as unknown as { kept: Blob[] }).kept.at(-1)!.text());

eachPlace({ webkit: ['http'] }, (place, add) => {
  add('measures by itself: a sentence, bars against a peak, points of both curves, and what runs', async () => {
    const { page, close } = await place.open(speedHash);
    await firstLook(page);
    assert.match(
      await page.innerText('[data-test="verdict"]'),
      /512 tokens .* takes [\d.]+\s(µs|ms|s): .* operations a second, \d\.\d\d of/,
    );
    assert.ok((await shownBars(page)).length >= 2);
    assert.match((await page.textContent('[data-test="bars-mark"] text')) ?? '', /\d/);
    for (const chart of ['time', 'memory'])
      for (const curve of ['fused', 'weights'])
        assert.ok((await page.locator(`[data-chart="${chart}"] [data-point^="${curve}-"]`).count()) >= 3, `${chart} of ${curve}`);
    assert.match(await page.innerText('[data-test="build"]'), /SIMD/);
    assert.match(await page.innerText('[data-test="where"]'), /worker/);
    assert.match(await page.innerText('[data-test="case-explained"]'), /536,870,912/);
    await close();
  });
});

eachPlace({}, (place, add) => {
  add('the page stays free while it measures', async () => {
    const { page, close } = await place.open(speedHash);
    await firstLook(page);
    await page.click('[data-test="measure-all"]');
    const longest = await page.evaluate(async () => {
      const gaps: number[] = [];
      for (let last = performance.now(), i = 0; i < 40; i++) {
        const now: number = await new Promise((done) => setTimeout(() => done(performance.now()), 10));
        gaps.push(now - last);
        last = now;
      }
      return gaps.sort((a, b) => a - b).at(-5)!;
    });
    assert.ok(longest < 300, `${longest} ms without a turn`); // a run of the worker on the page would be longer than most turns
    await page.click('[data-test="cancel"]');
    await close();
  });

  add('cancel stops at once and keeps what is measured; the files hold the numbers shown', async () => {
    const { page, close } = await place.open(`${speedHash}longest=1024`, { before: keepFiles });
    await firstLook(page);
    await page.click('[data-test="measure-all"]');
    await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) >= 2, null, { timeout: kMeasuring });
    await page.click('[data-test="cancel"]');
    await page.waitForSelector('[data-run="cancelled"]', { timeout: 1000 });
    assert.match(await page.innerText('[data-test="run-note"]'), /Cancelled after [2-9]/);
    const shown = await shownBars(page);
    assert.ok(shown.length >= 2 && shown.every(({ number }) => /\d/.test(number)), 'no row waits any more');

    await page.click('[data-export="csv"]');
    const lines = records(await keptText(page));
    for (const { id, number, time } of shown) {
      const line = lines.find((one) => one.case === id);
      assert.deepEqual([gflopsText(Number(line?.gflops)), durationText(Number(line?.ms))], [number, time], id);
    }
    await page.click('[data-export="json"]');
    const whole = JSON.parse(await keptText(page));
    assert.deepEqual([whole.format, whole.where, whole.results.length], ['attention-lab-speed', 'worker', lines.length]);
    await page.waitForTimeout(500);
    assert.deepEqual(await shownBars(page), shown, 'nothing is measured any more');
    await close();
  });

  add('choices are in the link, numbers are not; a reload shows them again', async () => {
    const { page, close } = await place.open(speedHash);
    await firstLook(page);
    await page.selectOption('[data-test="heads"]', '2');
    await page.click('[data-curve="causal"]');
    await page.waitForFunction(() => /heads=2/.test(location.hash) && /curves=.*causal/.test(location.hash));
    assert.doesNotMatch(String(await page.evaluate('location.href')), /gflops|\d{5}\.|ms=/);
    await page.waitForSelector('[data-chart="time"] [data-point="causal-1024"]', { timeout: kMeasuring });
    await page.reload();
    await page.waitForSelector('[data-test="heads"]');
    assert.equal(await page.inputValue('[data-test="heads"]'), '2');
    assert.equal(await page.getAttribute('[data-curve="causal"]', 'aria-pressed'), 'true');
    await close();
  });

  add('another language keeps the numbers', async () => {
    const { page, close } = await place.open(speedHash);
    await firstLook(page);
    const shown = await shownBars(page);
    await page.click('[data-test="lang-zh"]');
    await page.waitForFunction(() => /在这台机器上/.test(document.querySelector('[data-test="verdict"]')?.textContent ?? ''));
    assert.deepEqual(await shownBars(page), shown);
    await close();
  });

  add('keyboard: bars and points are walked with arrows, and explained', async () => {
    const { page, close } = await place.open(speedHash);
    await firstLook(page);
    const title = () => page.innerText('[data-test="case-explained"] h2');
    await page.focus('[data-bar][tabindex="0"]');
    await page.keyboard.press('Home');
    assert.match(await title(), /Matrix product 512/);
    assert.equal(await page.getAttribute('[data-bar="gemm-512"]', 'aria-selected'), 'true');
    await page.keyboard.press('ArrowDown');
    assert.match(await title(), /Attention, 512 tokens/);
    await page.focus('[data-chart="time"] [data-point][tabindex="0"]');
    await page.keyboard.press('Home');
    assert.match(await title(), /Attention, 64 tokens$/);
    await page.keyboard.press('ArrowDown');
    assert.match(await title(), /64 tokens, weights/);
    assert.match(await page.innerText('[data-chart="time"] [data-test="chart-reading"]'), /weights kept, 64 tokens: [\d.]+/);
    assert.equal(
      await page.getAttribute('[data-chart="memory"] [data-point="weights-64"]', 'aria-selected'),
      'true',
      'the other chart follows',
    );
    await close();
  });

  for (const [locale, colorScheme] of [
    ['en-US', 'light'],
    ['zh-CN', 'dark'],
  ] as const)
    add(`accessible in ${locale}, ${colorScheme}`, async () => {
      const { page, close } = await place.open(speedHash, { locale });
      await page.selectOption('[data-test="theme"]', colorScheme);
      await firstLook(page);
      for (const summary of await page.locator('[data-test="chart-numbers"]').all()) await summary.click();
      assert.deepEqual(await brokenRules(page), []);
      await close();
    });

  add('usable at 360 px: nothing sticks out, buttons are large enough', async () => {
    const { page, close } = await place.open(speedHash, { viewport: { width: 360, height: 700 } });
    await firstLook(page);
    await page.click('[data-test="measure-all"]');
    await page.waitForSelector('[data-test="run-progress"]');
    const [wide, outside, small] = await page.evaluate(() => {
      const texts = Array.from(document.querySelectorAll('.speed svg text'), (text) => text.getBoundingClientRect());
      const pressed = Array.from(document.querySelectorAll('button, select, summary'), (button) => button.getBoundingClientRect());
      return [
        document.documentElement.scrollWidth,
        texts.filter(({ left, right }) => left < 0 || right > 360).length,
        pressed.filter(({ width, height }) => width > 0 && (width < 24 || height < 24)).length,
      ] as const;
    });
    assert.deepEqual([wide <= 360, outside, small], [true, 0, 0], `${wide} px wide, ${outside} texts outside, ${small} small buttons`);
    await page.click('[data-test="cancel"]');
    await close();
  });
});

eachPlace({ browsers: ['chromium'], origins: ['http'] }, (place, add) => {
  add('everything: each case has its number, and a file is saved', async () => {
    const { page, close } = await place.open(`${speedHash}longest=1024&curves=('fused')`);
    await firstLook(page);
    await page.click('[data-test="measure-all"]');
    await page.waitForSelector('[data-run="idle"]', { timeout: kMeasuring });
    const shown = await shownBars(page);
    assert.ok(shown.length >= 15 && shown.every(({ number }) => /\d/.test(number)), JSON.stringify(shown));
    assert.equal(await page.locator('[data-error="measure"]').count(), 0);
    assert.match(await page.innerText('[data-test="run-note"]'), /All 20 are measured/);
    await page.click('[data-bar="decode-2048x512h8"]');
    assert.match(await page.innerText('[data-test="bandwidth"]'), /8\.39\sMB .* [\d.]+ GB\/s, \d\.\d\d of the [\d.]+ GB\/s/);
    const saved = page.waitForEvent('download');
    await page.click('[data-export="csv"]');
    const file = await saved;
    assert.equal(file.suggestedFilename(), 'attention-lab-speed.csv');
    assert.equal(records(readFileSync(await file.path(), 'utf8')).length, shown.length + 5);
    await close();
  });
});

const blockedWorkers = { 'content-security-policy': sitePolicy.replace("worker-src 'self' blob:", "worker-src 'none'") };

eachPlace({ origins: ['http'], headers: blockedWorkers }, (place, add) => {
  add('a blocked worker: measured on the page itself, which says so', async () => {
    const { page, close } = await place.open(speedHash, { expected: [/worker/i, /Content.Security.Policy/i] });
    await firstLook(page);
    assert.match(await page.innerText('[data-test="where"]'), /On the page itself/);
    await page.click('[data-test="measure-all"]');
    await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) >= 1, null, { timeout: kMeasuring });
    await page.click('[data-test="cancel"]');
    await page.waitForSelector('[data-run="cancelled"]');
    await close();
  });
});
