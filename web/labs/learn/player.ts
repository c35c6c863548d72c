// Plays a training: some steps, a look, a test now and then; stops where it is done, where it is told to, and where it falls apart.
import type { Evaluation } from '../../core/training.js';
import { checkOf, climbedAt, kFresh, kGoal, newRun, recentLoss, withCheck, withClock, withSteps, type Run, type Test } from './run.js';
import { kPace, type Speed, type Start, type Status, type Surroundings } from './playing.js';
import { Session, type Answered, type Sight } from './session.js';
import type { LearnState } from './state.js';
import type { Example } from './tasks/index.js';

const kHeld = 100; // examples looked at while it plays
const kChecking = 1500; // ms between two evaluations, at least
const kTesting = 3000; // ms between two tests on fresh examples
const kGood = 1.5; // times the best loss: weights as good as that are kept
const kShare = 5; // an evaluation may take a fifth of the time

const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

export class Player {
  status: Status = { kind: 'opening' };
  speed: Speed = 'fast';
  session: Session | null = null;
  run: Run | null = null;
  sight: Sight | null = null;
  /** Examples that training never sees. */
  held: readonly Example[] = [];
  answered: readonly Answered[] = [];
  /** The reader's question. */
  asked: Answered | null = null;
  /** The last test on fresh examples, and on longer ones. */
  test: { readonly fresh: Test; readonly longer: Test | null } | null = null;
  /** The last weights that were good. */
  private good: { readonly step: number; readonly file: Uint8Array } | null = null;

  private perStep = 50; // ms, measured
  private checked = { at: -Infinity, took: 0 };
  private tested = -Infinity;
  private loop: Promise<void> | null = null;
  /** The last opening that was asked for. */
  private opening = {};

  constructor(private around: Surroundings) {}

  /** Another lab shows it from now on. */
  moveTo(around: Surroundings): void {
    this.around = around;
  }

  private now(): number {
    return this.around.now?.() ?? performance.now();
  }

  private show(status: Status): void {
    this.status = status;
    this.around.changed();
  }

  get playing(): boolean {
    return this.status.kind === 'playing';
  }

  /** A model of a state's settings: fresh, or going on from a checkpoint or from weights. Nothing on show changes. */
  async prepare(state: LearnState, from?: Start): Promise<Session> {
    const session = await Session.open(await this.around.core(), state);
    try {
      if (from) await session.restore(from.file, from.run?.losses.length ?? 0);
      return session;
    } catch (error) {
      session.dispose();
      throw error;
    }
  }

  /** Puts it in the place of the one on show. */
  async take(session: Session, state: LearnState, run: Run | null = null): Promise<void> {
    this.close();
    this.session = session;
    this.run = run ?? newRun(state, session.parameters);
    [this.test, this.good, this.checked, this.tested] = [null, null, { at: -Infinity, took: 0 }, -Infinity];
    this.held = session.data.heldOut(kHeld);
    await this.look();
    await this.check();
    if (this.session === session) this.show({ kind: 'paused' });
  }

  async open(state: LearnState): Promise<void> {
    await this.pause();
    this.show({ kind: 'opening' });
    const opening = (this.opening = {});
    try {
      const session = await this.prepare(state);
      if (this.opening !== opening) session.dispose();
      else await this.take(session, state);
    } catch (error) {
      if (this.opening === opening) this.show({ kind: 'failed', error });
    }
  }

  private close(): void {
    this.session?.dispose();
    this.session = null;
    this.sight = null;
    this.answered = [];
  }

  /** The heads as they are now: on the reader's question, else on the first example that is held out. */
  async look(): Promise<void> {
    const { session } = this;
    if (!session) return;
    const asked = await this.ask(session);
    const example = asked?.example ?? this.held[0];
    if (!example) return;
    const sight = await session.look(example);
    if (this.session === session) [this.asked, this.sight] = [asked, sight];
  }

  /** Where nobody knows the right answer it is the model's own. */
  private async ask(session: Session): Promise<Answered | null> {
    const { ask } = this.around.state();
    const right = ask ? session.data.answer(ask) : null;
    if (right === null) return null;
    const evaluation = await session.evaluate([{ source: ask, target: right ?? '' }]);
    const answer = session.tokens.decode(evaluation?.predictions[0] ?? []);
    return { example: { source: ask, target: right ?? answer }, answer };
  }

  /** The held-out examples as they are answered now. */
  async check(): Promise<Evaluation | null> {
    const { session } = this;
    if (!session) return null;
    const began = this.now();
    const evaluation = await session.evaluate(this.held);
    if (this.session !== session || !evaluation || !this.run) return null;
    this.answered = session.answersOf(this.held, evaluation);
    this.run = withCheck(this.run, checkOf(session.step, evaluation));
    this.checked = { at: this.now(), took: this.now() - began };
    return evaluation;
  }

  play(): Promise<void> {
    if (this.loop) return this.playing ? this.loop : this.loop.then(() => this.play());
    return (this.loop = this.plays().finally(() => (this.loop = null)));
  }

  /** After the steps that are under way. */
  async pause(): Promise<void> {
    if (this.playing) this.status = { kind: 'paused' };
    await this.loop;
  }

  async stepOnce(): Promise<void> {
    await this.pause();
    if (!this.session || !['paused', 'diverged', 'finished'].includes(this.status.kind)) return;
    this.status = { kind: 'paused' };
    await this.guarded(async () => {
      await this.advance(1);
      await this.look();
      await this.check();
      this.around.changed();
    });
  }

  private async plays(): Promise<void> {
    const { session } = this;
    if (!session || !this.run) return;
    this.show({ kind: 'playing' });
    this.good ??= { step: session.step, file: await session.checkpoint() };
    await this.guarded(async () => {
      while (this.playing && this.session === session) await this.turn(session);
      if (this.session !== session) return;
      await this.look();
      await this.looksAtItself(this.status.kind === 'finished');
    });
    if (this.session === session) this.around.changed();
  }

  /** Some steps, and what follows from them. */
  private async turn(session: Session): Promise<void> {
    const { steps } = this.around.state();
    const { work, rest } = kPace[this.speed];
    const began = this.now();
    const left = steps - session.step;
    // a finished run that is played on goes as far again
    const count = Math.max(1, Math.min(left > 0 ? left : Infinity, Math.round(work / this.perStep)));
    await this.advance(count);
    if (this.session !== session || this.status.kind === 'diverged') return;
    await this.look();
    const since = this.now() - this.checked.at;
    if (since > Math.max(kChecking, kShare * this.checked.took)) await this.looksAtItself();
    if (this.session !== session) return;
    if (rest) await (this.around.rest ?? sleep)(rest);
    if (this.run) this.run = withClock(this.run, (this.now() - began) / 1000);
    if (this.playing && session.step === steps) this.status = { kind: 'finished' };
    this.around.changed();
  }

  /** Steps; those that fall apart are told, and the last good weights put back. */
  private async advance(count: number): Promise<void> {
    const { session, run } = this;
    if (!session || !run) return;
    const began = this.now();
    try {
      const results = await session.train(count, this.around.state().batch);
      if (this.session !== session) return;
      this.run = { ...withSteps(run, results), state: this.around.state() };
      this.perStep = Math.max(0.2, (this.now() - began) / Math.max(1, results.length));
      const climbed = climbedAt(this.run.losses);
      if (climbed !== null) await this.diverge(climbed, recentLoss(this.run.losses));
    } catch (error) {
      const { code, values } = error as { code?: string; values?: { step?: number } };
      if (code !== 'loss-not-finite' || this.session !== session) throw error;
      await this.diverge(Number(values?.step ?? session.step + 1), null);
    }
  }

  private async diverge(step: number, loss: number | null): Promise<void> {
    const { session, good } = this;
    if (session && good) await session.restore(good.file, good.step);
    const kept = good?.step ?? session?.step ?? 0;
    const keptLoss = kept > 0 ? (this.run?.losses[kept - 1] ?? null) : null;
    this.status = { kind: 'diverged', step, loss, kept, keptLoss };
  }

  /** Evaluates; keeps weights that are good, and tests them where they seem to have learned it. */
  private async looksAtItself(atItsEnd = false): Promise<void> {
    const evaluation = await this.check();
    const { session, run } = this;
    if (!session || !run || !evaluation) return;
    const best = run.checks.reduce((least, { loss }) => Math.min(least, loss), Infinity);
    if (evaluation.loss <= kGood * best) this.good = { step: session.step, file: await session.checkpoint() };
    await this.around.keep?.(this);
    const promising = evaluation.correctSequences >= kGoal * evaluation.sequences;
    if (!run.reached && promising && (atItsEnd || (this.playing && this.now() - this.tested > kTesting))) await this.testFresh();
  }

  /** Fresh examples that neither training nor the curves have seen, and longer ones. */
  async testFresh(signal?: AbortSignal): Promise<void> {
    const { session } = this;
    if (!session) return;
    const { step } = session;
    const began = this.now();
    const [fresh, longer] = [session.data.heldOut(kFresh, 1), session.data.longer?.(kFresh / 5) ?? []];
    const one = await session.evaluate(fresh, signal);
    const other = await session.evaluate(longer, signal);
    if (this.session !== session || !one || !this.run) return;
    const clock = this.run.paid.clock + (this.playing ? (this.now() - began) / 1000 : 0);
    const result = (evaluation: Evaluation): Test => ({ step, right: evaluation.correctSequences, of: evaluation.sequences, clock });
    this.test = { fresh: result(one), longer: other && result(other) };
    this.tested = this.now();
    if (!this.run.reached && this.test.fresh.right >= kGoal * this.test.fresh.of) this.run = { ...this.run, reached: this.test.fresh };
  }

  /** Whatever is thrown ends the playing and is told; the last picture stays. */
  async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if ((error as { name?: string }).name === 'AbortError') return;
      this.show({ kind: 'failed', error });
    }
  }

  dispose(): void {
    if (this.playing) this.status = { kind: 'paused' };
    this.close();
  }
}
