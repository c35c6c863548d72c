// What the tests do in the Sentence lab, as a visitor would.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { dist, type Place } from './places.js';

export const sentenceHash = '#v1/sentence/';
const models = join(dist, 'models');
export const weightsFile = () => join(models, readdirSync(models).find((name) => name.endsWith('.safetensors')) ?? 'missing');

/** Gets the weights the way this place has: carried, by the button, or picked from disk; waits for the first picture. */
export async function loadModel(page: Page, origin: Place['origin']): Promise<void> {
  if (origin === 'file') await page.setInputFiles('[data-load="file"]', weightsFile());
  else if (origin !== 'file with model') await page.click('[data-load="start"]');
  await page.waitForSelector('[data-test="head-page"]', { timeout: 30_000 });
}

interface Drawn {
  readonly values: Float32Array;
}

/** Does something and waits until the picture of the head is a new one: the worker is asked after a pause in typing. */
export async function untilRedrawn(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(
    () => void Object.assign(globalThis, { lastDrawn: (document.querySelector('al-heatmap') as unknown as Drawn).values }),
  );
  await act();
  await page.waitForFunction(
    () =>
      (document.querySelector('al-heatmap') as unknown as Drawn | null)?.values !==
      (globalThis as unknown as { lastDrawn: Float32Array }).lastDrawn,
  );
}

export const typeText = (page: Page, text: string): Promise<void> => untilRedrawn(page, () => page.fill('[data-test="text"]', text));

/** The sentence vector on the screen, all heads on: the strip's first row. */
export const shownVector = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    Array.from((document.querySelector('al-strip') as unknown as { rows: { values: Float32Array }[] }).rows[0]?.values ?? []),
  );
