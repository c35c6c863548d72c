// What every site of these tests has: the element's files, as the guide says to copy them, and a way to read its numbers.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';

/** What the guide says to copy: enough for a lab without a model. */
const elementFiles = ['attention-lab.js', 'element', 'js', 'core', 'embed.html'];

export function copyElement(target: string): void {
  mkdirSync(target, { recursive: true });
  for (const name of elementFiles) cpSync(join(root, 'dist', name), join(target, name), { recursive: true });
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Waits for the first lab and reads its weights, in full precision. */
export async function shown(page: Page | Frame): Promise<number[]> {
  const cells = page.locator('attention-lab').first().locator('[data-stage="weights"] [data-cell]');
  await cells.first().waitFor();
  return cells.evaluateAll((all) => all.map((cell) => Number((cell.getAttribute('title') ?? cell.textContent!).replace('−', '-'))));
}
