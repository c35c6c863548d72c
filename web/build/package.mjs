// npm run package: the npm package in build/package/ — the element, the computing part alone, and the widget for Jupyter.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from './dependencies.mjs';
import { bundleWidget, bundleWorker, common, placeFiles } from './site.mjs';

const source = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
export const packageFolder = join(root, 'build/package');

/** Left to the package's user: they are its dependencies. */
const external = Object.keys(source.dependencies);
const entries = { index: 'index', define: 'define', core: 'core' };

async function bundleModules(folder, files) {
  const define = { ATTENTION_LAB_FILES: JSON.stringify(files), ATTENTION_LAB_VERSION: JSON.stringify(source.version) };
  await build({
    ...common,
    minify: false,
    external: [...common.external, ...external, ...external.map((name) => `${name}/*`)],
    entryPoints: Object.entries(entries).map(([out, name]) => ({ in: `web/element/${name}.ts`, out })),
    format: 'esm',
    splitting: true,
    outdir: join(folder, 'js'),
    chunkNames: '[name]-[hash]',
    define,
  });
}

/** Declarations of what the entries reach, and no others. */
function declareTypes(folder) {
  const all = join(root, 'build/types');
  rmSync(all, { recursive: true, force: true });
  const run = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'web/tsconfig.types.json', '--outDir', all], {
    cwd: root,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`types of the package: ${run.stdout}`);
  const reached = new Set();
  const reach = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    const text = readFileSync(join(all, path), 'utf8');
    for (const [, next] of text.matchAll(/(?:from|import\() ?'(\.[^']+)\.js'/g)) reach(join(dirname(path), `${next}.d.ts`));
    mkdirSync(join(folder, 'types', dirname(path)), { recursive: true });
    copyFileSync(join(all, path), join(folder, 'types', path));
  };
  for (const name of [...Object.values(entries), 'anywidget']) reach(`element/${name}.d.ts`);
}

const entry = (name) => ({ types: `./types/element/${name}.d.ts`, default: `./js/${name}.js` });

const manifest = {
  name: source.name,
  version: source.version,
  description: source.description,
  license: source.license,
  keywords: ['attention', 'transformer', 'webassembly', 'simd', 'visualization', 'custom-element', 'anywidget'],
  type: 'module',
  engines: source.engines,
  sideEffects: ['./js/define.js', './js/core.js'],
  exports: {
    '.': entry('index'),
    './define': entry('define'),
    './core': entry('core'),
    './anywidget': entry('anywidget'),
    './package.json': './package.json',
  },
  dependencies: source.dependencies,
};

export async function buildPackage() {
  rmSync(packageFolder, { recursive: true, force: true });
  mkdirSync(packageFolder, { recursive: true });
  const worker = await bundleWorker();
  const files = placeFiles(packageFolder, worker.code);
  await bundleModules(packageFolder, files);
  await bundleWidget(join(packageFolder, 'js/anywidget.js'), worker.code);
  declareTypes(packageFolder);
  writeFileSync(join(packageFolder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(root, 'web/element/README.md'), join(packageFolder, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(packageFolder, 'LICENSE'));
  return packageFolder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildPackage());
