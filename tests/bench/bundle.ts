// Puts the benchmark's pages into build/bench: one for each engine, with every file it loads beside it.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { build, type BuildOptions } from 'esbuild';
import { root } from '../../web/build/dependencies.mjs';
import { common } from '../../web/build/site.mjs';

export const engineNames = ['relaxed', 'plain', 'ort', 'tfjs'] as const;
export type EngineName = (typeof engineNames)[number];

export const folder = join(root, 'build/bench');

const packageFolder = (file: string) => dirname(createRequire(import.meta.url).resolve(file));
const built = (preset: string, file: string) => join(root, 'build', preset, 'cpp/bindings', file);

interface Page {
  readonly entry: string;
  readonly define: Readonly<Record<string, unknown>>;
  /** From where, to which name. */
  readonly files: readonly (readonly [from: string, to: string])[];
  readonly alias?: Record<string, string>;
}

function ours(build: 'relaxed' | 'simd'): Page {
  const preset = `wasm-${build}`;
  const wasm = `attention-core-${build}.wasm`;
  return {
    entry: 'ours.ts',
    define: { BENCH_WASM: wasm, BENCH_BUILD: build },
    files: [[built(preset, 'attention-core.wasm'), wasm]],
    alias: { '#core-glue': built(preset, 'attention-core.mjs') },
  };
}

function ort(): Page {
  const from = packageFolder('onnxruntime-web/ort-wasm-simd-threaded.wasm');
  const names = { mjs: 'ort-wasm-simd-threaded.js', wasm: 'ort-wasm-simd-threaded.wasm' };
  return {
    entry: 'ort.ts',
    define: { BENCH_ORT: names },
    files: [
      [join(from, 'ort-wasm-simd-threaded.mjs'), names.mjs],
      [join(from, names.wasm), names.wasm],
    ],
  };
}

function tfjs(): Page {
  const from = packageFolder('@tensorflow/tfjs-backend-wasm');
  const names = ['', '-simd', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`);
  return { entry: 'tfjs.ts', define: { BENCH_TFJS: './' }, files: names.map((name) => [join(from, name), name]) };
}

const pages: Readonly<Record<EngineName, () => Page>> = { relaxed: () => ours('relaxed'), plain: () => ours('simd'), ort, tfjs };

async function bundlePage(name: EngineName): Promise<void> {
  const { entry, define, files, alias } = pages[name]();
  await build({
    ...(common as BuildOptions),
    entryPoints: [join('tests/bench/page', entry)],
    outfile: join(folder, `${name}.js`),
    format: 'esm',
    conditions: ['onnxruntime-web-use-extern-wasm'],
    define: Object.fromEntries(Object.entries(define).map(([key, value]) => [key, JSON.stringify(value)])),
    ...(alias && { alias }),
  });
  for (const [from, to] of files) copyFileSync(from, join(folder, to));
  writeFileSync(
    join(folder, `${name}.html`),
    `<!doctype html>\n<meta charset="utf-8">\n<title>${name}</title>\n<script type="module" src="${name}.js"></script>\n`,
  );
}

/** Nothing comes from anywhere else; and a page of its own process has the finer clock. */
export const headers = {
  'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export async function bundle(names: readonly EngineName[] = engineNames): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of names) await bundlePage(name);
}
