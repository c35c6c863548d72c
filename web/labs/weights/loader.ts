// From "nothing loaded" to an opened model, with progress, cancel, failure and a file picked by hand.
import type { BuiltFile } from '../../assets/files.js';
import type { RemoteCore } from '../../core/worker/remote.js';
import { atHand, loadWeights, readPicked, type Bytes, type WeightsName } from './bytes.js';

export type LoadState<Session> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly session: Session }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Opened models of a worker, by name: another language or lab does not load the weights again. */
const opened = new WeakMap<RemoteCore, Map<string, unknown>>();
const waiting = new Set<() => void>();

export interface Loading<Session> {
  readonly name: WeightsName;
  /** Undefined where the build has none: then a file is picked from disk. */
  readonly file: BuiltFile | undefined;
  readonly worker: () => Promise<RemoteCore>;
  /** Takes the bytes over. */
  readonly open: (core: RemoteCore, bytes: Uint8Array, signal: AbortSignal) => Promise<Session>;
  readonly onChange: () => void;
}

export class Loader<Session> {
  state: LoadState<Session> = { kind: 'idle' };
  private current: AbortController | null = null;
  private disposed = false;
  private readonly tell = () => {
    if (this.state.kind === 'idle') void this.reuse();
  };

  constructor(private readonly about: Loading<Session>) {
    waiting.add(this.tell);
  }

  get file(): BuiltFile | undefined {
    return this.about.file;
  }

  get session(): Session | null {
    return this.state.kind === 'ready' ? this.state.session : null;
  }

  /** Goes on by itself only where nothing must be fetched. */
  async startIfAtHand(): Promise<void> {
    const reused = await this.reuse().catch(() => false); // what blocks the worker is told when loading is asked for
    if (!reused && (await atHand(this.about.name, this.file)) && !this.disposed) await this.start();
  }

  start(): Promise<void> {
    const { name, file } = this.about;
    const total = file?.size ?? 0;
    return this.run((signal) =>
      loadWeights(name, file, signal, (loaded) => signal.aborted || this.change({ kind: 'loading', loaded, total })),
    );
  }

  pick(file: Blob): Promise<void> {
    return this.run(() => readPicked(file, this.file));
  }

  cancel(): void {
    this.current?.abort();
    this.current = null;
    if (this.state.kind !== 'ready') this.change({ kind: 'idle' });
  }

  /** The end of this loader; what it opened stays for others. */
  dispose(): void {
    this.disposed = true;
    waiting.delete(this.tell);
    this.current?.abort();
    this.current = null;
  }

  /** A newer run, or cancel, silences an older one. */
  private async run(getBytes: (signal: AbortSignal) => Promise<Bytes>): Promise<void> {
    this.current?.abort();
    const { signal } = (this.current = new AbortController());
    this.change({ kind: 'loading', loaded: 0, total: this.file?.size ?? 0 });
    try {
      const session = await this.open(getBytes, signal);
      if (!signal.aborted) this.change({ kind: 'ready', session });
    } catch (error) {
      if (!signal.aborted) this.change({ kind: 'failed', error });
    }
  }

  private async open(getBytes: (signal: AbortSignal) => Promise<Bytes>, signal: AbortSignal): Promise<Session> {
    const bytes = await getBytes(signal);
    signal.throwIfAborted();
    this.change({ kind: 'opening' });
    const core = await this.about.worker();
    const session = await this.about.open(core, bytes, signal);
    const kept = opened.get(core) ?? new Map<string, unknown>();
    opened.set(core, kept.set(this.about.name, session));
    for (const tell of [...waiting]) tell(); // other labs on the page that would like one
    return session;
  }

  /** A model opened earlier on this page. */
  private async reuse(): Promise<boolean> {
    const session = opened.get(await this.about.worker())?.get(this.about.name) as Session | undefined;
    if (session && this.state.kind === 'idle') this.change({ kind: 'ready', session });
    return session !== undefined;
  }

  private change(state: LoadState<Session>): void {
    if (this.disposed) return;
    this.state = state;
    this.about.onChange();
  }
}
