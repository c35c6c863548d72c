// Measures one task after the other in the worker, until done or cancelled. What is measured stays.
import type { RemoteCore } from '../../core/worker/remote.js';
import type { Task } from './plan.js';
import type { Results } from './results.js';

export type RunState =
  | { readonly kind: 'idle' }
  /** `whole`: asked for by the visitor, with progress; else the quick one. */
  | { readonly kind: 'running'; readonly whole: boolean; readonly tasks: readonly Task[]; readonly done: number }
  | { readonly kind: 'cancelled'; readonly done: number; readonly of: number }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A task may ask for more than there is; the others can still be measured. */
const ofTheTask = (error: unknown) => ['out-of-memory', 'too-large'].includes((error as { code?: string })?.code ?? '');

export class Runner {
  state: RunState = { kind: 'idle' };
  private current: AbortController | null = null;

  constructor(
    private readonly worker: () => Promise<RemoteCore>,
    private readonly results: Results,
    private readonly changed: () => void,
  ) {}

  get running(): boolean {
    return this.state.kind === 'running';
  }

  /** Gives up what still runs, then measures these. */
  async run(tasks: readonly Task[], whole: boolean): Promise<void> {
    this.current?.abort();
    const controller = (this.current = new AbortController());
    const show = (state: RunState) => {
      if (this.current !== controller) return; // a later run has begun
      this.state = state;
      this.changed();
    };
    show({ kind: 'running', whole, tasks, done: 0 });
    try {
      const core = await this.worker();
      for (const [i, task] of tasks.entries()) {
        await this.measure(core, task, controller.signal);
        show({ kind: 'running', whole, tasks, done: i + 1 });
      }
      show({ kind: 'idle' });
    } catch (error) {
      if (!controller.signal.aborted) show({ kind: 'failed', error });
    }
  }

  private async measure(core: RemoteCore, { what, milliseconds, ...task }: Task, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      const measured = await core.measure(what, { milliseconds, signal });
      signal.throwIfAborted();
      this.results.add({ what, milliseconds, ...task }, measured);
    } catch (error) {
      if (signal.aborted || !ofTheTask(error)) throw error;
      this.results.fail({ what, milliseconds, ...task }, error);
    }
  }

  /** At once for the page; the worker ends the call it is in. */
  cancel(): void {
    const { state } = this;
    this.current?.abort();
    this.current = null;
    if (state.kind !== 'running') return;
    this.state = state.whole ? { kind: 'cancelled', done: state.done, of: state.tasks.length } : { kind: 'idle' };
    this.changed();
  }
}
