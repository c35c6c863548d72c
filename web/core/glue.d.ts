// What the compiler's glue exports: its own types, and the address added by cpp/bindings/location.js.
export * from '../../build/wasm-simd/cpp/bindings/attention-core.js';
export { default } from '../../build/wasm-simd/cpp/bindings/attention-core.js';
export declare const wasmUrl: () => URL;
