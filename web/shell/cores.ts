// One core on this thread and one in a worker for the whole page, each started when first asked for.
import { addressOf, embedded, files, fromBase64 } from '../assets/files.js';
import { compileCore, configure, connectWorker, loadCore, type Core, type RemoteCore } from '../core/index.js';

function tellWhereFilesAre(): void {
  const [core, worker] = [embedded('core'), embedded('worker')];
  if (core && worker) configure({ wasmBinary: fromBase64(core), workerSource: worker });
  else if (files) configure({ wasmUrl: addressOf(files.wasm), relaxedUrl: addressOf(files.relaxed), workerUrl: addressOf(files.worker) });
}

/** Starts at most once; a failure is not kept, so that asking again tries again. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | null = null;
  return () =>
    (started ??= start().catch((error: unknown) => {
      started = null;
      throw error;
    }));
}

export interface Cores {
  core(): Promise<Core>;
  worker(): Promise<RemoteCore>;
}

export function makeCores(onMainThread: () => void): Cores {
  tellWhereFilesAre();
  void compileCore().catch(() => undefined); // at once: which binary is known only now; who asks is told of an error
  const openWorker = async () => {
    const remote = await connectWorker();
    if (remote.where === 'main') onMainThread();
    return remote;
  };
  return { core: once(() => loadCore()), worker: once(openWorker) };
}
