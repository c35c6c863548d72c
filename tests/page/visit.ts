// One page in one browser, watched: what it logs, throws and asks for is a failure unless a test expects it.
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { WebKit } from './webkit.js';

export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, requests to other origins, but for those expected. */
  problems(): Promise<string[]>;
  /** Addresses asked for, in order. */
  readonly requests: string[];
  /** Closes the page, whatever it has told of. */
  abandon(): Promise<void>;
  /** Fails where there was any problem; closes the page. */
  close(): Promise<void>;
}

/** Does a page at `home` ask only its own origin here? A page from a file may ask for nothing but itself. */
export function isForeign(home: string, address: string): boolean {
  const url = new URL(address);
  if (url.protocol === 'data:' || url.protocol === 'blob:') return false;
  const own = new URL(home);
  if (own.protocol === 'file:') return url.pathname !== own.pathname || url.protocol !== 'file:';
  return url.origin !== own.origin;
}

function watch(page: Page, home: string, expected: readonly RegExp[]): { problems: string[]; requests: string[] } {
  const [problems, requests]: [string[], string[]] = [[], []];
  const told = [...expected, /Service Worker registration blocked by Playwright/];
  const report = (problem: string) => void (told.some((pattern) => pattern.test(problem)) || problems.push(problem));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) report(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => report(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    requests.push(request.url());
    if (isForeign(home, request.url())) report(`foreign request: ${request.url()}`);
  });
  return { problems, requests };
}

export interface VisitOptions extends BrowserContextOptions {
  /** Runs before any script of the page, in the page. */
  readonly before?: () => void;
  /** Pages of the test's own at the server's address: path → HTML. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Problems that the test is about. */
  readonly expected?: readonly RegExp[];
}

/** Without a service worker, which answers before the routes of a test do: offline.test.ts allows it. */
const ordinary = { viewport: { width: 1280, height: 860 }, locale: 'en-US', serviceWorkers: 'block' } as const;

async function visitInWebKit(webkit: WebKit, asked: string, { expected = [], ...options }: VisitOptions): Promise<Visit> {
  const { locale, viewport, ...given } = { ...ordinary, ...options };
  const { page, address, ...opened } = await webkit.visit(asked, { ...given, locale, viewport: viewport ?? ordinary.viewport });
  const problems = async () => {
    const foreign = opened.requests.filter((url) => isForeign(address, url)).map((url) => `foreign request: ${url}`);
    return [...(await opened.problems()), ...foreign].filter((problem) => !expected.some((pattern) => pattern.test(problem)));
  };
  const close = async () => {
    const told = await problems().finally(() => opened.close());
    assert.deepEqual(told, []);
  };
  return { page, problems, requests: opened.requests, abandon: opened.close, close };
}

export async function visit(browser: Browser, address: string, options: VisitOptions = {}): Promise<Visit> {
  if ((browser as unknown) instanceof WebKit) return visitInWebKit(browser as unknown as WebKit, address, options);
  const { before, pages = {}, expected = [], ...given } = options;
  const context = await browser.newContext({ ...ordinary, ...given });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.addInitScript('globalThis.__name = (value) => value'); // the loader of these tests puts it into functions sent to the page
  if (before) await page.addInitScript(before);
  const { problems, requests } = watch(page, address, expected);
  for (const [path, body] of Object.entries(pages))
    await page.route(new URL(path, address).href, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await page.goto(address);
  const close = async () => {
    await context.close();
    assert.deepEqual(problems, []);
  };
  return { page, problems: async () => problems, requests, abandon: () => context.close(), close };
}
