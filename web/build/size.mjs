// npm run size: every budget with its figure; exits 1 when one is broken.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureDependencies, root } from './dependencies.mjs';
import { serve } from './server.mjs';

const dist = join(root, 'dist');
const kilo = 1000;
const frame = 1000 / 60;
const gzip = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const file = (folder, pattern) =>
  readdirSync(join(dist, folder))
    .filter((name) => pattern.test(name))
    .map((name) => join(dist, folder, name));

/** Budgets of files alone. */
function fileBudgets() {
  const wasm = file('core', /\.wasm$/).map((path) => ({ what: 'WASM, gzip', figure: gzip(path) / kilo, limit: 90, unit: 'kB' }));
  const weights = file('models', /\.safetensors$/).map((path) => ({
    what: 'sentence weights',
    figure: readFileSync(path).length / kilo,
    limit: 8000,
    unit: 'kB',
  }));
  return [...wasm, { what: 'lab.html, gzip', figure: gzip(join(dist, 'lab.html')) / kilo, limit: 300, unit: 'kB' }, ...weights];
}

/** Set in the page before its scripts: notes the first frame with a heatmap in it. */
function noteFirstHeatmap() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[data-stage="weights"] [data-cell]')) return;
    observer.disconnect();
    requestAnimationFrame(() => (window.firstHeatmap = performance.now()));
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** A fresh visit: what went over the wire, and when the first heatmap stood (ms after navigation). */
async function visit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const finished = [];
  page.on('requestfinished', (request) => finished.push(request));
  await page.addInitScript(noteFirstHeatmap);
  await page.goto(url);
  await page.waitForFunction(() => window.firstHeatmap, null, { timeout: 15_000 });
  const time = await page.evaluate(() => window.firstHeatmap);
  await page.waitForLoadState('networkidle');
  const requests = [];
  for (const request of finished) {
    if (!/^https?:/.test(request.url())) continue;
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    requests.push({ path: new URL(request.url()).pathname, bytes: responseBodySize + responseHeadersSize });
  }
  return { context, page, requests, time };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** From a slider's input event to the frame after the numbers have changed: median of 20 moves, in ms. */
function slide() {
  const slider = document.querySelector('[data-test="stage"] input[type="range"]');
  const picture = () => document.querySelector('[data-stage="weights"]').textContent;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  return (async () => {
    const times = [];
    for (let i = 0; i < 20; i++) {
      const before = picture();
      await frame();
      const since = performance.now();
      slider.value = String(Number(slider.min) + ((Number(slider.max) - Number(slider.min)) * (i + 1)) / 21);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      while (picture() === before && performance.now() - since < 500) await frame();
      times.push(performance.now() - since);
    }
    return times;
  })();
}

/** From choosing a head to its redrawn map of 64 tokens, each in turn: ms. */
async function chooseHeads() {
  const times = [];
  for (const button of [...document.querySelectorAll('[data-head]'), ...document.querySelectorAll('[data-head]')]) {
    await new Promise((done) => setTimeout(done, 50));
    const since = performance.now();
    button.click();
    await document.querySelector('al-heatmap').updateComplete;
    times.push(performance.now() - since);
  }
  return times;
}

async function sentenceBudget(browser, url) {
  const page = await browser.newPage();
  await page.goto(`${url}#v1/sentence/`);
  await page.fill('[data-test="text"]', Array(64).fill('word').join(' '));
  await page.click('[data-load="start"]');
  await page.waitForFunction(() => document.querySelectorAll('[data-token]').length === 64 && document.querySelector('al-heatmap'));
  const times = await page.evaluate(chooseHeads);
  await page.close();
  return { what: 'head chosen to redrawn map at 64 tokens, median', figure: median(times), limit: frame, unit: 'ms' };
}

async function pageBudgets() {
  (await import('tsx/esm/api')).register(); // the tests' TypeScript
  const { launch } = await import('../../tests/page/browsers.ts');
  const browser = await launch('chromium');
  const server = await serve({ folder: dist });
  try {
    const times = [];
    let first;
    for (let i = 0; i < 11; i++) {
      const { context, page, requests, time } = await visit(browser, server.url);
      if (i)
        times.push(time); // the first one warms the server
      else first = { requests, moves: await page.evaluate(slide) };
      await context.close();
    }
    const total = first.requests.reduce((sum, { bytes }) => sum + bytes, 0);
    return [
      { what: 'first view over the wire', figure: total / kilo, limit: 200, unit: 'kB', parts: first.requests },
      { what: 'first heatmap after navigation, median of 10', figure: median(times), limit: 300, unit: 'ms' },
      { what: 'slider to redrawn weights, median of 20', figure: median(first.moves), limit: frame, unit: 'ms' },
      await sentenceBudget(browser, server.url),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

function print({ what, figure, limit, unit, parts = [] }) {
  const line = `${figure <= limit ? 'ok    ' : 'BROKEN'}  ${what.padEnd(48)} ${figure.toFixed(1).padStart(8)} ${unit}  of ${limit.toFixed(unit === 'ms' ? 1 : 0)}`;
  console.log(
    [line, ...parts.map(({ path, bytes }) => `          ${path.padEnd(46)} ${(bytes / kilo).toFixed(1).padStart(8)} kB`)].join('\n'),
  );
}

ensureDependencies();
if (!existsSync(join(dist, 'index.html'))) {
  console.error('dist/ is missing: npm run build');
  process.exit(1);
}
const budgets = [...fileBudgets(), ...(await pageBudgets())];
budgets.forEach(print);
const [load] = loadavg();
if (load > availableParallelism()) console.log(`        the machine was busy (load ${load.toFixed(1)}): times are longer than they are`);
// `npm test` runs on any machine, busy or slow: there a time over its budget is told, and only a size fails.
const counted = budgets.filter(({ unit }) => unit !== 'ms' || !process.argv.includes('--times-told'));
process.exit(counted.every(({ figure, limit }) => figure <= limit) ? 0 : 1);
