// Finds out what the engine can run, gets the binary, checks it with a known answer and hands out a Core.
import { relaxedSimd, simd } from 'wasm-feature-detect';
import createModule, { wasmUrl, type MainModule } from '#core-glue';
import { compile, type BinarySource } from './binary.js';
import { configured } from './configure.js';
import { makeCore, type SlicedCore } from './core.js';
import { AttentionError } from './errors.js';
import type { Core } from './types.js';

let shared: Promise<WebAssembly.Module> | null = null;

/**
 * The compiled binary, by way of `options`; without any, of configure(), once for all cores of the page.
 * Throws AttentionError 'no-simd' or 'core-file'.
 */
export async function compileCore(options?: BinarySource): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined' || !(await simd()))
    throw new AttentionError('no-simd', {}, 'this browser has no WebAssembly SIMD (Chrome 91, Firefox 89, Safari 16.4 or newer have it)');
  if (options) return compile(options, wasmUrl);
  shared ??= compileConfigured();
  return shared.catch((error: unknown) => {
    shared = null; // asked again, try again
    throw error;
  });
}

/** Relaxed SIMD where the engine has it and its binary can be had; else the plain binary. */
async function compileConfigured(): Promise<WebAssembly.Module> {
  const { relaxedUrl, ...plain } = configured();
  if (relaxedUrl && (await relaxedSimd())) {
    const relaxed = await compile({ wasmUrl: relaxedUrl }, wasmUrl).catch(() => null);
    if (relaxed) return relaxed;
  }
  return compile(plain, wasmUrl);
}

/** A core on this thread from a compiled binary. @internal */
export async function coreFrom(binary: WebAssembly.Module): Promise<SlicedCore> {
  const module = await new Promise<MainModule>((resolve, reject) => {
    const instantiateWasm = (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) => {
      WebAssembly.instantiate(binary, imports)
        .then((instance) => done(instance, binary))
        .catch((reason: unknown) => reject(notStarted(reason)));
      return {};
    };
    createModule({ instantiateWasm }).then(resolve, reject);
  });
  return checked(makeCore(module));
}

const notStarted = (reason: unknown) =>
  new AttentionError('core-start', { reason: String(reason) }, `core: the binary does not start: ${String(reason)}`);

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
