// Finds out what the engine can run, gets a binary, checks it with a known answer and hands out what stands on it.
import { relaxedSimd, simd } from 'wasm-feature-detect';
import createCore, { wasmUrl } from '#core-glue';
import { compile, type BinarySource } from './binary.js';
import { configured, type BinaryFiles } from './configure.js';
import { makeCore, type SlicedCore } from './core.js';
import { AttentionError } from './errors.js';
import { makeModels } from './models.js';
import { once } from './once.js';
import type { Core, Models } from './types.js';

/** The glue of the models' binary comes when it is first needed. */
const modelsGlue = () => import('#models-glue');

/** Throws AttentionError 'no-simd'. */
async function needSimd(): Promise<void> {
  if (typeof WebAssembly === 'undefined' || !(await simd()))
    throw new AttentionError('no-simd', {}, 'this browser has no WebAssembly SIMD (Chrome 91, Firefox 89, Safari 16.4 or newer have it)');
}

/** Relaxed SIMD where the engine has it and its binary can be had; else the plain binary. */
async function compileFiles({ relaxedUrl, ...plain }: BinaryFiles, fallback: () => string | URL): Promise<WebAssembly.Module> {
  await needSimd();
  if (relaxedUrl && (await relaxedSimd())) {
    const relaxed = await compile({ wasmUrl: relaxedUrl }, fallback).catch(() => null);
    if (relaxed) return relaxed;
  }
  return compile(plain, fallback);
}

const coreOfPage = once(() => compileFiles(configured(), wasmUrl));

/**
 * The core's compiled binary, by way of `options`; without any, of configure(), once for all cores of the page.
 * Throws AttentionError 'no-simd' or 'core-file'.
 */
export const compileCore = (options?: BinarySource): Promise<WebAssembly.Module> =>
  options ? compileFiles(options, wasmUrl) : coreOfPage();

/** The models' compiled binary, by way of configure(), once for the page. */
export const compileModels = once(async () => compileFiles(configured().models ?? {}, (await modelsGlue()).wasmUrl));

type CreateModule<M> = (options: {
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object;
}) => Promise<M>;

/** One instance of a compiled binary, with a memory of its own. */
function instance<M>(create: CreateModule<M>, binary: WebAssembly.Module): Promise<M> {
  return new Promise((resolve, reject) => {
    const instantiateWasm: Parameters<CreateModule<M>>[0]['instantiateWasm'] = (imports, done) => {
      WebAssembly.instantiate(binary, imports)
        .then((made) => done(made, binary))
        .catch((reason: unknown) => reject(notStarted(reason)));
      return {};
    };
    create({ instantiateWasm }).then(resolve, reject);
  });
}

const notStarted = (reason: unknown) =>
  new AttentionError('core-start', { reason: String(reason) }, `core: the binary does not start: ${String(reason)}`);

/** A core on this thread from a compiled binary. @internal */
export async function coreFrom(binary: WebAssembly.Module): Promise<SlicedCore> {
  const models = once(async () => modelsFrom(await compileModels()));
  return checked(makeCore(await instance(createCore, binary), models));
}

/** Models on this thread from their compiled binary. @internal */
export async function modelsFrom(binary: WebAssembly.Module): Promise<Models> {
  return makeModels(await instance((await modelsGlue()).default, binary));
}

/** softmax([0, ln 3]) = [1/4, 3/4]; over the values 4 and 8 that is 7. */
function checked(core: SlicedCore): SlicedCore {
  const { output } = core.attend({ q: [[1]], k: [[0], [Math.log(3)]], v: [[4], [8]], score: 'dot' });
  const answer = output.data[0] ?? NaN;
  if (Math.abs(answer - 7) > 1e-5)
    throw new AttentionError('core-check', { expected: 7, actual: answer }, `core: a known answer of 7 came out as ${answer}`);
  return core;
}

/** A core on this thread: the same in Node, a page and a worker. */
export async function loadCore(options?: BinarySource): Promise<Core> {
  return coreFrom(await compileCore(options));
}
