import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../web/build/dependencies.mjs';
import { globSync } from '../glob.mjs';
import type { Source } from './graph.js';

/** Sources under a folder, paths from the top of the project. */
export function sourcesOf(folder: string, ...endings: string[]): Source[] {
  return globSync(folder, ...endings).map((path: string) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
