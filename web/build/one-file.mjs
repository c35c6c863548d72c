// One page that needs no server and no network: scripts, styles, WASM, worker (and weights) inline.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { licences } from './licences.mjs';
import { filePolicy } from './policy.mjs';
import { classic, common, fillTemplate, packed } from './site.mjs';

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const base64 = (path) => readFileSync(path).toString('base64');
/** Inside a script element only `</script` and `<!--` end or change it. */
const inert = (code) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const data = (name, text) => `<script type="text/plain" id="embedded-${name}">${text}</script>\n`;

async function bundle(files) {
  const result = await build({
    ...common,
    ...classic,
    entryPoints: ['web/shell/main.ts'],
    outdir: 'build/one-file',
    define: { ...classic.define, ATTENTION_LAB_FILES: JSON.stringify(files) },
  });
  const text = (extension) => result.outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  return { script: inert(text('.js')), style: text('.css') };
}

/** Writes lab.html, and lab-with-model.html where there are weights, into `folder` beside the site. */
export async function buildOneFile(folder, { files, worker, inputs }) {
  const { script, style } = await bundle(files);
  const policy = filePolicy([hash(script)], style ? [hash(style)] : []);
  const head = [`<meta http-equiv="Content-Security-Policy" content="${policy}">`, ...(style ? [`<style>${style}</style>`] : [])].join(
    '\n',
  );
  const carried = data('core', packed(join(folder, files.wasm.url))) + data('worker', inert(Buffer.from(worker).toString('utf8')));
  const notices = `<script type="text/plain" id="licences">\n${licences(inputs)}</script>\n`;
  const page = (extra) => fillTemplate(head, `${carried}${extra}${notices}<script>${script}</script>\n`);
  writeFileSync(join(folder, 'lab.html'), page(''));
  if (files.weights) writeFileSync(join(folder, 'lab-with-model.html'), page(data('weights', base64(join(folder, files.weights.url)))));
}
