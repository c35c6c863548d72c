// As glue.d.ts, of the models' binary.
export * from '../../build/wasm-simd/cpp/bindings/attention-models.js';
export { default } from '../../build/wasm-simd/cpp/bindings/attention-models.js';
export declare const wasmUrl: () => URL;
