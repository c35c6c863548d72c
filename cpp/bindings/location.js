/** Where the binary lies when this file was not bundled. */
export const wasmUrl = () => new URL('attention-core.wasm', import.meta.url);
