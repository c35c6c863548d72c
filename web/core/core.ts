// A Core around one instance of the WASM module.
import type { MainModule } from '#core-glue';
import { measureCopy, measurePeak } from './calibrate.js';
import { memoryOf } from './heap.js';
import { Kept } from './kept.js';
import { Session } from './session.js';
import type { AttendOptions, AttendResult, Core } from './types.js';

/** A core that can also compute in slices, for the worker. */
export interface SlicedCore extends Core {
  attendSlowly(options: AttendOptions, milliseconds: number, pause: () => Promise<void>): Promise<AttendResult>;
}

/** `models` gets the second binary. */
export function makeCore(module: MainModule, models: Core['models']): SlicedCore {
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
    models,
    measurePeak: (milliseconds) => measurePeak(module, milliseconds),
    measureCopy: (megabytes, milliseconds) => measureCopy(module, megabytes, milliseconds),
    ...memoryOf(module),
  };
}
