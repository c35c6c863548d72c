// The core of this project, through its public façade. Bundled once for each build: `#core-glue` is that build's own.
import { loadCore } from '../../../web/core/index.js';
import { cases, type Problem } from '../../../web/core/cases.js';
import { offer, type Task } from './engine.js';

declare const BENCH_WASM: string;
declare const BENCH_BUILD: string;

offer(async () => {
  const core = await loadCore({ wasmUrl: BENCH_WASM });
  if (core.build !== BENCH_BUILD) throw new Error(`${BENCH_WASM} is the build ${core.build} and not ${BENCH_BUILD}`);
  const prepare = (problem: Problem): Task => {
    const prepared = cases.find((each) => each.problem === problem)!.prepare(core);
    return {
      run: prepared.run,
      output: () => prepared.output().data,
      weights: () => prepared.weights()?.data,
      dispose: () => prepared.dispose(),
    };
  };
  return {
    prepare,
    peak: (milliseconds) => core.measurePeak(milliseconds),
    copy: (megabytes, milliseconds) => core.measureCopy(megabytes, milliseconds),
    heap: () => ({ inUse: core.heapInUse(), peak: core.heapPeak() }),
  };
});
