// A Core around one instance of the WASM module.
import type { MainModule } from '#core-glue';
import { Attention } from './attend.js';
import { encoderFrom } from './encoder.js';
import type { Core } from './types.js';

export function makeCore(module: MainModule): Core {
  const attention = new Attention(module);
  return {
    build: String(module.buildName()) as Core['build'],
    attend: (options) => attention.attend(options),
    explain: (trace, stage, cell) => trace.explain(stage, cell),
    encoder: (weights) => encoderFrom(module, weights),
    heapInUse: () => module.heapInUse(),
    heapPeak: () => module.heapPeak(),
  };
}
