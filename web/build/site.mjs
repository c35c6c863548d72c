// Bundles the page into a folder: hashed names, so that a changed file is never mixed with an old one.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { root, version } from './dependencies.mjs';
import { licences } from './licences.mjs';
import { sitePolicy } from './policy.mjs';

const sources = {
  wasm: 'build/wasm-simd/cpp/bindings/attention-core.wasm',
  relaxed: 'build/wasm-relaxed/cpp/bindings/attention-core.wasm',
  weights: 'build/models/use-lite.safetensors',
};
const folders = { wasm: 'core', relaxed: 'core', worker: 'core', inline: 'core', weights: 'models' };

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

/** Core and worker as one classic script: for frames without an origin, which may fetch nothing. */
const inlineScript = (worker) => Buffer.from(`attentionLabInline=${JSON.stringify(inlineFiles(worker))};`);

/** A file as text: deflated, then base64, which compresses badly. */
export const packed = (path) => deflateRawSync(readFileSync(path), { level: 9 }).toString('base64');

/** Core (the plain binary) and worker, as text. */
export const inlineFiles = (worker) => ({
  core: packed(join(root, sources.wasm)),
  worker: Buffer.from(worker).toString('utf8'),
});

/** The widget for notebooks: one file that needs no other, as a notebook hands its text to the browser. */
export async function bundleWidget(outfile, worker) {
  await build({
    ...common,
    entryPoints: ['web/element/anywidget.ts'],
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['node'], // Lit's files for both: they can be imported where there is no DOM
    outfile,
    define: {
      ATTENTION_LAB_FILES: 'undefined',
      ATTENTION_LAB_VERSION: JSON.stringify(version),
      ATTENTION_LAB_INLINE: JSON.stringify(inlineFiles(worker)),
    },
  });
}

/** Copies what is not bundled; returns the `files` constant. */
export function placeFiles(folder, worker) {
  const files = { version };
  const place = (kind, path, content) => {
    files[kind] = describe(kind, path, content);
    const target = join(folder, files[kind].url);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  };
  for (const [kind, path] of Object.entries(sources)) if (existsSync(join(root, path))) place(kind, path, readFileSync(join(root, path)));
  place('worker', 'worker.js', worker);
  place('inline', 'inline.js', inlineScript(worker));
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

function pageHtml(folder, { outputs }, element) {
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint === 'web/shell/main.ts');
  const address = (path) => relative(folder, join(root, path));
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escape(sitePolicy)}">`,
    `<meta name="attention-lab-element" content="${element.url} ${element.integrity}">`,
    ...(outputs[entry].cssBundle ? [`<link rel="stylesheet" href="${address(outputs[entry].cssBundle)}">`] : []),
    ...firstChunks(outputs, entry).map((path) => `<link rel="modulepreload" href="${address(path)}">`),
    `<script type="module" src="${address(entry)}"></script>`,
    '<link rel="manifest" href="manifest.webmanifest">',
    '<link rel="apple-touch-icon" href="icons/maskable-512.png">',
  ];
  return fillTemplate(head.join('\n'));
}

/** web/shell/index.html, or another page, with its line `<!-- build -->` replaced. */
export function fillTemplate(head, body = '', path = 'web/shell/index.html') {
  const template = readFileSync(join(root, path), 'utf8');
  if (!template.includes('<!-- build -->')) throw new Error(`${path} has no line <!-- build -->`);
  return template.replace('<!-- build -->', () => head).replace('</body>', () => `${body}</body>`);
}

/** The script of one tag, under its version's name and a short one; answers its address and subresource integrity. */
function placeElement(folder, { outputs }) {
  const built = Object.keys(outputs).find((path) => outputs[path].entryPoint === 'web/element/define.ts');
  const url = `element/attention-lab-${version}.js`;
  renameSync(join(root, built), join(folder, url));
  writeFileSync(join(folder, 'attention-lab.js'), `export * from './${url}';\n`);
  const integrity = `sha384-${createHash('sha384')
    .update(readFileSync(join(folder, url)))
    .digest('base64')}`;
  return { url, integrity };
}

/**
 * The first script of embed.html. In WebKit 'self' names nothing where the page has no origin of its own, but the address of
 * its server does: so the page begins with any server allowed, and this script narrows that; then it loads the lab.
 */
const frameBoot = (whole, modules) => `{
  const sandboxed = self.origin === 'null' && location.protocol !== 'file:';
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = ${JSON.stringify(sitePolicy)}.replaceAll("'self'", sandboxed ? location.origin : "'self'");
  document.head.append(policy);
  const lab = document.createElement('script');
  if (self.origin === 'null') lab.src = ${JSON.stringify(whole)};
  else Object.assign(lab, { type: 'module', src: ${JSON.stringify(modules)} });
  addEventListener('DOMContentLoaded', () => document.head.append(lab));
}
`;

/**
 * embed.html: modules as everywhere; but a sandboxed frame without an origin of its own may load only classic scripts
 * from a server that does not open its files to all, and there gets everything in one.
 */
async function buildFrame(folder, files, { outputs }) {
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint === 'web/element/frame.ts');
  const { outputFiles } = await build({
    ...common,
    ...classic,
    entryPoints: { whole: 'web/element/frame.ts' },
    outdir: folder,
    define: { ...classic.define, ATTENTION_LAB_FILES: JSON.stringify(files), ATTENTION_LAB_VERSION: JSON.stringify(version) },
  });
  const place = (stem, content) => {
    const name = `js/${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 8)}.js`;
    writeFileSync(join(folder, name), content);
    return name;
  };
  const whole = place('frame-whole', outputFiles.find(({ path }) => path.endsWith('.js')).contents);
  const modules = relative(folder, join(root, entry));
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escape(sitePolicy.replaceAll("'self'", 'http: https: file:'))}">`,
    `<script src="${place('frame-boot', frameBoot(whole, modules))}"></script>`,
    `<link rel="stylesheet" href="${relative(folder, join(root, outputs[entry].cssBundle))}">`,
  ];
  writeFileSync(join(folder, 'embed.html'), fillTemplate(head.join('\n'), '', 'web/element/embed.html'));
}

/** Writes the site into `folder`; returns what the one-file pages need as well. */
export async function buildSite(folder) {
  const worker = await bundleWorker();
  const files = placeFiles(folder, worker.code);
  const result = await build({
    ...common,
    entryPoints: [
      { in: 'web/shell/main.ts', out: 'js/main' },
      { in: 'web/element/define.ts', out: 'element/define' },
      { in: 'web/element/frame.ts', out: 'js/frame' },
    ],
    format: 'esm',
    splitting: true,
    outdir: folder,
    entryNames: '[dir]/[name]-[hash]',
    chunkNames: 'js/[name]-[hash]',
    define: { ATTENTION_LAB_FILES: JSON.stringify(files), ATTENTION_LAB_VERSION: JSON.stringify(version) },
  });
  const inputs = [...Object.keys(result.metafile.inputs), ...worker.inputs];
  const element = placeElement(folder, result.metafile);
  writeFileSync(join(folder, 'index.html'), pageHtml(folder, result.metafile, element));
  await buildFrame(folder, files, result.metafile);
  await bundleWidget(join(folder, `element/attention-lab-anywidget-${version}.js`), worker.code);
  writeFileSync(join(folder, 'licences.txt'), licences(inputs));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE.txt'));
  return { files, worker: worker.code, inputs };
}
