// Every picture is saved in every format, and each file holds what the page shows.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { sentenceHash, loadModel } from './sentence-lab.js';
import { brokenRules } from './axe.js';
import { input, link, ready, stage } from './mechanism-lab.js';
import { eachPlace } from './places.js';
import { readCsv, readJson, readNumbers, readPng, readSvg, rounded, save, saved } from './saved.js';

const translation = link('a3-translation');
const weightsBox = (page: Page) => page.locator('[data-stage="weights"]');

/** PNG and SVG of one figure: the same picture, one with its caption. */
async function checkPictures(page: Page, place: ReturnType<Page['locator']>, words: readonly string[]): Promise<void> {
  const svg = await readSvg(page, (await save(page, place, 'svg')).bytes);
  assert.equal(svg.name, 'svg');
  assert.ok(svg.title && svg.caption);
  for (const word of words) assert.ok(svg.texts.includes(word), `${word} in ${svg.texts.join(' | ')}`);
  const png = await readPng(page, (await save(page, place, 'png')).bytes, 2 * svg.height);
  assert.equal(png.width, 2 * Math.max(svg.width, 360));
  assert.ok(png.height > 2 * svg.height + 30, 'the caption stands below');
  assert.ok(png.drawn > 0.02, `${png.drawn} of the pixels are drawn`);
  assert.ok(png.caption > 200, 'the caption is written');
}

eachPlace({}, (place, add) => {
  add('mechanism: the weights in five formats', async () => {
    const { page, close } = await place.open(translation);
    await ready(page);
    const shown = await stage(page, 'weights');
    const csv = await save(page, weightsBox(page), 'csv');
    assert.equal(csv.name, 'attention-lab-weights.csv');
    const table = readCsv(csv.bytes);
    assert.deepEqual(rounded(table.values), rounded(shown));
    assert.deepEqual(table.columns, ['我', '昨天', '去', '公园', '跑步']);
    assert.equal(table.rows[0], 'Yesterday');
    const json = readJson((await save(page, weightsBox(page), 'json')).bytes);
    assert.deepEqual([json.rows, json.columns, rounded(json.values)], [table.rows, table.columns, rounded(shown)]);
    assert.deepEqual(readNumbers((await save(page, weightsBox(page), 'npy')).bytes), rounded(shown));
    await checkPictures(page, weightsBox(page), ['我', 'Yesterday', '公园']);
    await close();
  });

  add('mechanism: masked scores are hatched, and −∞ in every format', async () => {
    const { page, close } = await place.open(link('a3-causal'));
    await ready(page);
    const box = page.locator('[data-stage="masked"]');
    const shown = await stage(page, 'masked');
    for (const table of [readCsv((await save(page, box, 'csv')).bytes), readJson((await save(page, box, 'json')).bytes)])
      assert.deepEqual(rounded(table.values), rounded(shown));
    await checkPictures(page, box, ['−∞', 'cat']);
    await close();
  });

  add('mechanism: what is still to be guessed is in no file', async () => {
    const { page, close } = await place.open(translation);
    await ready(page);
    await page.check('[data-test="predict"]');
    await weightsBox(page).locator('[data-test="save"]').click();
    await page.click('[data-stage="weights"] [data-cell="0-1"]');
    const { values } = readCsv((await save(page, weightsBox(page), 'csv')).bytes);
    assert.deepEqual(
      values.map((row) => row.filter((value) => !Number.isNaN(value)).length),
      [1, 0, 0, 0, 0, 0, 0, 0],
    );
    const svg = await readSvg(page, (await save(page, weightsBox(page), 'svg')).bytes);
    assert.equal(svg.texts.filter((text) => text === '?').length, 39);
    assert.doesNotMatch(svg.caption, /looks/);
    await close();
  });

  add('a matrix that was saved comes back: CSV and NPY', async () => {
    const { page, close } = await place.open(translation);
    await ready(page);
    const box = page.locator('[data-input="s"]');
    const before = await input(page, 's');
    const weights = await stage(page, 'weights');
    for (const format of ['csv', 'npy']) {
      const { name, bytes } = await save(page, box, format);
      await page.fill('[data-cell="s-0-0"]', '-7');
      assert.notDeepEqual(await stage(page, 'weights'), weights);
      await pick(page, 's', name, bytes);
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-cell="s-0-0"]')?.value !== '-7');
      assert.deepEqual(await input(page, 's'), before, format);
      assert.deepEqual(await stage(page, 'weights'), weights);
    }
    await page.click('[data-test="undo"]');
    assert.equal((await input(page, 's'))[0]![0], -7, 'one step to undo');
    await close();
  });

  add('a file that cannot be used is refused at its matrix, and nothing is lost', async () => {
    const { page, close } = await place.open(translation);
    await ready(page);
    const before = await input(page, 's');
    const files: [string, Buffer, RegExp][] = [
      ['a.csv', Buffer.from(',x,y\r\na,1,2\r\nb,3,oops\r\n'), /Row 3, column 3: “oops” is not a number/],
      ['a.csv', Buffer.from('1,2\n3\n'), /Row 2/],
      ['a.npy', Buffer.from('hello'), /no NPY file/],
      ['a.npy', Buffer.from('\x93NUMPY\x01\x00\xff\x00', 'latin1'), /ends too early: 10 of/],
      ['a.xlsx', Buffer.from('PK\x03\x04....'), /zip file/],
      ['a.csv', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /neither text nor NPY/],
      ['a.csv', Buffer.from(Array(40).fill('1').join('\n')), /40×1; there is room for 12×16/],
      ['a.csv', Buffer.alloc(4_000_001, '1'), /4000001 bytes/],
      ['a.csv', Buffer.alloc(0), /nothing in it/],
    ];
    for (const [name, bytes, said] of files) {
      await pick(page, 's', name, bytes);
      await page.waitForFunction(
        (source) => new RegExp(source).test(document.querySelector('[data-error="s"]')?.textContent ?? ''),
        said.source,
      );
      assert.deepEqual(await input(page, 's'), before);
    }
    await pick(page, 's', 'fits.csv', Buffer.from('\ufeff2;1,5;0;0;0\r\n'));
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-cell="s-0-1"]')?.value === '1.5');
    assert.deepEqual(await input(page, 's'), [[2, 1.5, 0, 0, 0]]);
    await close();
  });

  add('a file dropped on a matrix is read', async () => {
    const { page, close } = await place.open(translation);
    await ready(page);
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['9\t8\t7\t6\t5'], 'a.tsv'));
      for (const type of ['dragover', 'drop']) {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        if (document.querySelector('[data-input="s"] td')!.dispatchEvent(event)) throw new Error(`the page does not take ${type}`);
      }
    });
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-cell="s-0-0"]')?.value === '9');
    assert.deepEqual(await input(page, 's'), [[9, 8, 7, 6, 5]]);
    await close();
  });
});

async function pick(page: Page, id: string, name: string, buffer: Buffer): Promise<void> {
  const asked = page.waitForEvent('filechooser');
  await page.click(`[data-test="file-${id}"]`);
  await (await asked).setFiles({ name, mimeType: '', buffer });
}

/** Values of a view of the page. */
const valuesOf = (page: Page, selector: string): Promise<number[]> =>
  page.evaluate((at) => Array.from((document.querySelector(at) as unknown as { values: Float32Array }).values), selector);

eachPlace({ origins: ['http'] }, (place, add) => {
  add('the menu: with keys alone, closed by Escape, light or dark, in Chinese', async () => {
    const { page, close } = await place.open(translation);
    await ready(page);
    await page.click('[data-test="lang-zh"]');
    const menu = weightsBox(page).locator('al-save');
    await menu.locator('[data-test="save"]').focus();
    await page.keyboard.press('Enter');
    assert.equal(await menu.getByRole('group', { name: '将“权重”保存为' }).count(), 1);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-save')), 'png');
    assert.deepEqual(await brokenRules(page), []);
    await page.keyboard.press('Escape');
    assert.equal(await menu.locator('[data-save]').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-test')), 'save');
    const light = await save(page, weightsBox(page), 'svg');
    await menu.locator('[data-look="dark"]').check();
    const dark = await save(page, weightsBox(page), 'svg');
    assert.match(light.bytes.toString(), /xml:lang="zh-CN"[\s\S]*fill="#ffffff"/);
    assert.match(dark.bytes.toString(), /fill="#1e1e24"/);
    assert.match(await menu.locator('[data-test="save-note"]').innerText(), /已保存为 attention-lab-weights\.svg/);
    await close();
  });

  add('at 360 px the menu stays within the page', async () => {
    const { page, close } = await place.open(translation, { viewport: { width: 360, height: 740 } });
    await ready(page);
    for (const menu of await page.locator('[data-test="save"]').all()) await menu.click();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    const boxes = await Promise.all((await page.locator('al-save button').all()).map((button) => button.boundingBox()));
    for (const box of boxes) assert.ok(box && box.height >= 24 && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
    await close();
  });

  add('where a lab is shown without controls there is nothing to save; with few there is', async () => {
    const { page, close } = await place.open();
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 })); // embed.html names no icon
    for (const [controls, menus] of [
      ['none', 0],
      ['minimal', 1],
    ] as const) {
      await page.goto(new URL(`embed.html?lab=mechanism&view=weights&controls=${controls}`, page.url()).href);
      await page.locator('[data-stage="weights"] [data-cell="0-0"]').waitFor();
      assert.equal(await page.locator('al-save').count(), menus);
    }
    await page.locator('[data-test="save"]').click();
    const table = readCsv((await saved(page, () => page.locator('[data-save="csv"]').click())).bytes);
    assert.equal(table.values.length, await page.locator('[data-stage="weights"] tbody tr').count());
    await close();
  });

  add('in a frame that may not save files, the text can be copied', async () => {
    const { page, close } = await place.open('', { expected: [/[Dd]ownload/, /sandbox/] });
    const outer = new URL('frame.html', page.url()).href;
    await page.route(outer, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<iframe width="1200" height="800" sandbox="allow-scripts" src="inner.html"></iframe>',
      }),
    );
    const inner = await (await page.request.get(new URL('lab.html', page.url()).href)).body();
    await page.route(/inner\.html/, (route) => route.fulfill({ contentType: 'text/html', body: inner }));
    await page.goto(outer);
    const frame = page.frameLocator('iframe');
    const box = frame.locator('[data-stage="weights"]');
    await box.locator('[data-test="save"]').click();
    await box.locator('[data-save="csv"]').click();
    const text = await box.locator('[data-test="save-text"]').inputValue();
    assert.match(text, /^\ufeff,\d/);
    assert.match(await box.locator('[data-test="save-note"]').innerText(), /copy the text below/);
    await box.locator('[data-save="npy"]').click();
    await box.locator('[data-test="save-text"]').waitFor({ state: 'detached' });
    assert.match(await box.locator('[data-test="save-note"]').innerText(), /window of its own/);
    await close();
  });

  add('sentence: map, lines, all heads, vector, pair', async () => {
    const { page, close } = await place.open(sentenceHash);
    await loadModel(page, place.origin);
    const head = page.locator('[data-test="head-page"]');
    const map = await valuesOf(page, 'al-heatmap');
    const table = readCsv((await save(page, head, 'csv')).bytes);
    assert.deepEqual(rounded(table.values).flat(), map);
    assert.ok(table.rows.includes('animal'));
    assert.deepEqual(readNumbers((await save(page, head, 'npy')).bytes).flat(), map);
    await checkPictures(page, head, ['animal', 'street', `${Math.round(100 * Math.max(...map))}\u00a0%`]);
    await page.click('[data-view="lines"]');
    const lines = await save(page, head, 'json');
    assert.equal(lines.name, 'attention-lab-head-lines.json');
    assert.deepEqual(rounded(readJson(lines.bytes).values).flat(), map);
    await checkPictures(page, head, ['animal', 'tired']);

    const overview = page.locator('.overview');
    const all = await page.evaluate(() =>
      (document.querySelector('al-head-grid') as unknown as { heads: { weights: Float32Array }[] }).heads.flatMap(({ weights }) => [
        ...weights,
      ]),
    );
    assert.deepEqual(readNumbers((await save(page, overview, 'npy')).bytes).flat(), all);
    await checkPictures(page, overview, ['Layer 1', 'Head 4']);

    const vector = page.locator('[data-test="vector"]');
    const shown = await page.evaluate(() => [
      ...(document.querySelector('al-strip') as unknown as { rows: { values: Float32Array }[] }).rows[0]!.values,
    ]);
    assert.deepEqual(readNumbers((await save(page, vector, 'npy')).bytes), [shown]);
    await checkPictures(page, vector, ['All heads on']);
    const [one, two] = readNumbers((await save(page, page.locator('.pair'), 'npy')).bytes);
    const cosine = one!.reduce((sum, value, i) => sum + value * two![i]!, 0);
    assert.ok(Math.abs(cosine - Number(await page.getAttribute('[data-cosine]', 'data-cosine'))) < 1e-5);
    await checkPictures(page, page.locator('.pair'), []);
    await close();
  });

  add('speed: bars and curves', async () => {
    const { page, close } = await place.open('#v1/speed/');
    await page.waitForFunction(
      () => document.querySelector('[data-test="run-note"]') && document.querySelectorAll('[data-bar]').length >= 2,
    );
    await page.waitForFunction(() => document.querySelectorAll('[data-chart="time"] [data-point]').length >= 6);
    const bars = page.locator('section:has(al-bar-chart)');
    const shown = await page.evaluate(
      () => (document.querySelector('al-bar-chart') as unknown as { bars: { label: string; value: number }[] }).bars,
    );
    const table = readCsv((await save(page, bars, 'csv')).bytes);
    assert.deepEqual(
      table.rows,
      shown.map(({ label }) => label),
    );
    assert.deepEqual(
      table.values.map(([gflops]) => Math.fround(gflops!)),
      shown.map(({ value }) => Math.fround(value)),
    );
    await checkPictures(page, bars, ['GFLOP/s', ...shown.map(({ label }) => label)]);
    const time = page.locator('[data-chart="time"]');
    const curves = await page.evaluate(
      () =>
        (
          document.querySelector('[data-chart="time"] al-log-chart') as unknown as {
            series: { name: string; points: { x: number; y: number }[] }[];
          }
        ).series,
    );
    const saved = readCsv((await save(page, time, 'csv')).bytes);
    for (const [j, { points }] of curves.entries())
      for (const { x, y } of points) assert.equal(Math.fround(saved.values[saved.rows.indexOf(String(x))]![j]!), Math.fround(y));
    await checkPictures(page, time, ['64', ...curves.map(({ name }) => name)]);
    await close();
  });

  add('scaling: curves and maps', async () => {
    const { page, close } = await place.open('#v1/scaling/');
    await page.waitForSelector('[data-map="divided"] al-save');
    const map = page.locator('[data-map="divided"]');
    assert.deepEqual(readNumbers((await save(page, map, 'npy')).bytes).flat(), await valuesOf(page, '[data-map="divided"] al-heatmap'));
    await checkPictures(page, map, ['queries', 'even spread']);
    const variance = page.locator('[data-chart="variance"]');
    const plain = await page.evaluate(() =>
      (
        document.querySelector('[data-chart="variance"] al-log-chart') as unknown as { series: { points: { y: number }[] }[] }
      ).series[0]!.points.map(({ y }) => y),
    );
    const saved = readCsv((await save(page, variance, 'csv')).bytes);
    assert.deepEqual(
      rounded(saved.values).map(([first]) => first),
      rounded([plain])[0],
    );
    await checkPictures(page, variance, ['1024', 'variance = d']);
    await close();
  });
});
