// The article's own size, (32, 512, 512) with 8 heads of 64, run for real in the worker when asked.
import type { Tensor } from '../../core/types.js';
import type { LabContext } from '../lab.js';
import { randomNumbers } from './random.js';
import type { State } from './state.js';

export const kLargeShape = [32, 512, 512] as const;
export const kLargeHeads = 8;

export type LargeStatus =
  | { readonly is: 'idle' }
  | { readonly is: 'running' }
  | {
      readonly is: 'done';
      readonly shape: readonly number[];
      readonly seconds: number;
      readonly where: 'worker' | 'main';
      readonly first: number;
    }
  | { readonly is: 'failed'; readonly error: unknown };

export class LargeRun {
  status: LargeStatus = { is: 'idle' };
  private abort: AbortController | null = null;

  constructor(
    private readonly context: LabContext<State>,
    private readonly changed: () => void,
  ) {}

  async start(): Promise<void> {
    this.stop();
    const abort = (this.abort = new AbortController());
    this.show({ is: 'running' });
    try {
      const remote = await this.context.worker();
      const x: Tensor = {
        data: randomNumbers(
          this.context.state.seed,
          kLargeShape.reduce((a: number, b) => a * b, 1),
        ),
        shape: kLargeShape,
      };
      const since = performance.now();
      const { output } = await remote.attend({ q: x, k: x, v: x, heads: kLargeHeads }, { signal: abort.signal });
      const seconds = (performance.now() - since) / 1000;
      this.finish(abort, { is: 'done', shape: output.shape, seconds, where: remote.where, first: output.data[0] ?? NaN });
    } catch (error) {
      this.finish(abort, abort.signal.aborted ? { is: 'idle' } : { is: 'failed', error });
    }
  }

  stop(): void {
    this.abort?.abort();
    this.abort = null;
  }

  private finish(abort: AbortController, status: LargeStatus): void {
    if (this.abort && this.abort !== abort) return; // a newer run has begun
    this.show(status);
  }

  private show(status: LargeStatus): void {
    this.status = status;
    this.changed();
  }
}
