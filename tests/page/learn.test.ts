// The Learn lab in real browsers: it trains, shows what it does, and loses nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { brokenRules } from './axe.js';
import { eachPlace } from './places.js';

const learnHash = '#v1/learn/';
/** A model so small that a step takes a millisecond or two. */
const tiny = `${learnHash}size=3&width=16&heads=2&batch=8&steps=40`;
const kTraining = 120_000; // ms: the machine may be busy

const ready = (page: Page) => page.waitForSelector('[data-status="paused"]', { timeout: 60_000 });
const finished = (page: Page, timeout = kTraining) => page.waitForSelector('[data-status="finished"]', { timeout });
const stepOf = async (page: Page): Promise<number> => Number(await page.getAttribute('[data-step]', 'data-step'));
const part = (page: Page, name: string) => page.innerText(`[data-part="${name}"]`);

/** What the maps of the heads look like. */
const pixels = (page: Page): Promise<string> =>
  page.$$eval('[data-part] canvas.map', (maps) => maps.map((map) => (map as HTMLCanvasElement).toDataURL()).join());

eachPlace({ webkit: ['http'] }, (place, add) => {
  add('an untrained model is looked at before anything is pressed; a step changes it; played to its end it stops', async () => {
    const { page, close } = await place.open(tiny);
    await ready(page);
    assert.equal(await stepOf(page), 0);
    assert.match(await page.innerText('[data-test="status"]'), /Untrained/);
    for (const name of ['encoder', 'decoder', 'cross']) assert.match(await part(page, name), /Head 2/);
    assert.equal(await page.locator('[data-test="answers"] tbody tr').count(), 8);
    const before = await pixels(page);
    await page.click('[data-test="step"]');
    await page.waitForSelector('[data-step="1"]');
    assert.notEqual(await pixels(page), before);
    await page.click('[data-test="play"]');
    await finished(page);
    assert.equal(await stepOf(page), 40);
    assert.match(await page.innerText('[data-paid="steps"]'), /40/);
    assert.match(await page.innerText('[data-chart="loss"] [data-test="chart-caption"]'), /After step 40/);
    await close();
  });
});

eachPlace({}, (place, add) => {
  add('an exploding rate ends in a sentence that names the step; the weights are back, and a smaller rate goes on', async () => {
    const { page, close } = await place.open(`${tiny}&rate=1000&clip=0&warmup=0&schedule=constant`);
    await ready(page);
    await page.click('[data-test="play"]');
    const told = await page.waitForSelector('[data-error="diverged"]', { timeout: kTraining });
    assert.match(await told.innerText(), /step \d+ .*rate of 1000[\s\S]*put back/);
    assert.ok((await stepOf(page)) < 40);
    await page.click('[data-test="slower"]');
    await page.waitForFunction(() => /rate=100\b/.test(location.hash));
    await close();
  });

  add('pausing, another language and another lab lose nothing; a changed model keeps the old curve', async () => {
    const { page, close } = await place.open(`${tiny}&rate=0.01`);
    await ready(page);
    await page.click('[data-test="play"]');
    await finished(page);
    await page.click('[data-test="lang-zh"]');
    await page.waitForFunction(() => /步已全部走完|停在第/.test(document.querySelector('[data-test="status"]')?.textContent ?? ''));
    assert.equal(await stepOf(page), 40);
    await page.click('[data-test="lang-en"]');
    await page.click('[data-group="model"] summary');
    await page.selectOption('[data-test="layers"]', '2');
    await page.waitForSelector('[data-status="paused"][data-step="0"]');
    await page.waitForSelector('[data-run="①"]');
    assert.match(await page.innerText('[data-run="①"]'), /Layers 1[\s\S]*40/);
    assert.equal(await page.locator('[data-chart="loss"] [data-curve-id="①"]').count(), 1);
    await page.waitForFunction(() => /layers=2/.test(location.hash));
    await close();
  });

  add('what cannot be used is said where it was typed: numbers, pairs, questions, files', async () => {
    const { page, close } = await place.open(tiny);
    await ready(page);
    await page.click('[data-group="learning"] summary');
    for (const [text, reason] of [
      ['abc', /not a number/],
      ['0', /from 0.000001 to 1000/],
    ] as const) {
      await page.fill('[data-test="rate"]', text);
      await page.press('[data-test="rate"]', 'Tab');
      assert.match(await page.innerText('[data-error="rate"]'), reason);
    }
    await page.fill('[data-test="ask"]', 'ab?');
    assert.match(await page.innerText('[data-error="ask"]'), /“\?” is not in its vocabulary/);
    await page.fill('[data-test="ask"]', 'cab');
    await page.waitForFunction(() => /cab/.test(document.querySelector('[data-test="heads-example"]')?.textContent ?? ''));
    await page.setInputFiles('[data-test="open-file"]', {
      name: 'x.safetensors',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('no model'),
    });
    assert.match(await page.innerText('[data-error="file"]'), /no safetensors file.*Nothing has been changed/);
    await page.selectOption('[data-test="task"]', 'own');
    await page.waitForSelector('[data-test="pairs"]');
    await page.fill('[data-test="pairs"]', 'one line\ntwo → 2');
    assert.match(await page.innerText('[data-test="pairs-read"]'), /1 pairs read.*line 1: it has no arrow/);
    await page.click('[data-test="use-pairs"]');
    assert.match(await page.innerText('[data-error="pairs"]'), /at least 4 different questions/);
    await page.fill('[data-test="pairs"]', 'a → 1\nb → 2\nc → 3\nd → 4\ne → 5');
    await page.click('[data-test="use-pairs"]');
    await page.waitForFunction(() =>
      /Its vocabulary, 8 characters/.test(document.querySelector('[data-test="vocabulary"]')?.textContent ?? ''),
    );
    await close();
  });

  add('a hostile link: the lab as it starts, and the reason', async () => {
    const { page, close } = await place.open(`${learnHash}width=1e9`);
    await ready(page);
    assert.match(await page.innerText('[data-error="link"]'), /“width” has a value it cannot have/);
    await close();
  });

  for (const [locale, colorScheme] of [
    ['en-US', 'light'],
    ['zh-CN', 'dark'],
  ] as const)
    add(`accessible in ${locale}, ${colorScheme}, trained and with all open`, async () => {
      const { page, close } = await place.open(tiny, { locale });
      await page.selectOption('[data-test="theme"]', colorScheme);
      await ready(page);
      await page.click('[data-test="play"]');
      await finished(page);
      await page.click('[data-test="study"]');
      await page.waitForSelector('[data-study="weights"] [data-bar="0.95"]', { timeout: kTraining });
      for (const summary of await page.locator('.learn summary').all()) await summary.click();
      assert.deepEqual(await brokenRules(page), []);
      await close();
    });

  add('usable at 360 px: nothing sticks out, buttons are large enough', async () => {
    const { page, close } = await place.open(tiny, { viewport: { width: 360, height: 700 } });
    await ready(page);
    for (const summary of await page.locator('.learn details.group > summary').all()) await summary.click();
    const [wide, outside, small] = await page.evaluate(() => {
      const texts = Array.from(document.querySelectorAll('.learn svg text'), (text) => text.getBoundingClientRect());
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

eachPlace({ browsers: ['chromium', 'firefox'], origins: ['http'] }, (place, add) => {
  add('closed in mid-training, it offers to go on, and does so from the same step', async () => {
    const { page, close } = await place.open(`${tiny}&steps=5000`);
    await ready(page);
    await page.click('[data-test="play"]');
    await page.waitForFunction(() => Number(document.querySelector('[data-step]')?.getAttribute('data-step')) > 20, null, {
      timeout: kTraining,
    });
    await page.click('[data-test="play"]');
    await ready(page);
    const step = await stepOf(page);
    await page.waitForTimeout(500); // it is written beside the page
    await page.reload();
    await ready(page);
    assert.match(await page.innerText('[data-test="offer"]'), /reverse/);
    await page.click('[data-test="resume"]');
    await page.waitForSelector(`[data-step="${step}"]`);
    assert.equal(await page.locator('[data-test="offer"]').count(), 0);
    await page.click('[data-test="step"]');
    await page.waitForSelector(`[data-step="${step + 1}"]`);
    await close();
  });
});

const refuseStorage = () =>
  Object.defineProperty(globalThis, 'indexedDB', {
    get() {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  });

eachPlace({ browsers: ['chromium'], origins: ['http'] }, (place, add) => {
  add('where the browser keeps nothing, that is said, and training works', async () => {
    const { page, close } = await place.open(tiny, { before: refuseStorage });
    await ready(page);
    assert.match(await page.innerText('[data-test="kept"]'), /keeps nothing for this page \(The operation is insecure/);
    await page.click('[data-test="play"]');
    await finished(page);
    await close();
  });

  add('a checkpoint brings its task, settings, curve and step; weights bring the model', async () => {
    const { page, close } = await place.open(`${tiny}&task=sort`);
    await ready(page);
    await page.click('[data-test="play"]');
    await finished(page);
    const save = async (kind: string) => {
      const saving = page.waitForEvent('download');
      await page.click(`[data-test="save-${kind}"]`);
      const file = await saving;
      return { name: file.suggestedFilename(), mimeType: 'application/octet-stream', buffer: readFileSync(await file.path()) };
    };
    const [checkpoint, weights] = [await save('checkpoint'), await save('weights')];
    assert.equal(checkpoint.name, 'attention-lab-sort-checkpoint-40.safetensors');
    const answers = await page.innerText('[data-test="answers"]');
    await page.selectOption('[data-test="task"]', 'copy');
    await page.waitForSelector('[data-status="paused"][data-step="0"]');
    await page.setInputFiles('[data-test="open-file"]', checkpoint);
    await page.waitForSelector('[data-step="40"]');
    assert.equal(await page.inputValue('[data-test="task"]'), 'sort');
    assert.equal(await page.innerText('[data-test="answers"]'), answers);
    assert.match(await page.innerText('[data-paid="steps"]'), /40/);
    await page.selectOption('[data-test="task"]', 'copy');
    await page.waitForSelector('[data-status="paused"][data-step="0"]');
    await page.setInputFiles('[data-test="open-file"]', weights);
    await page.waitForFunction(
      (text) => (document.querySelector('[data-test="answers"]') as HTMLElement | null)?.innerText === text,
      answers,
    );
    assert.equal(await stepOf(page), 0);
    await close();
  });

  for (const task of ['reverse', 'sort'])
    add(`“${task}” reaches 99 % of 1,000 fresh sequences within its time`, async () => {
      const { page, close } = await place.open(`${learnHash}task=${task}`);
      await ready(page);
      await page.click('[data-test="play"]');
      const reached = await page.waitForSelector('[data-test="reached"]', { timeout: 240_000 });
      const [right, clock] = [await reached.getAttribute('data-reached-right'), await reached.getAttribute('data-reached-clock')];
      console.log(`${task}: ${right} of 1000 after ${Number(clock).toFixed(1)} s`);
      assert.ok(Number(right) >= 990 && Number(clock) <= 60);
      await close();
    });
});
