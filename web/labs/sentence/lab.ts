// The lab at work: follows the state, asks the model, keeps the last good picture, draws.
import { render } from 'lit';
import { files } from '../../assets/files.js';
import type { Explanation } from '../../core/types.js';
import { explanationStyles } from '../../views/explanation.js';
import { adopt } from '../../views/styles.js';
import type { LabContext, MountedLab } from '../lab.js';
import { figures } from './figures.js';
import { describeInspector } from './inspector.js';
import { Latest } from './latest.js';
import { Loader } from './loader.js';
import { page } from './page.js';
import { awaitSession, type Analysis, type HeadResult, type Session, type Vectors } from './session.js';
import { sentenceSheet } from './sheet.js';
import { headPair, kMostCharacters, type HeadName, type SentenceState } from './state.js';
import { defineViews } from './views.js';

const kTyping = 150; // ms of silence after which typed text is read

export interface CellExplanation {
  readonly head: HeadResult;
  readonly row: number;
  readonly column: number;
  readonly labels: readonly string[];
  readonly score: Explanation;
  readonly weight: Explanation;
}

/** Where something went wrong; the sentence stands at that place. */
export type Place = 'text' | 'second' | 'cell';

const isCell = ([row, column]: readonly [number, number], tokens: number): boolean => row < tokens && column < tokens;

export class SentenceLab implements MountedLab<SentenceState> {
  state: SentenceState;
  readonly loader: Loader;
  analysis: Analysis | null = null;
  second: Vectors | null = null;
  explanation: CellExplanation | null = null;
  readonly errors = new Map<Place, unknown>();
  private readonly stopWaiting = awaitSession(() => {
    if (!this.session && !this.disposed && this.loader.state.kind === 'idle') void this.loader.reuse();
  });
  private readonly analysing = this.latest('text');
  private readonly comparing = this.latest('second');
  private readonly explaining = this.latest('cell');
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<SentenceState>,
  ) {
    defineViews();
    adopt(host, sentenceSheet, explanationStyles);
    this.state = context.state;
    this.loader = new Loader(
      () => context.worker(),
      files?.weights,
      () => this.loadChanged(),
    );
    this.draw();
    void this.open();
  }

  readonly say = (key: string, values?: Readonly<Record<string, string | number>>): string => this.context.text(key, values);

  /** "a, b and c" in the page's language. */
  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.context.language === 'zh' ? 'zh' : 'en-GB', { type: 'conjunction' }).format(items);
  }

  /** "layer 1 head 2 and layer 2 head 3". */
  offNames(off: readonly HeadName[]): string {
    const each = off.map((name) => {
      const [layer, head] = headPair(name);
      return this.say('head.short', { layer: layer + 1, head: head + 1 });
    });
    return this.list(each);
  }

  private async open(): Promise<void> {
    const reused = await this.loader.reuse().catch(() => false); // what blocks the worker is told when loading is asked for
    if (!reused && !this.disposed) await this.loader.startIfAtHand();
  }

  private latest(place: Place): Latest {
    return new Latest((error) => {
      this.errors.set(place, error);
      this.tellError(error);
      this.draw();
    });
  }

  private tellError(error: unknown): void {
    const { code = 'error', values = {} } = error as { code?: string; values?: object };
    this.context.tell('error', { code, values, message: this.sentenceFor(error) });
  }

  async begin(): Promise<void> {
    if (!this.session) await this.loader.start();
  }

  get session(): Session | null {
    return this.loader.state.kind === 'ready' ? this.loader.state.session : null;
  }

  get busy(): boolean {
    return this.analysing.busy;
  }

  private loadChanged(): void {
    if (this.disposed) return;
    if (this.loader.state.kind === 'failed') this.tellError(this.loader.state.error);
    if (this.session) {
      this.analyse(0);
      this.compare(0);
      this.context.announce(this.say('load.ready'));
    }
    this.draw();
  }

  update(state: SentenceState): void {
    const before = this.state;
    this.state = state;
    const off = state.off.join() !== before.off.join();
    if (off || state.text !== before.text) this.analyse(state.text === before.text ? 0 : kTyping);
    else if (state.cell !== before.cell || state.layer !== before.layer || state.head !== before.head) this.explain();
    if (off || state.second !== before.second) this.compare(state.second === before.second ? 0 : kTyping);
    this.draw();
  }

  set(patch: Partial<SentenceState>, history?: 'replace' | 'push'): void {
    this.context.setState(patch, history);
    if (patch.cell)
      this.context.tell('select', { layer: this.state.layer, head: this.state.head, row: patch.cell[0], column: patch.cell[1] });
  }

  setText(field: 'text' | 'second', value: string): void {
    const text = value.slice(0, kMostCharacters);
    this.set(field === 'text' ? { text, cell: null } : { second: text });
  }

  switchHead(name: HeadName, on: boolean): void {
    const off = this.state.off.filter((other) => other !== name);
    this.set({ off: on ? off : [...off, name].sort() }, 'push');
  }

  private analyse(delay: number): void {
    const { session } = this;
    if (!session) return;
    this.analysing.run(delay, async (signal) => {
      const { text, off } = this.state;
      const analysis = await session.analyse(text, off, signal);
      if (signal.aborted) return void analysis?.run.dispose();
      this.errors.delete('text');
      if (analysis) this.accept(analysis);
      else this.errors.set('text', { code: 'no-words', values: {} });
      this.draw();
      if (analysis) this.context.tell('result');
    });
    queueMicrotask(() => this.draw());
  }

  private accept(analysis: Analysis): void {
    void this.analysis?.run.dispose();
    this.analysis = analysis;
    this.explain();
  }

  private compare(delay: number): void {
    const { session } = this;
    if (!session) return;
    this.comparing.run(delay, async (signal) => {
      const second = await session.vectors(this.state.second, this.state.off, signal);
      if (signal.aborted) return;
      this.second = second; // null: no second sentence
      this.errors.delete('second');
      this.draw();
    });
  }

  private explain(): void {
    const { analysis } = this;
    const head = this.head();
    if (!analysis || !head) return;
    const [row, column] = this.cell(head);
    this.explaining.run(0, async (signal) => {
      const ask = (stage: 'score' | 'weights') => analysis.run.explain(head.layer, head.head, stage, { row, column });
      const [score, weight] = await Promise.all([ask('score'), ask('weights')]);
      if (signal.aborted) return;
      this.checkCell(head);
      this.explanation = { head, row, column, labels: analysis.labels, score, weight };
      this.draw();
    });
  }

  /** A link may name a cell that its text does not have. */
  private checkCell({ measures: { tokens } }: HeadResult): void {
    const { cell } = this.state;
    if (!cell || isCell(cell, tokens)) this.errors.delete('cell');
    else this.errors.set('cell', { code: 'no-cell', values: { row: cell[0] + 1, column: cell[1] + 1, tokens } });
  }

  /** The head that is looked at. */
  head(): HeadResult | null {
    const { layer, head } = this.state;
    return this.analysis?.heads.find((one) => one.layer === layer && one.head === head) ?? this.analysis?.heads[0] ?? null;
  }

  /** The cell that is explained: the chosen one, else the strongest. */
  cell({ measures }: HeadResult): readonly [row: number, column: number] {
    const { cell } = this.state;
    if (cell && isCell(cell, measures.tokens)) return cell;
    return [measures.strongest.row, measures.strongest.column];
  }

  /** A sentence in the page's language for whatever was thrown. */
  sentenceFor(error: unknown): string {
    const { code, values } = error as { code?: string; values?: Readonly<Record<string, string | number>> };
    const key = `error.${code}`;
    const text = code ? this.say(key, values) : key;
    return text === key ? this.say('error', { message: String((error as Error)?.message ?? error) }) : text;
  }

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
    this.stopWaiting();
    for (const latest of [this.analysing, this.comparing, this.explaining]) latest.stop();
    if (this.loader.state.kind !== 'ready') this.loader.cancel();
    void this.analysis?.run.dispose();
    render(null, this.host);
    render(null, this.context.inspector);
  }
}
