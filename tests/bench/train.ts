// npm run bench -- --case train: one step of training, ours beside TensorFlow.js's, from the same weights on the same batch.
import type { Browser, Page } from 'playwright-core';
import { stepFlops } from '../../web/core/flops.js';
import { quartiles } from '../../web/core/measure.js';
import { allowed, batch, comparedSteps, model } from './train-problem.js';

export const trainEngines = ['train-relaxed', 'train-plain', 'train-tfjs'] as const;

export interface TrainRow {
  readonly case: 'train';
  readonly engine: string;
  /** Of one step: median and quartiles. */
  readonly ms: number;
  readonly low: number;
  readonly high: number;
  readonly gflops: number;
  /** Loss before each of the first steps. */
  readonly losses: readonly number[];
  /** The largest relative difference of these from the first engine's. */
  readonly error: number;
  /** Its time over that of the first engine. */
  readonly ratio: number;
}

async function open(browser: Browser, url: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}${name}.html`);
  await page.waitForFunction(() => window.training ?? window.trainingFailed);
  const failed = await page.evaluate(() => window.trainingFailed);
  if (failed) throw new Error(`${name}: ${failed}`);
  return page;
}

const begin = (page: Page, file: string) => page.evaluate((file) => window.training!.begin(file), file);
const steps = (page: Page, count: number) => page.evaluate((count) => window.training!.steps(count), count);

/** Milliseconds of one step, of several. */
const timed = (page: Page, count: number) =>
  page.evaluate(async (count) => {
    const start = performance.now();
    await window.training!.steps(count);
    return (performance.now() - start) / count;
  }, count);

const largestError = (losses: readonly number[], right: readonly number[]) =>
  Math.max(...losses.map((loss, i) => Math.abs(loss - right[i]!) / right[i]!));

/** Answers are compared before anything is timed; then all take turns. */
export async function benchTraining(browser: Browser, url: string, { quick = false } = {}): Promise<TrainRow[]> {
  const pages = await Promise.all(trainEngines.map((name) => open(browser, url, name)));
  const file = await pages[0]!.evaluate(() => window.training!.weights!());
  const losses: number[][] = [];
  for (const page of pages) {
    await begin(page, file);
    losses.push(await steps(page, comparedSteps));
  }
  const errors = losses.map((each) => largestError(each, losses[0]!));
  errors.forEach((error, i) => {
    if (!(error <= allowed)) throw new Error(`${trainEngines[i]}: losses ${losses[i]!.join(', ')} are not ${losses[0]!.join(', ')}`);
  });
  for (const page of pages) await steps(page, quick ? 3 : 20); // the engine's best code
  const samples = pages.map((): number[] => []);
  for (let round = 0; round < (quick ? 5 : 15); round++)
    for (const [i] of pages.entries()) {
      const turn = (i + round) % pages.length;
      samples[turn]!.push(await timed(pages[turn]!, trainEngines[turn] === 'train-tfjs' ? 1 : 5));
    }
  for (const page of pages) await page.context().close();
  const flops = stepFlops(model, batch);
  const spreads = samples.map((each) => quartiles(each));
  return spreads.map(([low, ms, high], i) => ({
    case: 'train',
    engine: trainEngines[i]!,
    ms,
    low,
    high,
    gflops: flops / ms / 1e6,
    losses: losses[i]!,
    error: errors[i]!,
    ratio: ms / spreads[0]![1],
  }));
}

export function trainCells(rows: readonly TrainRow[]): string[][] {
  const head = ['training step', 'ms', 'GFLOP/s', 'error of the loss', 'times ours'];
  return [
    head,
    ...rows.map(({ engine, ms, low, high, gflops, error, ratio }) => [
      engine.replace('train-', ''),
      `${ms.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`,
      gflops.toFixed(2),
      error.toExponential(0),
      `${ratio.toFixed(1)} ×`,
    ]),
  ];
}
