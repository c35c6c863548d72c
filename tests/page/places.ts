// Every test of the page runs in each browser, from a server and from a file.
import { after, before, describe, test } from 'node:test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';
import { sitePolicy } from '../../web/build/policy.mjs';
import { serve } from '../../web/build/server.mjs';
import { browserNames, findBrowser, lanHost, launch, type BrowserName } from './browsers.js';
import { visit, type Visit, type VisitOptions } from './visit.js';

export type Origin = 'http' | 'file' | 'file with model' | 'lan';

export interface Place {
  readonly browserName: BrowserName;
  readonly origin: Origin;
  readonly browser: Browser;
  /** Opens the page with this hash (`#…`), or another file of dist/. */
  open(hash?: string, options?: VisitOptions): Promise<Visit>;
}

export const dist = join(root, 'dist');

const addresses: Record<Origin, (port: number) => string> = {
  http: (port) => `http://127.0.0.1:${port}/`,
  lan: (port) => `http://${lanHost}:${port}/`,
  file: () => pathToFileURL(join(dist, 'lab.html')).href,
  'file with model': () => pathToFileURL(join(dist, 'lab-with-model.html')).href,
};

export interface Suite {
  readonly browsers?: readonly BrowserName[];
  readonly origins?: readonly Origin[];
  /** Where it runs in WebKit as well, whose pages have the verbs of webkit.ts only. */
  readonly webkit?: readonly Origin[];
  /** What the server says beside its own headers; by default the page's policy as a header. */
  readonly headers?: Readonly<Record<string, string>>;
}

const strict = { 'content-security-policy': sitePolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

/** Registers `define`'s tests for each browser and origin: `chromium http › …`. */
export function eachPlace(
  { browsers = browserNames, origins = ['http', 'file'], webkit = [], headers = strict }: Suite,
  define: (place: Place, add: (name: string, body: () => Promise<void>) => void) => void,
): void {
  for (const browserName of [...browsers, ...(webkit.length ? (['webkit'] as const) : [])]) {
    const missing = !findBrowser(browserName);
    describe(browserName, { skip: missing && `${browserName} is not installed` }, () => {
      let browser: Browser;
      let server: Awaited<ReturnType<typeof serve>>;
      before(async () => {
        if (!existsSync(join(dist, 'index.html'))) throw new Error('dist/ is missing: npm run build');
        [browser, server] = await Promise.all([launch(browserName), serve({ folder: dist, headers })]);
      });
      after(async () => {
        await browser?.close();
        await server?.close();
      });
      for (const origin of browserName === 'webkit' ? webkit : origins) {
        const place: Place = {
          browserName,
          origin,
          get browser() {
            return browser;
          },
          open: (hash = '', options = {}) => visit(browser, addresses[origin](server.port) + hash, options),
        };
        define(place, (name, body) => void test(`${browserName} ${origin} › ${name}`, body));
      }
    });
  }
}
