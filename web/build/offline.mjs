// What makes the page installable and lets it work without a network: manifest, icons, and a service worker with its list.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { buildIcons, paper } from './icons.mjs';
import { common } from './site.mjs';

const en = { name: 'Attention Lab', description: 'Every number of the attention mechanism, followed back to its arithmetic.' };
const zh = { name: '注意力实验室', description: '注意力机制的每一个数，都能追溯到它的算式。' };

/** `name` serves systems that know one language only; those that know `…_localized` take the reader's. */
const manifest = (icons) => ({
  name: `${en.name} · ${zh.name}`,
  name_localized: { en: en.name, zh: zh.name },
  short_name: en.name,
  short_name_localized: { en: en.name, zh: zh.name },
  description: `${en.description} ${zh.description}`,
  description_localized: { en: en.description, zh: zh.description },
  lang: 'en',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: paper,
  theme_color: paper,
  categories: ['education'],
  icons,
});

export const manifestName = 'manifest.webmanifest';

export function buildManifest(folder) {
  writeFileSync(join(folder, manifestName), `${JSON.stringify(manifest(buildIcons(folder)), null, 2)}\n`);
}

/** Every file under a folder, by its address relative to it, sorted. */
export function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort();
}

/**
 * Not kept for everybody: models are kept by the labs once loaded; what is to be carried away is for that; what is all in one
 * is for frames without an origin of their own, which no service worker reaches.
 */
const left = [/^models\//, /^core\/inline-/, /^js\/frame-whole-/, /^lab(-with-model)?\.html$/, /\.zip$/, /^sw\.js$/, /\.map$/, /\.d\.ts$/];

/** Address → integrity of what the service worker keeps, and a name for this very set. */
export function offlineList(folder) {
  const kept = filesUnder(folder).filter((path) => !left.some((pattern) => pattern.test(path)));
  const digest = (path) =>
    `sha256-${createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('base64')}`;
  const files = Object.fromEntries(kept.map((path) => [path, digest(path)]));
  return { version: createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12), files };
}

/** Writes `sw.js`; everything that it is to keep must stand. */
export async function buildServiceWorker(folder) {
  await build({
    ...common,
    entryPoints: ['web/shell/offline/worker.ts'],
    format: 'iife',
    outfile: join(folder, 'sw.js'),
    define: { ATTENTION_LAB_OFFLINE: JSON.stringify(offlineList(folder)) },
  });
}
