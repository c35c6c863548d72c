// What the tests read and do in the Mechanism lab, as a visitor would.
import type { Page } from 'playwright-core';
import { attention, type Matrix, type Reference } from './reference.js';

export const link = (preset: string, version = 'right') => `#v1/mechanism/preset=${preset}&version=${version}`;

export const ready = (page: Page): Promise<unknown> => page.waitForSelector('[data-stage] [data-cell]');

/** "−9.4·10⁻¹⁴", as a cell's full precision is written. */
export function parseNumber(text: string): number {
  if (text.includes('10⁻³⁸')) return 0; // under float32, told in words
  const plain = text
    .replaceAll('−', '-')
    .replace('∞', 'Infinity')
    .replace(
      /·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/,
      (_, raised: string) =>
        `e${[...raised]
          .map((each) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(each))
          .map((at) => (at ? String(at - 1) : '-'))
          .join('')}`,
    );
  return Number(plain);
}

/** The cells under `selector` by row and column: text of inputs, full precision of others. */
async function cells(page: Page, selector: string): Promise<number[][]> {
  const found = await page.$$eval(`${selector} [data-row][data-column]`, (all) =>
    all.map((cell) => ({
      row: Number(cell.getAttribute('data-row')),
      text: cell instanceof HTMLInputElement ? cell.value : (cell.getAttribute('title') ?? ''),
    })),
  );
  const rows: number[][] = [];
  for (const { row, text } of found) (rows[row] ??= []).push(parseNumber(text));
  return rows;
}

export const stage = (page: Page, name: string): Promise<number[][]> => cells(page, `[data-stage="${name}"]`);
export const input = (page: Page, id: string): Promise<number[][]> => cells(page, `[data-input="${id}"]`);
export const cell = (name: string, row: number, column: number) => `[data-stage="${name}"] [data-cell="${row}-${column}"]`;

/** Some columns of every row: those of one head. */
const part = (matrix: Matrix, head: number, heads: number) =>
  matrix.map((row) => row.slice((head * row.length) / heads, ((head + 1) * row.length) / heads));

async function optional(page: Page, id: string): Promise<number[][] | undefined> {
  return (await page.locator(`[data-input="${id}"]`).count()) ? input(page, id) : undefined;
}

/** The problem on the screen (its first head), for the reference. */
export async function problemOnScreen(page: Page): Promise<Reference> {
  const roles = await page.$$eval('[data-test="inputs"] [data-input]', (all) =>
    all.map((section) => ({
      id: section.getAttribute('data-input') ?? '',
      plays: ['q', 'k', 'v'].filter((role) => section.querySelector(`.role.hue-${role}`)),
    })),
  );
  const heads = Number(await page.inputValue('[data-test="heads"]'));
  const matrixOf = async (role: string) => {
    const found = roles.find(({ plays }) => plays.includes(role));
    return found && part(await input(page, found.id), 0, heads);
  };
  const [q, k, v] = [await matrixOf('q'), await matrixOf('k'), await matrixOf('v')];
  const [W, U, b, f] = [await optional(page, 'p-w'), await optional(page, 'p-u'), await optional(page, 'p-b'), await optional(page, 'p-v')];
  const mask = await page.inputValue('[data-test="mask"]');
  if (!['none', 'causal'].includes(mask)) throw new Error(`no reference for a ${mask} mask`);
  return {
    score: await page.inputValue('[data-test="score"]'),
    ...(q ? { q } : {}),
    k: k ?? [],
    v: v ?? [],
    ...(W ? { W } : {}),
    ...(U ? { U } : {}),
    ...(b?.[0] ? { b: b[0] } : {}),
    ...(f?.[0] ? { f: f[0] } : {}),
    ...((await page.locator('[data-test="gain"]').count()) ? { gain: Number(await page.inputValue('[data-test="gain"]')) } : {}),
    temperature: Number(await page.inputValue('[data-test="temperature"]')),
    causal: mask === 'causal',
  };
}

/** max |a − b| / max |b|, or without the division. */
export function distance(a: Matrix, b: Matrix, relative: boolean): number {
  if (a.length !== b.length || a[0]?.length !== b[0]?.length) return Infinity;
  const largest = Math.max(...b.flat().map(Math.abs));
  const error = Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - (b[i]?.[j] ?? NaN)))));
  return relative && largest > 0 ? error / largest : error;
}

/** Weights and output on the screen (of the first head) against the formula in double precision: '' or what is off. */
export async function compareWithReference(page: Page): Promise<string> {
  const problem = await problemOnScreen(page);
  const { weights, output } = attention(problem);
  const wrong = {
    weights: distance(await stage(page, 'weights'), weights, false),
    output: distance(await stage(page, 'output'), output, true),
  };
  return wrong.weights <= 1e-6 && wrong.output <= 1e-5
    ? ''
    : `${problem.score}: weights off by ${wrong.weights}, output by ${wrong.output}`;
}
