// attention-lab/core: the computing part alone.
export { loadCore, compileCore } from './load.js';
export { configure } from './configure.js';
export { connectWorker } from './worker/connect.js';
export { AttentionError } from './errors.js';
export type * from './types.js';
export type * from './worker/remote.js';
