// Opens the worker: from its file, else from a blob of its text, else (workers blocked) the same service on this thread.
import { releaseProxy, transfer, wrap } from 'comlink';
import { configured } from '../configure.js';
import { AttentionError } from '../errors.js';
import { compileCore, coreFrom } from '../load.js';
import type { RemoteCore, RemoteEncoder, RemoteOptions, RemoteRun } from './remote.js';
import type { Served } from './entry.js';
import { carryErrors } from './errors.js';
import { CoreService } from './service.js';
import { scriptAddress } from './trusted.js';

/** The service's methods, here or in a worker. */
type Service = {
  [Name in Exclude<keyof Served, 'start'>]: (...given: Parameters<Served[Name]>) => Promise<Awaited<ReturnType<Served[Name]>>>;
};

interface Link {
  readonly service: Service;
  readonly build: RemoteCore['build'];
  readonly where: RemoteCore['where'];
  close(): void;
}

const startLimit = 10_000; // ms: a blocked worker may neither start nor fail

/** A worker that has answered, or null where it cannot be had this way. */
async function startWorker(url: string | URL, module: WebAssembly.Module): Promise<Link | null> {
  let worker: Worker;
  try {
    worker = new Worker(scriptAddress(url));
  } catch {
    return null;
  }
  const proxy = wrap<Served>(worker);
  const failed = new Promise<null>((resolve) => {
    worker.addEventListener('error', () => resolve(null));
    setTimeout(resolve, startLimit, null);
  });
  const build = await Promise.race([proxy.start(module).catch(() => null), failed]);
  const close = () => {
    proxy[releaseProxy]();
    worker.terminate();
  };
  if (build) return { service: proxy as unknown as Service, build, where: 'worker', close };
  close();
  return null;
}

/** Only a file of the page's own origin can be a worker; one beside a script from elsewhere is fetched (CORS) for a blob. */
const isOwn = (url: string | URL) => new URL(url, location.href).origin === self.origin;

async function textOf(url: string | URL): Promise<string | null> {
  const response = await fetch(url).catch(() => null);
  return response?.ok ? response.text() : null;
}

async function fromBlob(source: string | null, module: WebAssembly.Module): Promise<Link | null> {
  if (!source) return null;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return await startWorker(url, module);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function onThisThread(module: WebAssembly.Module): Promise<Link> {
  const service = new CoreService(await coreFrom(module), () => coreFrom(module));
  const here = service as unknown as Record<string, (...given: unknown[]) => unknown>;
  const later = new Proxy({} as Service, {
    get:
      (_, name: string) =>
      async (...given: unknown[]) =>
        here[name]!(...given),
  });
  return { service: later, build: service.build, where: 'main', close() {} };
}

async function link(module: WebAssembly.Module): Promise<Link> {
  const { workerUrl, workerSource } = configured();
  if (typeof Worker === 'undefined') return onThisThread(module);
  const fromFile = workerUrl && isOwn(workerUrl) ? await startWorker(workerUrl, module) : null;
  if (fromFile) return fromFile;
  const source = workerSource ?? (workerUrl ? await textOf(workerUrl) : null);
  return (await fromBlob(source, module)) ?? onThisThread(module);
}

/** The core in a worker of its own (or, where workers are blocked, on this thread). */
export async function connectWorker(): Promise<RemoteCore> {
  carryErrors();
  const { service, build, where, close } = await link(await compileCore());
  let requests = 0;

  /** Runs one call that `signal` can give up. */
  async function ask<T>(signal: AbortSignal | undefined, call: (request: number) => Promise<T>): Promise<T> {
    const request = ++requests;
    signal?.throwIfAborted();
    const abort = () => void service.abort(request);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await call(request);
    } catch (error) {
      if (error instanceof AttentionError && error.code === 'aborted') signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  function remoteRun(encoder: number, { id, vector }: { id: number; vector: Float32Array }): RemoteRun {
    return {
      vector,
      stage: (layer, head, stage) => service.stage(id, layer, head, stage),
      weights: () => service.weights(encoder, id),
      explain: (layer, head, stage, cell) => service.explain(id, layer, head, stage, cell),
      dispose: () => service.disposeRun(id),
    };
  }

  async function openEncoder(weights: Uint8Array, { signal }: RemoteOptions = {}): Promise<RemoteEncoder> {
    const { id, ...info } = await ask(signal, (request) => service.openEncoder(transfer(weights, [weights.buffer]), request));
    return {
      ...info,
      async encode(tokens, { signal, off = [] } = {}) {
        const run = await ask(signal, (request) => service.encode(id, tokens, off, request));
        if (signal?.aborted) await service.disposeRun(run.id);
        signal?.throwIfAborted();
        return remoteRun(id, run);
      },
      dispose: () => service.disposeEncoder(id),
    };
  }

  return {
    build,
    where,
    attend: (options, { signal } = {}) => ask(signal, (request) => service.attend(options, request)),
    measure: (what, { signal, milliseconds } = {}) => ask(signal, (request) => service.measure(what, milliseconds, request)),
    encoder: openEncoder,
    dispose: close,
  };
}
