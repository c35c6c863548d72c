// The lab at work: state in, core asked, picture drawn. What is passing (hover, drafts, undo) lives here.
import { render } from 'lit';
import { adopt } from '../../views/styles.js';
import { matrixStyles } from '../../views/matrix/styles.js';
import { explanationStyles } from '../../views/explanation.js';
import type { AttentionError } from '../../core/errors.js';
import type { Core, ScoreName, Stage } from '../../core/types.js';
import type { LabContext, MountedLab, PresentMove } from '../lab.js';
import { brushFor } from './brush.js';
import { run, stagesOf, type Run, type StageNumbers } from './compute.js';
import { Drafts } from './drafts.js';
import { figures } from './figures.js';
import { inspectorView } from './inspector-view.js';
import { LargeRun } from './large-run.js';
import { crashOf, follow, type LineResult } from './listing.js';
import { lightsOf, type LightOf, type Spot } from './links.js';
import { travel } from './motion.js';
import { sentencesOf } from './sentences-view.js';
import { errorText } from './names.js';
import { page } from './page.js';
import { parseCell } from './cells.js';
import { findPreset, findVersion, firstVersion, type Preset, type Version } from './presets/index.js';
import { present } from './present.js';
import type { Matrix, Problem, Settings } from './problem.js';
import { kAllSteps, problemOfState, type Own, type State } from './state.js';
import { stageStyles } from './stage-styles.js';
import { labStyles } from './styles.js';

const kPlayPause = 900; // ms between two stages
const kRest = 700; // ms without a change before the sentence is read out
const kUndoDepth = 100;

/** What undo brings back. */
type Kept = Pick<State, 'own' | 'seed' | 'version'>;

export class MechanismLab implements MountedLab<State> {
  problem!: Problem;
  /** The last good picture; null until the core is there. */
  run: Run | null = null;
  /** Why the problem as it stands could not be run. */
  failure: unknown = null;
  hovered: Spot | null = null;
  focused: Spot | null = null;
  painting = false;
  playing: ReturnType<typeof setInterval> | null = null;
  /** The matrix that is edited as text. */
  openText: string | null = null;
  /** The matrix typed or pasted into last: where sizes disagree, the others follow it. */
  lastEdited: string | null = null;
  /** On a projector the sentences come after the stages. */
  wordless = false;
  readonly drafts = new Drafts();
  readonly large: LargeRun;
  readonly brush = brushFor(this);
  private core: Core | null = null;
  private computed: string = '';
  private past: Kept[] = [];
  private future: Kept[] = [];
  private editing = '';
  /** The numbers this lab put in the state itself; others come from outside, and undo does not lead from them to these. */
  private known: Own | null = null;
  private frame = 0;
  private saying: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<State>,
  ) {
    adopt(host, matrixStyles, explanationStyles, stageStyles, labStyles);
    host.addEventListener('keydown', this.onKey);
    this.large = new LargeRun(context, () => this.draw());
    this.update();
    void this.start();
  }

  private async start(): Promise<void> {
    try {
      this.core = await this.context.core();
    } catch (error) {
      this.fail(error);
    }
    this.update();
  }

  get state(): State {
    return this.context.state;
  }
  get preset(): Preset {
    return findPreset(this.state.preset)!;
  }
  get version(): Version {
    return findVersion(this.preset, this.state.version);
  }
  get text() {
    return this.context.text;
  }

  update(): void {
    if (this.known !== this.state.own) this.forget();
    this.known = this.state.own;
    this.problem = problemOfState(this.state);
    const key = JSON.stringify(this.problem);
    if (this.core && key !== this.computed) {
      this.computed = key;
      this.compute(this.core);
    }
    this.draw();
  }

  private compute(core: Core): void {
    try {
      const next = run(core, this.problem);
      this.run?.dispose();
      this.run = next;
      this.failure = null;
      this.sayLater();
      this.context.tell('result');
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failure = error;
    const { code = 'error', values = {} } = error as Partial<AttentionError>;
    this.context.tell('error', { code, values, message: errorText(this, error) });
  }

  /** For screen readers: what the row at hand shows now, once the numbers rest. */
  private sayLater(): void {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      const sentences = sentencesOf(this);
      this.context.announce(sentences[this.selected?.row ?? 0] ?? sentences[0] ?? '');
    }, kRest);
  }

  draw(): void {
    render(page(this), this.host);
    render(inspectorView(this), this.context.inspector);
  }

  /** Pointer moves draw at most once a frame. */
  private drawSoon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  figures() {
    return figures(this);
  }

  dispose(): void {
    if (this.playing) clearInterval(this.playing);
    this.large.stop();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.saying);
    this.host.removeEventListener('keydown', this.onKey);
    this.run?.dispose();
    this.run = null;
  }

  // What is lit

  /** The head whose stages are shown. */
  get head(): number {
    return this.run ? Math.min(this.state.head, this.run.problem.heads - 1) : 0;
  }

  /** The cell being explained, where this run has it. */
  get selected(): Spot | null {
    const spot = parseCell(this.state.cell);
    if (!spot || !this.run || !this.visibleStages.includes(spot.name as Stage)) return null;
    const { rows, columns } = this.run.stage(spot.name as Stage, this.head);
    return spot.row < rows && spot.column < columns ? spot : null;
  }

  get active(): Spot | null {
    return this.hovered ?? this.focused ?? this.selected;
  }

  get lights(): LightOf {
    return this.run ? lightsOf(this.run.problem, this.head, this.active) : () => undefined;
  }

  hover(spot: Spot | null): void {
    this.hovered = spot;
    this.drawSoon();
  }

  focus(spot: Spot | null): void {
    this.focused = spot;
    this.drawSoon();
  }

  select(stage: Stage, row: number, column: number): void {
    this.focused = null;
    const cell = `${stage}-${row}-${column}`;
    const revealed = this.isHidden(stage, row, column) ? [...this.state.revealed, cell] : this.state.revealed;
    this.context.setState({ cell, revealed });
    this.context.tell('select', { stage, head: this.head, row, column });
  }

  // Stages

  /** Stages unfolded so far. */
  get visibleStages(): Stage[] {
    return this.run ? this.reachable.slice(0, this.state.steps) : [];
  }

  /** The article's program with the shapes of these matrices; empty where the version has none. */
  get listed(): LineResult[] {
    const listing = this.version.listing?.(this.problem);
    return listing ? follow(listing.lines, listing.given) : [];
  }

  /** Stages there are: a printed program stops before the last, or goes on to something else. */
  get reachable(): Stage[] {
    const all = stagesOf(this.run?.problem ?? this.problem);
    return this.goesAstray ? all.slice(0, this.version.reaches) : all;
  }

  /** Does the article's program leave attention before its output? One that weighs its scores is shown whole where it runs. */
  get goesAstray(): boolean {
    if (this.version.reaches === undefined) return false;
    return this.problem.roles.v !== 'scores' || crashOf(this.listed) !== null;
  }

  /** Are the weights of the other score functions shown? A sample about comparing starts with them. */
  get compares(): boolean {
    return this.state.compare ?? this.preset.compares ?? false;
  }

  /** The weights of the same numbers under another score function; null where it cannot run. */
  weightsUnder(score: ScoreName): StageNumbers | null {
    try {
      const other = run(this.core!, { ...this.run!.problem, score });
      const weights = other.stage('weights', this.head);
      other.dispose();
      return weights;
    } catch {
      return null;
    }
  }

  isHidden(stage: Stage, row: number, column: number): boolean {
    const { predict, revealed } = this.state;
    return predict && !revealed.includes(stage) && !revealed.includes(`${stage}-${row}-${column}`);
  }

  /** Shows `steps` stages; a new one travels in from the one before. */
  showSteps(steps: number): void {
    const before = this.visibleStages.length;
    this.context.setState({ steps });
    const stages = this.visibleStages;
    if (stages.length > before) travel(this.host, stages.at(-2), stages.at(-1)!);
  }

  step(): void {
    const next = Math.min(this.visibleStages.length + 1, this.reachable.length);
    this.showSteps(next === this.reachable.length ? kAllSteps : next);
  }

  play(): void {
    if (this.playing) return this.stop();
    this.showSteps(1);
    this.playing = setInterval(() => {
      this.step();
      if (this.visibleStages.length === this.reachable.length) this.stop();
    }, kPlayPause);
    this.draw();
  }

  stop(): void {
    if (this.playing) clearInterval(this.playing);
    this.playing = null;
    this.draw();
  }

  readonly present = (move: PresentMove): boolean => present(this, move);

  // Changes

  choosePreset(id: string, version?: string): void {
    const preset = findPreset(id)!;
    this.context.setState({ preset: id, version: version ?? firstVersion(preset).id, own: { data: {} }, head: 0, revealed: [] }, 'push');
  }

  private forget(): void {
    this.past = [];
    this.future = [];
    this.editing = '';
    this.drafts.clear();
    this.openText = null;
    this.lastEdited = null;
    this.painting = false;
  }

  /** Changes what differs from the preset; edits under one `name` in a row are undone as one. */
  edit(change: Partial<Own>, name = ''): void {
    const { own, seed, version } = this.state;
    this.keep(name);
    this.put({ own: { ...own, ...change, data: { ...own.data, ...change.data } }, seed, version });
  }

  /** Other numbers from another seed. */
  reseed(seed: number): void {
    this.keep('');
    this.put({ own: { ...this.state.own, data: {} }, seed, version: this.state.version }, 'push');
  }

  /** The sample's own numbers again. */
  reset(): void {
    this.drafts.clear();
    this.keep('');
    const { seed, version } = this.state;
    this.put({ own: { data: {} }, seed, version });
  }

  get canReset(): boolean {
    return this.core !== null;
  }

  private keep(name: string): void {
    const { own, seed, version } = this.state;
    if (!name || name !== this.editing) this.past = [...this.past, { own, seed, version }].slice(-kUndoDepth);
    this.future = [];
    this.editing = name;
  }

  private put(kept: Kept, history?: 'push'): void {
    this.known = kept.own;
    this.context.setState({ ...kept, revealed: [] }, history);
  }

  /** A field or slider: all of one stay with it is undone as one. */
  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    this.edit({ [name]: value }, name);
  }

  /** A choice from a list: undone by itself. */
  choose<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    this.edit({ [name]: value });
  }

  /** Another score function is no longer the printed program: from there on the right one is shown. */
  chooseScore(score: ScoreName): void {
    if (!this.version.listing) return this.choose('score', score);
    const { own, seed } = this.state;
    this.keep('');
    this.put({ own: { ...own, score }, seed, version: firstVersion(this.preset).id });
  }

  setData(data: Readonly<Record<string, Matrix>>, name = ''): void {
    this.edit({ data }, name);
  }

  /** The next edit is a step of its own. */
  endEdit(): void {
    this.editing = '';
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }
  get canRedo(): boolean {
    return this.future.length > 0;
  }

  undo(): void {
    const kept = this.past.pop();
    if (kept) this.swap(kept, this.future);
  }

  redo(): void {
    const kept = this.future.pop();
    if (kept) this.swap(kept, this.past);
  }

  private swap(kept: Kept, other: Kept[]): void {
    const { own, seed, version } = this.state;
    other.push({ own, seed, version });
    this.editing = '';
    this.drafts.clear();
    this.put(kept);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target instanceof HTMLTextAreaElement) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) this.redo();
    else this.undo();
  };
}
