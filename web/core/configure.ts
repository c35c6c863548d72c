// Where the core's files are, for pages that do not lie beside them. One table for the whole page.
import type { BinarySource } from './binary.js';

export interface CoreFiles extends BinarySource {
  /** Where the binary with relaxed SIMD lies, for engines that have it. */
  readonly relaxedUrl?: string | URL;
  /** The worker script (classic), for the same origin. */
  readonly workerUrl?: string | URL;
  /** The worker script's text, where no file can be fetched (a page in one file). */
  readonly workerSource?: string;
}

const files: { -readonly [key in keyof CoreFiles]: CoreFiles[key] } = {};

/** Says where the core's files are; another binary replaces all that was said of binaries. Call it before the first loadCore or connectWorker. */
export function configure(options: CoreFiles): void {
  if (options.wasmUrl || options.wasmBinary) for (const name of ['wasmUrl', 'wasmBinary', 'relaxedUrl'] as const) delete files[name];
  Object.assign(files, options);
}

export const configured = (): CoreFiles => files;
