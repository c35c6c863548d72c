// What a part of a trained model is worth: the answers that are still right when heads, or the smallest weights, are taken away.
import type { HeadPlace } from './state.js';
import type { Player } from './player.js';
import type { Session } from './session.js';
import type { Example } from './tasks/index.js';

const kExamples = 200;
export const fractions = [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95] as const;

/** Shares of held-out answers that are right as a whole. */
export interface HeadWorth {
  readonly place: HeadPlace;
  readonly without: number;
}

export interface Thinned {
  readonly fraction: number;
  readonly right: number;
}

export interface Findings {
  readonly step: number;
  readonly of: number;
  readonly whole: number;
  readonly heads: readonly HeadWorth[];
  readonly thinned: readonly Thinned[];
}

export class Study {
  findings: Findings | null = null;
  /** How far it is; null: it does not run. */
  progress: { readonly done: number; readonly of: number } | null = null;
  private current: AbortController | null = null;

  constructor(
    private readonly player: Player,
    private readonly changed: () => void,
  ) {}

  clear(): void {
    this.stop();
    this.findings = null;
  }

  stop(): void {
    this.current?.abort();
    this.current = null;
    this.progress = null;
  }

  /** Each head by itself, then more and more of the weights; the model is afterwards as it was. */
  async run(places: readonly HeadPlace[]): Promise<void> {
    this.stop();
    await this.player.pause();
    const { session } = this.player;
    if (!session) return;
    const { signal } = (this.current = new AbortController());
    await this.player.guarded(async () => {
      const examples = session.data.heldOut(kExamples, 2);
      const right = this.measurer(session, examples, signal, places.length + fractions.length + 1);
      const [before, step] = [session.headsOff, session.step];
      const file = await session.checkpoint();
      this.findings = { step, of: examples.length, whole: await right(), heads: [], thinned: [] };
      try {
        for (const place of places) {
          await session.switchHeads([...before, place]);
          this.findings = { ...this.findings, heads: [...this.findings.heads, { place, without: await right() }] };
        }
        await session.switchHeads(before);
        for (const fraction of fractions) {
          await session.removeSmallest(fraction);
          this.findings = { ...this.findings, thinned: [...this.findings.thinned, { fraction, right: await right() }] };
        }
      } finally {
        await session.restore(file, step);
        await session.switchHeads(before);
      }
    });
    if (this.current?.signal === signal) this.stop();
    this.changed();
  }

  private measurer(session: Session, examples: readonly Example[], signal: AbortSignal, of: number) {
    let done = 0;
    return async (): Promise<number> => {
      signal.throwIfAborted();
      this.progress = { done: done++, of };
      this.changed();
      const evaluation = await session.evaluate(examples, signal);
      return evaluation ? evaluation.correctSequences / evaluation.sequences : NaN;
    };
  }
}
