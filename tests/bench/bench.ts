// The benchmark: pages served on this machine only, a browser that opens them, cases one after another, tables.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Browser } from 'playwright-core';
import { serve } from '../../web/build/server.mjs';
import { cases } from '../../web/core/cases.js';
import { launch } from '../page/browsers.js';
import { bundle, folder, headers } from './bundle.js';
import { Contest, entriesOf, fullPace, quickPace } from './contest.js';
import type { Options } from './options.js';
import { Pages } from './pages.js';
import { rowsOf, type Row } from './rows.js';
import { failures, markdown, plain, reachCells, resultCells } from './table.js';

const howToRead = [
  'Time of one call, arrays in and arrays out, one thread: median (quartiles) of rounds in which all take turns; the ratio is the',
  "rival's time over ours. GFLOP/s count a multiply-add as 2; the peak is a register-only loop of the same build in the same rounds.",
].join('\n');

function machine(name: string, browser: Browser): string {
  const [processor] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `${processor?.model.trim() ?? 'unknown processor'} · ${name} ${browser.version()} · ${date} · load ${loadavg()[0]!.toFixed(1)} at the start`;
}

/** Written anew after each case: a run that is stopped leaves what it had, and a bad path is told at once. */
function save(rows: readonly Row[], path: string | null): void {
  if (path) writeFileSync(path, `${JSON.stringify(rows, null, 1)}\n`);
}

/** The benchmark itself keeps one processor busy. */
function busyNote(): string {
  const [load = 0] = loadavg();
  return load > availableParallelism()
    ? `The machine was busy (load ${load.toFixed(1)}): times are longer than they are, and ratios less sure.`
    : '';
}

async function runCases(browser: Browser, url: string, { cases: names, quick, json }: Options): Promise<Row[]> {
  const contest = new Contest(new Pages(browser, url), quick ? quickPace : fullPace);
  const rows: Row[] = [];
  for (const name of names) {
    const start = performance.now();
    const each = cases.find((other) => other.name === name)!;
    rows.push(...rowsOf(each, await contest.run(each, entriesOf(each, { quick }))));
    save(rows, json);
    console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  return rows;
}

function print(rows: readonly Row[], asMarkdown: boolean, where: string): void {
  const table = asMarkdown ? markdown : plain;
  const failed = failures(rows).map((line) => `- ${line}`);
  const reach = reachCells(rows);
  const parts = [where, table(resultCells(rows)), failed.join('\n'), howToRead, busyNote(), reach.length > 1 ? table(reach) : ''];
  console.log(`\n${parts.filter(Boolean).join('\n\n')}`);
}

/** Runs what is asked for; false where our own answer was wrong or missing. */
export async function bench(options: Options): Promise<boolean> {
  save([], options.json);
  await bundle();
  const server = await serve({ folder, headers, zip: false });
  const browser = await launch(options.browser);
  try {
    const where = machine(options.browser, browser);
    const rows = await runCases(browser, server.url, options);
    print(rows, options.markdown, where);
    return rows.every(({ ours_failure }) => ours_failure === null);
  } finally {
    await browser.close();
    await server.close();
  }
}
