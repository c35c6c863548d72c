// From "nothing loaded" to an opened model, with progress, cancel, failure and a file picked by hand.
import type { BuiltFile } from '../../assets/files.js';
import type { RemoteCore } from '../../core/worker/remote.js';
import { keepSession, keptSession, Session } from './session.js';
import { atHand, loadWeights, readPicked, type Bytes } from './weights.js';

export type LoadState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly session: Session }
  | { readonly kind: 'failed'; readonly error: unknown };

export class Loader {
  state: LoadState = { kind: 'idle' };
  private current: AbortController | null = null;

  constructor(
    private readonly worker: () => Promise<RemoteCore>,
    private readonly file: BuiltFile | undefined,
    private readonly onChange: () => void,
  ) {}

  /** Goes on by itself only where nothing must be fetched. */
  async startIfAtHand(): Promise<void> {
    if (await atHand(this.file)) await this.start();
  }

  start(): Promise<void> {
    const total = this.file?.size ?? 0;
    return this.run((signal) =>
      loadWeights(this.file, signal, (loaded) => signal.aborted || this.change({ kind: 'loading', loaded, total })),
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
    const core = await this.worker();
    const session = await Session.open(core, bytes, signal);
    keepSession(core, session);
    return session;
  }

  /** A model opened earlier on this page. */
  async reuse(): Promise<boolean> {
    const core = await this.worker();
    const session = keptSession(core);
    if (session) this.change({ kind: 'ready', session });
    return session !== undefined;
  }

  private change(state: LoadState): void {
    this.state = state;
    this.onChange();
  }
}
