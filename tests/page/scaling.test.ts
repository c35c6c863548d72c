// The Scaling lab in real browsers: what it draws is what the core gives, and it follows slider, links, keys and language.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { loadCore } from '../../web/core/index.js';
import { defaultState, sizes } from '../../web/labs/scaling/state.js';
import { sweep } from '../../web/labs/scaling/sweep.js';
import { shortNumber } from '../../web/views/number.js';
import { brokenRules } from './axe.js';
import { eachPlace } from './places.js';

const scalingHash = '#v1/scaling/';
const reference = sweep(await loadCore(), defaultState);
const at = (d: number) => sizes.indexOf(d);

const ready = (page: Page) => page.waitForSelector('[data-chart="entropy"] [data-point="plain-1024"]', { state: 'attached' });
const slide = (page: Page, d: number) =>
  page.$eval(
    '[data-test="d"]',
    (slider, value) => {
      (slider as HTMLInputElement).value = String(value);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    },
    at(d),
  );
const caption = (page: Page, chart: string) => page.innerText(`[data-chart="${chart}"] [data-test="chart-caption"]`);

/** Numbers in the table of a chart, by rows. */
const tableOf = (page: Page, chart: string): Promise<string[][]> =>
  page.$$eval(`[data-chart="${chart}"] tbody tr`, (rows) =>
    rows.map((row) => Array.from(row.children, (cell) => cell.textContent!.trim())),
  );

eachPlace({}, (place, add) => {
  add('shows the variances, weights and entropies that the core gives in Node', async () => {
    const { page, close } = await place.open(scalingHash);
    await ready(page);
    for (const quantity of ['variance', 'largest', 'entropy'] as const) {
      const rows = await tableOf(page, quantity);
      assert.equal(rows.length, sizes.length);
      for (const [d, plain, divided] of rows)
        for (const [shown, variant] of [
          [plain, 'plain'],
          [divided, 'divided'],
        ] as const) {
          const value = reference[variant][at(Number(d))]![quantity];
          // an engine's own cosine may differ in its last bit
          assert.ok(Math.abs(Number(shown) - value) <= 2e-3 * Math.max(1, value), `${quantity} ${variant} ${d}: ${shown}, not ${value}`);
        }
    }
    assert.match(await page.innerText('[data-test="expected"]'), /64 is expected/);
    assert.equal(await page.innerText('[data-test="explained-variance"]'), shortNumber(reference.plain[at(64)]!.variance));
    await close();
  });

  add('the slider moves pictures and explanation; the division is switched off; the link tells both', async () => {
    const { page, close } = await place.open(scalingHash);
    await ready(page);
    await slide(page, 512);
    await page.waitForFunction(() => /512/.test(document.querySelector('[data-test="point-explained"] h2')?.textContent ?? ''));
    assert.match(await caption(page, 'variance'), /At d = 512 .* Divided by √512 it is/);
    assert.equal(await page.locator('[data-map]').count(), 2);
    await page.click('[data-test="divide"]');
    await page.waitForFunction(() => document.querySelectorAll('[data-map]').length === 1);
    assert.doesNotMatch(await caption(page, 'variance'), /Divided/);
    assert.equal(await page.locator('[data-point^="divided-"]').count(), 0);
    await page.waitForFunction(() => /d=512/.test(location.hash) && /divide=false/.test(location.hash));
    await page.reload();
    await ready(page);
    assert.match(await caption(page, 'largest'), /At d = 512/);
    assert.equal(await page.isChecked('[data-test="divide"]'), false);
    await close();
  });

  add('a cell of a map is explained: its score and its weight end in the number shown', async () => {
    const { page, close } = await place.open(scalingHash);
    await ready(page);
    await page.focus('[data-map="divided"] [data-test="map"]');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => /query 2, key 1\b/.test(document.querySelector('[data-test="point-explained"]')?.textContent ?? ''));
    const results = await page.locator('[data-test="point-explained"] li b').allInnerTexts();
    assert.equal(results.at(-1), shortNumber(reference.divided[at(64)]!.weights[32]!));
    assert.equal(await page.locator('[data-test="point-explained"] [data-step="scale"]').count(), 1);
    await close();
  });

  add('keyboard: points are walked with arrows, and d follows', async () => {
    const { page, close } = await place.open(scalingHash);
    await ready(page);
    await page.focus('[data-chart="variance"] [data-point][tabindex="0"]');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('[data-test="d"]')?.getAttribute('aria-valuetext') === '128');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => /√d at d = 128/.test(document.querySelector('[data-test="point-explained"] h2')?.textContent ?? ''));
    assert.equal(await page.getAttribute('[data-chart="entropy"] [data-point="divided-128"]', 'aria-selected'), 'true');
    await close();
  });

  add('what cannot be used is said where it was typed, and the picture stays', async () => {
    const { page, close } = await place.open(scalingHash);
    await ready(page);
    const before = await caption(page, 'entropy');
    for (const [field, text, reason] of [
      ['seed', '1.5', /whole number/],
      ['seed', 'abc', /not a number/],
      ['temperature', '0', /between 0.05 and 100/],
    ] as const) {
      await page.fill(`[data-test="${field}"]`, text);
      await page.press(`[data-test="${field}"]`, 'Tab');
      assert.match(await page.innerText(`[data-error="${field}"]`), reason);
      assert.equal(await caption(page, 'entropy'), before);
    }
    await page.fill('[data-test="temperature"]', '8');
    await page.waitForFunction((text) => document.querySelector('[data-chart="entropy"] figcaption')?.textContent !== text, before);
    assert.equal(await page.locator('[data-error="temperature"]').count(), 0);
    await close();
  });

  add('a hostile link: the lab as it starts, and the reason', async () => {
    const { page, close } = await place.open(`${scalingHash}d=3&n=1e9`);
    await ready(page);
    assert.match(await page.innerText('[data-error="link"]'), /“d” has a value it cannot have/);
    assert.match(await caption(page, 'variance'), /At d = 64/);
    await close();
  });

  for (const [locale, colorScheme] of [
    ['en-US', 'light'],
    ['zh-CN', 'dark'],
  ] as const)
    add(`accessible in ${locale}, ${colorScheme}`, async () => {
      const { page, close } = await place.open(scalingHash, { locale });
      await page.selectOption('[data-test="theme"]', colorScheme);
      await ready(page);
      for (const summary of await page.locator('[data-test="chart-numbers"]').all()) await summary.click();
      assert.deepEqual(await brokenRules(page), []);
      await close();
    });

  add('usable at 360 px: nothing sticks out, buttons are large enough', async () => {
    const { page, close } = await place.open(scalingHash, { viewport: { width: 360, height: 700 } });
    await ready(page);
    const [wide, outside, small] = await page.evaluate(() => {
      const texts = Array.from(document.querySelectorAll('.scaling svg text'), (text) => text.getBoundingClientRect());
      const pressed = Array.from(document.querySelectorAll('button, select, summary'), (button) => button.getBoundingClientRect());
      return [
        document.documentElement.scrollWidth,
        texts.filter(({ left, right }) => left < 0 || right > 360).length,
        pressed.filter(({ width, height }) => width > 0 && (width < 24 || height < 24)).length,
      ] as const;
    });
    assert.deepEqual([wide <= 360, outside, small], [true, 0, 0], `${wide} px wide, ${outside} texts outside, ${small} small buttons`);
    await close();
  });
});

eachPlace({ browsers: ['chromium'], origins: ['http'] }, (place, add) => {
  add('a picture is saved with all its numbers, as the core gave them', async () => {
    const { page, close } = await place.open(scalingHash);
    await ready(page);
    for (const [where, file, rows] of [
      ['[data-chart="variance"]', 'attention-lab-variance.csv', sizes.length],
      ['[data-map="divided"]', 'attention-lab-weights-divided.csv', 32],
    ] as const) {
      const box = page.locator(where);
      await box.locator('[data-test="save"]').click();
      const saving = page.waitForEvent('download');
      await box.locator('[data-save="csv"]').click();
      const saved = await saving;
      assert.equal(saved.suggestedFilename(), file);
      const lines = readFileSync(await saved.path(), 'utf8')
        .trim()
        .split('\r\n');
      assert.equal(lines.length, rows + 1);
      const expected = rows === 32 ? reference.divided[at(64)]!.weights[1]! : reference.divided[0]!.variance;
      assert.ok(Math.abs(Number(lines[1]!.split(',')[2]) - expected) < 1e-6 * Math.max(1, expected), lines[1]);
    }
    await close();
  });
});
