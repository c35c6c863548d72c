// A Core around one instance of the WASM module.
import type { MainModule } from '#core-glue';
import { measureCopy, measurePeak } from './calibrate.js';
import { encoderFrom } from './encoder.js';
import { Kept } from './kept.js';
import { Session } from './session.js';
import type { AttendOptions, AttendResult, Core } from './types.js';

/** A core that can also compute in slices, for the worker. */
export interface SlicedCore extends Core {
  attendSlowly(options: AttendOptions, milliseconds: number, pause: () => Promise<void>): Promise<AttendResult>;
}

export function makeCore(module: MainModule): SlicedCore {
  const session = new Session(module);
  const kept = new Kept(module, session);
  return {
    build: String(module.buildName()) as Core['build'],
    attend: (options) => session.attend(options, kept),
    attendSlowly: (options, milliseconds, pause) => new Session(module).attendSlowly(options, kept, milliseconds, pause),
    matmul: (a, b) => session.matmul(a, b),
    multiHead: (weights) => kept.multiHead(weights),
    cache: (options) => kept.cache(options),
    explain: (trace, stage, cell) => trace.explain(stage, cell),
    encoder: (weights) => encoderFrom(module, weights),
    measurePeak: (milliseconds) => measurePeak(module, milliseconds),
    measureCopy: (megabytes, milliseconds) => measureCopy(module, megabytes, milliseconds),
    heapInUse: () => module.heapInUse(),
    heapPeak: () => module.heapPeak(),
    heapSize: () => module.HEAPU8.byteLength,
  };
}
