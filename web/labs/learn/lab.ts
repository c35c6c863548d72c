// The lab at work: a player, what is on show of it, and what is passing.
import { render } from 'lit';
import type { Explanation } from '../../core/types.js';
import type { RemoteCore } from '../../core/worker/remote.js';
import { adopt } from '../../views/styles.js';
import { explanationStyles } from '../../views/explanation.js';
import type { LabContext, MountedLab, PresentMove } from '../lab.js';
import { counting } from '../counting.js';
import { figures } from './figures.js';
import { Cabinet } from './cabinet.js';
import { chosenHead, headGroups, samePlace, type Head, type HeadGroup } from './heads.js';
import { describeInspector } from './inspector.js';
import { strongest } from './measures.js';
import { page } from './page.js';
import { Player } from './player.js';
import { park, takeParked } from './parked.js';
import { Runs } from './runs.js';
import { learnSheet } from './sheet.js';
import type { Sight } from './session.js';
import { changeable, runKey, settled, suited, type Bounded, type HeadPlace, type LearnState } from './state.js';
import type { TaskId } from './tasks/index.js';
import { Study } from './study.js';
import { defineViews } from './views.js';

export interface CellExplanation {
  readonly head: Head;
  readonly row: number;
  readonly column: number;
  readonly score: Explanation;
  readonly weight: Explanation;
}

export class LearnLab implements MountedLab<LearnState> {
  state: LearnState;
  readonly player: Player;
  readonly study: Study;
  readonly cabinet: Cabinet;
  /** What is being typed and cannot be used yet. */
  readonly drafts = new Map<Bounded | 'pairs' | 'ask', { readonly text: string; readonly error?: string }>();
  readonly counting;
  explained: CellExplanation | null = null;
  private groupsOf: { readonly sight: Sight; readonly groups: readonly HeadGroup[] } | null = null;
  testing = false;
  private frame = 0;
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<LearnState>,
    /** Kept while the page lives: another language or lab does not lose them. */
    readonly runs: Runs,
  ) {
    defineViews();
    adopt(host, learnSheet, explanationStyles);
    this.state = context.state;
    this.counting = counting(context.language);
    const around = {
      core: () => this.core(),
      state: () => this.state,
      changed: () => this.changed(),
      keep: (player: Player) => this.cabinet.keep(player),
    };
    const parked = takeParked(runKey(this.state));
    this.player = parked?.player ?? new Player(around);
    this.player.moveTo(around);
    this.cabinet = new Cabinet(this);
    this.study = new Study(this.player, () => this.draw());
    this.draw();
    if (!parked) void this.player.open(this.state);
    else if (parked.playing) void this.player.play();
    void this.cabinet.look(parked !== null);
    document.addEventListener('visibilitychange', this.onHidden);
  }

  /** The page may be closed next. */
  private readonly onHidden = (): void => {
    if (document.hidden && this.player.playing) void this.cabinet.keep(this.player, true);
  };

  readonly say = (key: string, values?: Readonly<Record<string, string | number>>): string => this.context.text(key, values);

  private async core(): Promise<RemoteCore> {
    return this.context.worker();
  }

  update(state: LearnState): void {
    const before = this.state;
    this.state = state;
    if (runKey(state) !== runKey(before)) this.beginAnew();
    else {
      if (changeable.some((field) => state[field] !== before[field])) this.changeSettings();
      if (state.ask !== before.ask) void this.player.guarded(() => this.player.look().then(() => this.changed()));
      else if (state.head !== before.head || state.cell !== before.cell) this.explain();
    }
    this.draw();
  }

  /** Contradictions are taken out before they reach the link. */
  set(patch: Partial<LearnState>, history?: 'replace' | 'push'): void {
    const state = settled({ ...this.state, ...patch });
    this.context.setState(state, history);
    if (patch.cell) this.context.tell('select', { head: this.state.head, row: patch.cell[0], column: patch.cell[1] });
  }

  /** With what suits it; a question of another task is none of this one. */
  setTask(task: TaskId): void {
    this.drafts.clear();
    this.set({ ...suited(task), ask: '', head: null, cell: null }, 'push');
  }

  /** Settings that came with a training: they begin none. */
  adopt(state: LearnState): void {
    this.state = state;
    this.study.clear();
    this.context.setState(state, 'push');
  }

  private changeSettings(): void {
    const { session } = this.player;
    if (session) void this.player.guarded(() => session.change(this.state));
  }

  /** Another model or other data: the run so far stays beside the new one. */
  private beginAnew(): void {
    if (this.player.run) this.runs.add(this.player.run);
    this.study.clear();
    void this.player.open(this.state);
  }

  /** Fresh weights, the same settings. */
  readonly reset = (): void => {
    this.beginAnew();
    this.draw();
  };

  async begin(): Promise<void> {
    if (this.player.status.kind === 'failed') await this.player.open(this.state);
    this.study.stop();
    await this.player.play();
  }

  /** On a projector the first step of a view is to play an untrained model. */
  present(move: PresentMove): boolean {
    const { status, session } = this.player;
    if (move !== 'next' || status.kind !== 'paused' || session?.step !== 0) return false;
    void this.begin();
    return true;
  }

  readonly toggle = (): void => {
    if (this.player.playing) void this.player.pause().then(() => this.draw());
    else void this.begin();
  };

  readonly stepOnce = (): void => {
    this.study.stop();
    void this.player.stepOnce();
  };

  /** Off: it gives nothing in place of its output. */
  switchHead(place: HeadPlace, on: boolean): void {
    const { session } = this.player;
    if (!session) return;
    const others = session.headsOff.filter((name) => !samePlace(name, place));
    void this.player.guarded(async () => {
      await session.switchHeads(on ? others : [...others, place]);
      await this.refresh();
    });
  }

  /** Looks again at a model that has not learned since, but was changed. */
  async refresh(): Promise<void> {
    await this.player.guarded(async () => {
      await this.player.look();
      await this.player.check();
      this.changed();
    });
  }

  async testFresh(): Promise<void> {
    this.testing = true;
    this.draw();
    await this.player.guarded(() => this.player.testFresh());
    this.testing = false;
    this.draw();
  }

  /** Called for every picture: one drawing a frame. */
  private changed(): void {
    if (this.disposed || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.tellOf();
      this.draw();
      if (!this.player.playing) this.explain();
    });
  }

  private told = '';

  private tellOf(): void {
    const { status } = this.player;
    if (this.told === status.kind) return;
    this.told = status.kind;
    if (status.kind === 'failed') {
      const { code = 'error', values = {} } = status.error as { code?: string; values?: object };
      this.context.tell('error', { code, values, message: this.sentenceFor(status.error) });
    } else if (status.kind === 'finished' || status.kind === 'paused')
      this.context.tell('result', { step: this.player.session?.step ?? 0 });
    if (status.kind === 'finished' || status.kind === 'diverged') this.context.announce(this.say(`announce.${status.kind}`));
  }

  groups(): readonly HeadGroup[] {
    const { sight } = this.player;
    if (!sight) return [];
    if (this.groupsOf?.sight !== sight) this.groupsOf = { sight, groups: headGroups(sight, this.state) };
    return this.groupsOf.groups;
  }

  /** The head that is enlarged. */
  chosen(): { readonly group: HeadGroup; readonly head: Head } | null {
    return chosenHead(this.groups(), this.state.head);
  }

  /** The cell that is explained: the chosen one, else the strongest. */
  cell({ group, head }: { readonly group: HeadGroup; readonly head: Head }): readonly [row: number, column: number] {
    const { cell } = this.state;
    if (cell && cell[0] < group.rows.length && cell[1] < group.columns.length) return cell;
    return strongest(head.weights, group.columns.length);
  }

  /** The arithmetic of the chosen cell, in the model as it is now. */
  private explain(): void {
    const { session, sight } = this.player;
    const chosen = this.chosen();
    if (!session || !sight || !chosen) return;
    const [row, column] = this.cell(chosen);
    const { head } = chosen;
    const ask = (stage: 'score' | 'weights') => session.explain(head.place, stage, { row, column });
    Promise.all([ask('score'), ask('weights')]).then(
      ([score, weight]) => {
        if (this.disposed || this.player.sight !== sight) return;
        this.explained = { head, row, column, score, weight };
        render(describeInspector(this), this.context.inspector);
      },
      () => undefined, // the training was put away meanwhile
    );
  }

  /** A sentence in the page's language for whatever was thrown. */
  readonly sentenceFor = (error: unknown): string => {
    const { code, values, key } = error as { code?: string; key?: string; values?: Readonly<Record<string, string | number>> };
    if (key) return this.say(key, values);
    const text = code ? this.say(`error.${code}`, values) : '';
    return code && text !== `error.${code}` ? text : this.say('error', { message: String((error as Error)?.message ?? error) });
  };

  draw(): void {
    if (this.disposed) return;
    render(page(this), this.host);
    render(describeInspector(this), this.context.inspector);
  }

  figures() {
    return figures(this);
  }

  dispose(): void {
    this.disposed = true;
    document.removeEventListener('visibilitychange', this.onHidden);
    cancelAnimationFrame(this.frame);
    this.study.stop();
    park(runKey(this.state), this.player);
    render(null, this.host);
    render(null, this.context.inspector);
  }
}
