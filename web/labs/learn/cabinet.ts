// What is carried over: the training kept in the browser when the page closes, and files of weights and checkpoints.
import { download } from '../../views/figure/download.js';
import { carriedBy, carrying, FileError, kMostBytes } from './files.js';
import { findKept, forget, keep, type Kept } from './kept.js';
import type { LearnLab } from './lab.js';
import type { Player } from './player.js';
import type { Run } from './run.js';
import { readState, runKey } from './state.js';

const kBetween = 5000; // ms between two writings

export class Cabinet {
  /** A training of an earlier visit that can be gone on with. */
  offer: Kept | null = null;
  /** Why the browser keeps nothing. */
  refused: string | null = null;
  /** Of a file that could not be used. */
  error: unknown = null;
  private written = -Infinity;
  private writing = false;

  constructor(private readonly lab: LearnLab) {}

  /** Looks once; where a training of this page goes on there is nothing to offer. */
  async look(goesOn: boolean): Promise<void> {
    try {
      const kept = await findKept();
      if (kept && !goesOn && kept.run.losses.length > 0) this.offer = { ...kept, state: readState(kept.state) };
    } catch (error) {
      this.refused = String((error as Error)?.message ?? error);
    }
    this.lab.draw();
  }

  /** `soon`: whenever it was done last. */
  async keep({ session, run, playing }: Player, soon = false): Promise<void> {
    const now = performance.now();
    const early = playing && !soon && now - this.written < kBetween;
    if (!session || !run?.losses.length || this.refused !== null || this.writing || early) return;
    this.writing = true;
    try {
      const file = await session.checkpoint();
      await keep({ state: this.lab.state, run: { ...run, losses: run.losses.slice(0, session.step) }, file, when: Date.now() });
      this.written = now;
      this.offer = null; // one training is kept, the newest
    } catch (error) {
      this.refused = String((error as Error)?.message ?? error);
    } finally {
      this.writing = false;
    }
  }

  readonly resume = (): void => {
    const { offer } = this;
    if (!offer) return;
    this.offer = null;
    void this.goOn(offer);
  };

  readonly discard = (): void => {
    this.offer = null;
    void forget().catch(() => undefined);
    this.lab.draw();
  };

  /** Where it can be used its settings go into the link; else nothing changes. */
  private async goOn({ file, state, run }: Omit<Kept, 'when' | 'run'> & { readonly run: Run | null }): Promise<void> {
    const { lab } = this;
    this.error = null;
    try {
      await lab.player.pause();
      const session = await lab.player.prepare(state, { file, run });
      if (lab.player.run && runKey(state) !== runKey(lab.state)) lab.runs.add(lab.player.run);
      lab.adopt(state);
      await lab.player.take(session, state, run);
      lab.context.announce(lab.say('file.opened'));
    } catch (error) {
      this.error = error;
    }
    lab.draw();
  }

  async save(kind: 'weights' | 'checkpoint'): Promise<void> {
    const { session, run } = this.lab.player;
    if (!session || !run) return;
    await this.lab.player.guarded(async () => {
      const file = await session[kind]();
      const whole = { ...run, losses: run.losses.slice(0, session.step) };
      const carried = { state: this.lab.state, run: kind === 'weights' ? null : whole };
      const name = `attention-lab-${this.lab.state.task}-${kind}-${session.step}.safetensors`;
      download(name, new Blob([carrying(file, carried)], { type: 'application/octet-stream' }));
    });
  }

  /** A file that this page wrote brings its settings; other weights must fit those on show. */
  async open(picked: Blob): Promise<void> {
    try {
      if (picked.size > kMostBytes) throw new FileError('file.large');
      const file = new Uint8Array(await picked.arrayBuffer());
      const { state, run } = carriedBy(file) ?? { state: this.lab.state, run: null };
      await this.goOn({ file, state, run });
    } catch (error) {
      this.error = error;
      this.lab.draw();
    }
  }
}
