// A page of an author with <attention-lab> in it, and what it is held against.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';
import type { Place } from './places.js';
import type { VisitOptions } from './visit.js';

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
export const tag = '<script type="module" src="attention-lab.js"></script>';
export const keepEvents = `<script>window.events = [];
  for (const name of ['ready', 'change', 'select', 'result', 'error'])
    addEventListener('al-' + name, ({ target, detail }) => events.push({ name, id: target.id, detail: JSON.parse(JSON.stringify(detail)) }));
</script>`;

/** A page of the author's own with this body, on the site's server. */
export function post(place: Place, body: string, options: VisitOptions = {}) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A post</title><body>${keepEvents}${body}</body></html>`;
  return place.open('post.html', { ...options, pages: { 'post.html': html } });
}

export interface Told {
  readonly name: string;
  readonly id: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
export const told = (page: Page, name?: string) =>
  page.evaluate((only) => (window as unknown as { events: Told[] }).events.filter((event) => !only || event.name === only), name);

/** Numbers of a stage inside an element's shadow root (or document). */
export const cells = (page: Page, id: string, stage = 'weights') =>
  page
    .locator(`#${id} [data-stage="${stage}"] [data-cell]`)
    .evaluateAll((all) => all.map((cell) => Number((cell.getAttribute('title') ?? cell.textContent!).replace('−', '-'))));

export const until = (page: Page, id: string) => page.locator(`#${id} [data-stage="weights"] [data-cell]`).first().waitFor();

export const near = (actual: readonly number[], expected: readonly number[]) => {
  assert.equal(actual.length, expected.length, JSON.stringify(actual));
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${value} is not ${expected[i]}`));
};

/** softmax(q kᵀ / √d), in double precision. */
export function weightsOf(q: number[][], k: number[][]): number[] {
  return q.flatMap((query) => {
    const scores = k.map((key) => query.reduce((sum, x, i) => sum + x * key[i]!, 0) / Math.sqrt(query.length));
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  });
}

export const q = [
  [1, 0],
  [0, 1],
];
export const k = [
  [1, 2],
  [0.5, -1],
  [2, 0],
];
export const v = [
  [1, 2],
  [3, 4],
  [5, 6],
];
export const numbers = JSON.stringify({ q, k, v, names: { k: ['love', 'cats', 'dogs'] } });
export const own = (id: string, attributes = '') =>
  `<attention-lab id="${id}" view="weights" ${attributes}><script type="application/json">${numbers}</script></attention-lab>`;
