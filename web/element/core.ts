// attention-lab/core: the computing part alone, with its files beside it.
import { addressOf, files } from '../assets/files.js';
import { configure } from '../core/configure.js';

if (files) configure({ wasmUrl: addressOf(files.wasm), relaxedUrl: addressOf(files.relaxed), workerUrl: addressOf(files.worker) });

export * from '../core/index.js';
