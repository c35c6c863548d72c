// The articles and questions in real browsers: every lab of a page stands, and shows the numbers that the text beside it quotes.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { readPages } from '../../web/build/guide.mjs';
import { labsIn } from '../../web/build/guide-markdown.mjs';
import { brokenRules } from './axe.js';
import { eachPlace } from './places.js';

interface Shown {
  /** Which lab of the page, from 0. */
  readonly lab: number;
  readonly place: string;
  readonly text: string;
}

const cell = (lab: number, stage: string, at: string, text: string): Shown => ({
  lab,
  place: `[data-stage="${stage}"] [data-cell="${at}"]`,
  text,
});

/** What the text says stands there. */
const shown: Readonly<Record<string, readonly Shown[]>> = {
  'article-1-similarity': [
    cell(0, 'score', '2-1', '105'),
    cell(1, 'weights', '0-1', '9.4·10⁻¹⁴'),
    cell(1, 'output', '1-1', '6'),
    cell(2, 'output', '0-0', '4.876'),
    { lab: 0, place: '[data-test="listing"] .stopped code', text: 'output = np.dot(weights, scores)' },
  ],
  'article-2-tanh': [
    { lab: 0, place: '[data-test="listing"] .stopped code', text: 'b = a @ encoding' },
    cell(1, 'weights', '0-0', '0.393'),
    cell(1, 'output', '0-2', '0.276'),
  ],
  'article-3-multi-head': [
    cell(0, 'output', '2-1', '1.704'),
    cell(4, 'weights', '0-0', '0.933'),
    cell(5, 'weights', '2-2', '0.818'),
    cell(6, 'weights', '3-1', '0.629'),
    cell(7, 'weights', '1-1', '0.916'),
  ],
  'article-4-importance': [
    cell(0, 'weights', '0-2', '0.410'),
    cell(1, 'weights', '0-1', '0.398'),
    { lab: 2, place: '[data-test="listing"] .stopped code', text: 'output = reduce_sum(attention_weights * V, axis=1)' },
    cell(3, 'output', '0-1', '1.308'),
  ],
  'article-5-additive': [cell(1, 'weights', '1-3', '0.631'), cell(4, 'output', '1-1', '1.091')],
  'why-temperature': [cell(0, 'weights', '0-0', '0.574')],
  'why-scale': [{ lab: 0, place: '[data-test="explained-variance"]', text: '60.59' }],
  'why-positions': [cell(0, 'output', '2-0', '1.873'), cell(1, 'output', '2-3', '0.080')],
  'why-forget': [cell(0, 'weights', '0-11', '0.963'), cell(1, 'weights', '0-0', '0.963')],
  'why-not-explanation': [cell(0, 'output', '1-0', '0.543')],
};

const countEvents = () => {
  const told: Record<string, number> = {};
  Object.assign(globalThis, { told });
  for (const name of ['al-ready', 'al-error']) addEventListener(name, () => (told[name] = (told[name] ?? 0) + 1));
};
const told = (page: Page, name: string) =>
  page.evaluate((key) => (globalThis as unknown as { told: Record<string, number> }).told[key] ?? 0, name);

/** Labs start when they come near the window. */
async function readThrough(page: Page, labs: number): Promise<void> {
  for (let i = 0; i < labs; i++) {
    await page.locator('attention-lab').nth(i).scrollIntoViewIfNeeded();
    await page.waitForFunction(
      (count) => ((globalThis as unknown as { told: Record<string, number> }).told['al-ready'] ?? 0) >= count,
      i + 1,
    );
  }
}

const pages = readPages('en').filter(({ group }) => group === 'articles' || group === 'questions');

const looks = [
  { language: 'en', colorScheme: 'light', width: 1280 },
  { language: 'zh', colorScheme: 'dark', width: 360 },
] as const;

eachPlace({ origins: ['http'] }, (place, add) => {
  for (const { name, markdown } of pages)
    for (const { language, colorScheme, width } of looks)
      add(`${language} ${name}: all labs stand, show what is quoted, and break no rule`, async () => {
        const { page, close } = await place.open(`guide/${language}/${name}.html`, {
          before: countEvents,
          colorScheme,
          viewport: { width, height: 800 },
        });
        await readThrough(page, labsIn(markdown).length);
        for (const { lab, place: where, text } of shown[name] ?? []) {
          const found = page.locator('attention-lab').nth(lab).locator(where).first();
          await found.waitFor();
          assert.equal((await found.innerText()).trim(), text, `lab ${lab}, ${where}`);
        }
        assert.equal(await told(page, 'al-error'), 0);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'something sticks out');
        assert.deepEqual(await brokenRules(page), []);
        await close();
      });

  add('every article and question has numbers to look for', async () => {
    assert.deepEqual(Object.keys(shown).sort(), pages.map(({ name }) => name).sort());
  });
});
