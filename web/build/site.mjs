// Bundles the page into a folder: hashed names, so that a changed file is never mixed with an old one.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { root } from './dependencies.mjs';
import { licences } from './licences.mjs';
import { sitePolicy } from './policy.mjs';

const sources = {
  wasm: 'build/wasm-simd/cpp/bindings/attention-core.wasm',
  relaxed: 'build/wasm-relaxed/cpp/bindings/attention-core.wasm',
  weights: 'build/models/use-lite.safetensors',
};
const folders = { wasm: 'core', relaxed: 'core', worker: 'core', weights: 'models' };

/** What every bundle shares. The compiler's glue asks for Node's modules only where it runs in Node. */
export const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: ['es2022'],
  platform: 'browser',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  external: ['node:*', 'module', 'fs', 'path', 'url', 'crypto', 'worker_threads'],
  logLevel: 'warning',
};

/** Name, address, size and hash of one built file: what web/assets/files.ts gives the page. */
function describe(kind, path, content) {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const [, stem, extension] = /^(.*)(\.\w+)$/.exec(basename(path));
  const name = `${stem}-${kind === 'relaxed' ? 'relaxed-' : ''}${sha256.slice(0, 8)}${extension}`;
  return { name, url: `${folders[kind]}/${name}`, size: content.length, sha256 };
}

/** A classic script has no address of its own; the core's bytes are handed to it. */
export const classic = { format: 'iife', write: false, define: { 'import.meta.url': '""' } };

/** The worker as one classic script: a blob of it works everywhere a module does not (WEB.md). */
export async function bundleWorker() {
  const result = await build({ ...common, ...classic, entryPoints: ['web/core/worker/entry.ts'] });
  return { code: result.outputFiles[0].contents, inputs: Object.keys(result.metafile.inputs) };
}

/** Copies what is not bundled; returns the `files` constant. */
function placeFiles(folder, worker) {
  const files = {};
  const place = (kind, path, content) => {
    files[kind] = describe(kind, path, content);
    const target = join(folder, files[kind].url);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  };
  for (const [kind, path] of Object.entries(sources)) if (existsSync(join(root, path))) place(kind, path, readFileSync(join(root, path)));
  place('worker', 'worker.js', worker);
  return files;
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

const firstLab = 'web/labs/mechanism/index.ts';

/** Chunks of the first view, for modulepreload: one round trip in place of one for each level of imports. */
function firstChunks(outputs, entry) {
  const lab = Object.keys(outputs).find((path) => outputs[path].entryPoint === firstLab);
  const seen = new Set();
  const visit = (path) => {
    for (const { path: next, kind } of outputs[path].imports) {
      if (kind !== 'import-statement' || seen.has(next) || !outputs[next]) continue;
      seen.add(next);
      visit(next);
    }
  };
  for (const path of [entry, ...(lab ? [lab] : [])]) visit(path);
  if (lab) seen.add(lab);
  return [...seen];
}

function pageHtml(folder, { outputs }) {
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint === 'web/shell/main.ts');
  const address = (path) => relative(folder, join(root, path));
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escape(sitePolicy)}">`,
    ...(outputs[entry].cssBundle ? [`<link rel="stylesheet" href="${address(outputs[entry].cssBundle)}">`] : []),
    ...firstChunks(outputs, entry).map((path) => `<link rel="modulepreload" href="${address(path)}">`),
    `<script type="module" src="${address(entry)}"></script>`,
    '<link rel="manifest" href="manifest.webmanifest">',
    '<link rel="apple-touch-icon" href="icons/maskable-512.png">',
  ];
  return fillTemplate(head.join('\n'));
}

/** web/shell/index.html with its line `<!-- build -->` replaced. */
export function fillTemplate(head, body = '') {
  const template = readFileSync(join(root, 'web/shell/index.html'), 'utf8');
  if (!template.includes('<!-- build -->')) throw new Error('web/shell/index.html has no line <!-- build -->');
  return template.replace('<!-- build -->', () => head).replace('</body>', () => `${body}</body>`);
}

/** Writes the site into `folder`; returns what the one-file pages need as well. */
export async function buildSite(folder) {
  const worker = await bundleWorker();
  const files = placeFiles(folder, worker.code);
  const result = await build({
    ...common,
    entryPoints: ['web/shell/main.ts'],
    format: 'esm',
    splitting: true,
    outdir: join(folder, 'js'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    define: { ATTENTION_LAB_FILES: JSON.stringify(files) },
  });
  const inputs = [...Object.keys(result.metafile.inputs), ...worker.inputs];
  writeFileSync(join(folder, 'index.html'), pageHtml(folder, result.metafile));
  writeFileSync(join(folder, 'licences.txt'), licences(inputs));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE.txt'));
  return { files, worker: worker.code, inputs };
}
