// Real sites, made from the files that the guide shows, opened in a browser: the lab is live and its numbers are right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';
import { readPages, readSnippet } from '../../web/build/guide.mjs';
import { snippetsOf } from '../../web/build/guide-markdown.mjs';
import { serve } from '../../web/build/server.mjs';
import { findBrowser, launch } from '../page/browsers.js';
import { visit } from '../page/visit.js';
import { find, generators, versionOf, type Generator } from './generators.js';
import { expectedWeights, near } from './numbers.js';
import { copyElement, shown, write } from './site.js';

const pages = readPages('en') as { name: string; markdown: string }[];

/** The site as its page tells: every snippet at its place, the element's files where the page says. */
function makeSite(folder: string, { page, files, site = {} }: Generator): void {
  const { markdown } = pages.find(({ name }) => name === page)!;
  assert.ok(markdown.includes(`\`${files}/\``), `${page} says that the files go to ${files}/`);
  const placed = snippetsOf(markdown).filter(({ path }) => path !== null);
  assert.ok(placed.length >= 2, `${page} shows a site`);
  write(folder, site);
  write(folder, Object.fromEntries(placed.map(({ file, path }) => [path!, `${readSnippet(file)}\n`])));
  copyElement(join(folder, files));
}

function build(generator: Generator, program: string, work: string): string {
  const [folder, served] = [join(work, 'site'), join(work, 'served')];
  makeSite(folder, generator);
  write(served, { 'favicon.ico': '' }); // browsers ask for one, whatever the page says
  const modules = /^(.*\/node_modules)\/\.bin\//.exec(program)?.[1];
  if (modules) symlinkSync(modules, join(folder, 'node_modules')); // as if installed there
  const env = { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '1' };
  execFileSync(program, generator.build(join(served, 'course')), {
    cwd: folder,
    env,
    timeout: 180_000,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return served;
}

async function check(browser: Browser, url: string, open: string, comeFrom?: string): Promise<void> {
  const { page, close } = await visit(browser, `${url}course/${comeFrom ?? open}`);
  if (comeFrom !== undefined) {
    await page.evaluate(() => void ((window as unknown as { same: boolean }).same = true));
    await page.locator('main, article').getByRole('link', { name: 'Next', exact: true }).first().click();
  }
  near(await shown(page), expectedWeights);
  assert.equal(await page.locator('attention-lab [role="alert"]').count(), 0);
  if (comeFrom !== undefined) assert.ok(await page.evaluate(() => 'same' in window), 'the page was swapped, not loaded anew');
  await close();
}

describe('sites', { skip: !findBrowser('chromium') && 'chromium is not installed' }, () => {
  let browser: Browser;
  before(async () => {
    assert.ok(existsSync(join(root, 'dist/attention-lab.js')), 'npm run build');
    browser = await launch('chromium');
  });
  after(() => browser?.close());

  for (const generator of generators) {
    const program = find(generator.program);
    const missing = [...(program ? [] : [generator.program]), ...[generator.theme ?? root].filter((path) => !existsSync(path))];
    test(
      `${generator.name}${program ? ` ${versionOf(program)}` : ''}`,
      { skip: missing.length > 0 && `${missing.join()} is not installed` },
      async () => {
        const work = mkdtempSync(join(tmpdir(), 'attention-lab-site-'));
        const server = await serve({ folder: (build(generator, program!, work), join(work, 'served')) });
        try {
          for (const open of generator.open) await check(browser, server.url, open, generator.comeFrom);
        } finally {
          await server.close();
          rmSync(work, { recursive: true, force: true });
        }
      },
    );
  }
});
