// One core on this thread and one in a worker for the whole page, however many labs it shows; each started when first asked for.
import { addressOf, embedded, files, inflated, loadInline } from '../assets/files.js';
import { compileCore, configure, connectWorker, loadCore, type Core, type RemoteCore } from '../core/index.js';
import { configured } from '../core/configure.js';

let told = false;

/** The files of the build, where the page has not said by configure() where others are. */
function tellWhereFilesAre(): void {
  if (told) return;
  told = true;
  const { wasmUrl, wasmBinary, workerUrl, workerSource } = configured();
  const [core, worker] = [embedded('core'), embedded('worker')];
  if (wasmUrl || wasmBinary) {
    if (files && !workerUrl && !workerSource) configure({ workerUrl: addressOf(files.worker) });
  } else if (core && worker) configure({ wasmBinary: inflated(core), workerSource: worker });
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

/** A sandboxed frame has no origin, and may fetch only what a server gives to everybody: there the files come as a script. */
const inline = once(async () => {
  const carried = await loadInline();
  if (carried) configure({ wasmBinary: inflated(carried.core), workerSource: carried.worker });
});

async function withFiles<T>(start: () => Promise<T>): Promise<T> {
  tellWhereFilesAre();
  if (self.origin === 'null' && !configured().wasmBinary) await inline();
  return start();
}

export interface Cores {
  core(): Promise<Core>;
  worker(): Promise<RemoteCore>;
}

/** The page's own, shared by every element: `await cores.core()`. */
export const cores: Cores = {
  core: once(() => withFiles(loadCore)),
  worker: once(() => withFiles(connectWorker)),
};

/** At once, while the lab's own code loads: which binary it is to be is known only now. Who asks is told of an error. */
export function warmUp(): void {
  tellWhereFilesAre();
  if (self.origin === 'null') return;
  void compileCore().catch(() => undefined);
}
