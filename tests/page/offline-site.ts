// A copy of the built site that a test may change, and a server of it that comes and goes at one address.
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildServiceWorker } from '../../web/build/offline.mjs';
import { serve } from '../../web/build/server.mjs';
import { dist } from './places.js';

/** `lab.localhost` is a secure context as a real address is; `127.0.0.1` one where the server is asked first. */
export type Host = 'lab.localhost' | '127.0.0.1';

export class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  private server: Awaited<ReturnType<typeof serve>> | null = null;
  private port = 0;

  constructor() {
    cpSync(dist, this.folder, { recursive: true, filter: (path) => !/(\.zip|lab(-with-model)?\.html)$/.test(path) });
  }

  url(host: Host): string {
    return `http://${host}:${this.port}/`;
  }

  async start(): Promise<this> {
    this.server = await serve({ folder: this.folder, port: this.port });
    this.port = this.server.port;
    return this;
  }

  async stop(): Promise<void> {
    await this.server?.close();
    this.server = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  change(path: string, edit: (text: string) => string): void {
    const file = join(this.folder, path);
    writeFileSync(file, edit(readFileSync(file, 'utf8')));
  }

  /** As after a new build: every script has another name, none of the old ones is there, and the page says so. */
  async rebuild(): Promise<void> {
    const js = join(this.folder, 'js');
    const named = (name: string) => name.replace(/-([A-Z2-7]{8})\./, (_, hash: string) => `-${[...hash].reverse().join('')}.`);
    const names = readdirSync(js);
    const renamed = (text: string) => names.reduce((all, name) => all.replaceAll(name, named(name)), text);
    for (const name of names) {
      this.change(`js/${name}`, renamed);
      renameSync(join(js, name), join(js, named(name)));
    }
    this.change('index.html', (text) => renamed(text).replace('</title>', '</title><meta name="second-build">'));
    await buildServiceWorker(this.folder);
  }
}

export const isSecondBuild = async (page: Page): Promise<boolean> => (await page.locator('meta[name="second-build"]').count()) > 0;

/** Caches of the site's files in this browser. */
export const versions = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('attention-lab-files')));

/** Until the page is kept: its service worker answers for it. */
export async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', null, { timeout: 15_000 });
}

/** waitForFunction does not wait for a promise. */
export async function until(page: Page, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end; await page.waitForTimeout(50)) if (await page.evaluate(holds)) return;
  throw new Error(`not within 15 s: ${holds.toString()}`);
}
