import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { brokenRules } from './axe.js';
import { cell, compareWithReference, input, link, ready, stage } from './mechanism-lab.js';
import { eachPlace } from './places.js';

/** Does something and waits until a stage shows other numbers. */
async function untilChanged(page: Page, name: string, act: () => Promise<unknown>): Promise<void> {
  const text = () => page.$$eval(`[data-stage="${name}"] [data-cell]`, (all) => all.map((each) => each.getAttribute('title')).join());
  const before = await text();
  await act();
  await page.waitForFunction(
    ([stageName, old]) =>
      Array.from(document.querySelectorAll(`[data-stage="${stageName}"] [data-cell]`), (each) => each.getAttribute('title')).join() !== old,
    [name, before] as const,
  );
}

eachPlace({ origins: ['http'], webkit: ['http'] }, (place, add) => {
  add('every right sample agrees with its formula in double precision', async () => {
    const { page, close } = await place.open();
    await ready(page);
    const presets = await page.$$eval('[data-preset]', (all) => all.map((each) => each.getAttribute('data-preset') ?? ''));
    assert.ok(presets.length >= 10, presets.join());
    const wrong: string[] = [];
    for (const preset of presets) {
      await page.selectOption('[data-test="preset"]', preset);
      const versions = await page.$$eval('[data-version]', (all) => all.map((each) => each.getAttribute('data-version') ?? ''));
      for (const version of versions.filter((each) => each !== 'printed')) {
        await page.click(`[data-version="${version}"]`);
        await page.waitForSelector(`[data-version="${version}"][aria-pressed="true"]`);
        const found = await compareWithReference(page);
        if (found) wrong.push(`${preset} ${version} ${found}`);
      }
    }
    assert.deepEqual(wrong, []);
    await close();
  });

  add('every score function agrees with its formula', async () => {
    const { page, close } = await place.open(link('random'));
    await ready(page);
    const names = await page.$$eval('[data-test="score"] option', (all) => all.map((each) => (each as HTMLOptionElement).value));
    assert.equal(names.length, 10);
    const wrong: string[] = [];
    for (const name of names.filter((each) => each !== 'scaled-dot')) {
      await untilChanged(page, 'score', () => page.selectOption('[data-test="score"]', name));
      wrong.push(await compareWithReference(page));
    }
    assert.deepEqual(wrong.filter(Boolean), []);
    await close();
  });
});

eachPlace({ webkit: ['http'] }, (place, add) => {
  add('a typed number changes the output, and the link; a reload shows the same', async () => {
    const { page, close } = await place.open();
    await ready(page);
    await untilChanged(page, 'output', () => page.fill('[data-cell="q-0-0"]', '2,5'));
    await page.press('[data-cell="q-0-0"]', 'Enter');
    assert.equal(await compareWithReference(page), '');
    await page.waitForFunction(() => location.hash.includes('2.5'));
    const hash = await page.evaluate('location.hash');
    const shown = await stage(page, 'output');
    await page.reload();
    await ready(page);
    assert.deepEqual([await page.evaluate('location.hash'), await stage(page, 'output')], [hash, shown]);
    assert.equal((await input(page, 'q'))[0]?.[0], 2.5);
    await close();
  });

  add('article 1: softmax(Y Xᵀ) X by hand', async () => {
    const { page, close } = await place.open(link('a1-dot'));
    await ready(page);
    assert.deepEqual(await stage(page, 'score'), [
      [23, 53, 83],
      [29, 67, 105],
    ]);
    const weights = await stage(page, 'weights');
    const expected = [Math.exp(-60), Math.exp(-30), 1]; // 83 − 23, 83 − 53
    weights[0]?.forEach((weight, j) => assert.ok(Math.abs(weight / (expected[j] ?? NaN) - 1) < 1e-5, `${weight}`));
    assert.equal(await page.innerText(cell('weights', 0, 1)), '9.4·10⁻¹⁴');
    const output = await stage(page, 'output');
    output.forEach((row) => [5, 6].forEach((value, c) => assert.ok(Math.abs((row[c] ?? NaN) - value) < 1e-6)));
    await close();
  });

  add('article 1 as printed stops where numpy does', async () => {
    const { page, close } = await place.open(link('a1-dot', 'printed'));
    await ready(page);
    assert.match(await page.innerText('[data-test="listing"]'), /3×2/);
    assert.equal(await page.locator('[data-test="listing"] [data-error]').count(), 1);
    assert.equal(await page.locator('[data-stage="output"] [data-cell]').count(), 0);
    await close();
  });

  add('a cell is explained with the numbers on the screen', async () => {
    const { page, close } = await place.open(link('a4-scaled'));
    await ready(page);
    await page.click(cell('weights', 1, 2));
    await page.check('[data-test="full-precision"]');
    const shown = await page.getAttribute(cell('weights', 1, 2), 'title');
    assert.equal(await page.innerText('[data-test="value"]'), shown);
    assert.deepEqual(
      await page
        .$$eval('[data-step]', (all) => all.map((each) => each.getAttribute('data-step')))
        .then((steps) => [steps.includes('exp'), steps.at(-1)]),
      [true, 'quotient'],
    );
    await close();
  });

  add('keyboard only: change a number, walk the weights, read a cell', async () => {
    const { page, close } = await place.open(link('a4-scaled'));
    await ready(page);
    const focused = (attribute: string) => page.evaluate((name) => document.activeElement?.getAttribute(name) ?? '', attribute);
    const tabTo = async (arrived: () => Promise<boolean>) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await arrived()) return;
      }
      assert.fail('not reachable by Tab');
    };
    await tabTo(async () => (await focused('data-cell')) === 'q-0-0');
    await untilChanged(page, 'output', () => page.keyboard.type('3'));
    await page.keyboard.press('Enter');
    assert.equal(await focused('data-cell'), 'q-1-0');
    await page.keyboard.press('Escape');
    const inWeights = () => page.evaluate(() => document.activeElement?.matches('[data-stage="weights"] [data-cell]') ?? false);
    await tabTo(inWeights);
    for (const key of ['ArrowDown', 'ArrowRight', 'End', 'Home', 'ArrowRight']) await page.keyboard.press(key);
    assert.equal(await focused('data-cell'), '1-1');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /weights-1-1/.test(location.hash));
    assert.match(await page.innerText('[data-test="cell-title"]'), /2.*2/);
    assert.equal(await compareWithReference(page), '');
    await close();
  });

  add('bad cells are marked, the last good picture stays', async () => {
    const { page, close } = await place.open();
    await ready(page);
    const good = await stage(page, 'output');
    for (const text of ['', 'abc', 'NaN', 'Infinity', '1e999', '😀', '1.2.3', 'שלום']) {
      await page.fill('[data-cell="q-0-0"]', text);
      await page.press('[data-cell="q-0-0"]', 'Tab');
      await page.waitForSelector('[data-error="q"]');
      assert.equal(await page.getAttribute('[data-cell="q-0-0"]', 'aria-invalid'), 'true', text);
      assert.deepEqual(await stage(page, 'output'), good, text);
    }
    await page.fill('[data-cell="q-0-0"]', '1.2');
    await page.press('[data-cell="q-0-0"]', 'Tab');
    await page.waitForFunction(() => !document.querySelector('[data-error="q"]'));
    await close();
  });

  add('tables: good ones are taken, ragged, empty and oversized ones are named', async () => {
    const { page, close } = await place.open();
    await ready(page);
    const apply = async (text: string) => {
      if (!(await page.locator('[data-test="text-k"]').count())) await page.click('[data-test="as-text-k"]');
      await page.fill('[data-test="text-k"]', text);
      await page.click('[data-test="text-apply-k"]');
    };
    const good = await stage(page, 'output');
    for (const text of ['1 2\n3', '', '1;x\n2;3', '1 2\nNaN 3', 'word '.repeat(10_000)]) {
      await apply(text);
      await page.waitForSelector('[data-error="k"]');
      assert.deepEqual(await stage(page, 'output'), good, text.slice(0, 20));
    }
    await untilChanged(page, 'weights', () => apply('0.5\t2\n1,5\t0.2\n-1\t1'));
    assert.deepEqual(await input(page, 'k'), [
      [0.5, 2],
      [1.5, 0.2],
      [-1, 1],
    ]);
    assert.equal(await compareWithReference(page), '');
    await close();
  });

  add('temperature: zero and below are refused at the field', async () => {
    const { page, close } = await place.open();
    await ready(page);
    const good = await stage(page, 'weights');
    for (const text of ['0', '-1', 'warm']) {
      await page.fill('[data-test="temperature"]', text);
      await page.press('[data-test="temperature"]', 'Tab');
      await page.waitForSelector('.mechanism .problem');
      assert.deepEqual(await stage(page, 'weights'), good, text);
    }
    await untilChanged(page, 'weights', () => page.fill('[data-test="temperature"]', '0.5'));
    assert.equal(await compareWithReference(page), '');
    await close();
  });

  add('a mask painted by dragging and by key hides what it says', async () => {
    const { page, close } = await place.open();
    await ready(page);
    await page.click('[data-test="paint"]');
    await untilChanged(page, 'weights', async () => {
      await page.hover(cell('masked', 0, 0));
      await page.mouse.down();
      await page.hover(cell('masked', 0, 1));
      await page.mouse.up();
    });
    assert.deepEqual((await stage(page, 'weights'))[0], [0, 0, 1]);
    await page.focus(cell('masked', 0, 2));
    await untilChanged(page, 'weights', () => page.keyboard.press(' '));
    assert.deepEqual((await stage(page, 'weights'))[0], [0, 0, 0], 'a fully masked row is all zeros');
    assert.deepEqual((await stage(page, 'output'))[0], [0, 0]);
    await close();
  });
});

eachPlace({}, (place, add) => {
  for (const [locale, colorScheme] of [
    ['en-US', 'light'],
    ['en-US', 'dark'],
    ['zh-CN', 'light'],
    ['zh-CN', 'dark'],
  ] as const)
    add(`accessible in ${locale}, ${colorScheme}`, async () => {
      const { page, close } = await place.open('', { locale });
      await ready(page);
      await page.selectOption('[data-test="theme"]', colorScheme); // Firefox does not take it from Playwright
      assert.deepEqual(await brokenRules(page), []);
      await page.selectOption('[data-test="preset"]', 'a5-additive');
      await page.waitForSelector('[data-test="parameters"]');
      assert.deepEqual(await brokenRules(page), []);
      await close();
    });
});
