// The lab at work: follows the state, asks the models, keeps the last good answer, draws.
import { render } from 'lit';
import { files } from '../../assets/files.js';
import type { Explanation } from '../../core/types.js';
import { explanationStyles } from '../../views/explanation.js';
import { adopt } from '../../views/styles.js';
import type { LabContext, MountedLab } from '../lab.js';
import { Latest } from '../latest.js';
import { Loader } from '../weights/loader.js';
import { modelSheet } from '../weights/sheet.js';
import { figures } from './figures.js';
import { describeInspector } from './inspector.js';
import { page } from './page.js';
import { alignment, Session, type Answer, type Translated } from './session.js';
import { translateSheet } from './sheet.js';
import { headPlace, kMostCharacters, type Engine, type TranslateState } from './state.js';
import { defineViews } from './views.js';

const kTyping = 250; // ms of silence after which typed text is translated

export interface CellExplanation {
  readonly row: number;
  readonly column: number;
  readonly layer: number;
  readonly head: number;
  readonly score: Explanation;
  readonly weight: Explanation;
}

/** One of the two models with what it last answered. */
export class Side {
  readonly loader: Loader<Session>;
  translated: Translated | null = null;
  explanation: CellExplanation | null = null;
  error: unknown;
  readonly translating: Latest;
  readonly explaining: Latest;

  constructor(
    readonly engine: Engine,
    private readonly lab: TranslateLab,
  ) {
    const name = engine === 'gru' ? 'translation-gru' : 'translation';
    this.loader = new Loader({
      name: `weights-${name}`,
      file: files?.trained[name],
      worker: () => lab.context.worker(),
      open: (core, bytes, signal) => Session.open(core, bytes, signal),
      onChange: () => lab.loadChanged(this),
    });
    const failed = (error: unknown) => {
      this.error = error;
      lab.tellError(error);
      lab.draw();
    };
    this.translating = new Latest(failed);
    this.explaining = new Latest(failed);
  }

  readonly say: TranslateLab['say'] = (key, values) => this.lab.say(key.startsWith('model.') ? `${key}.${this.engine}` : key, values);
  readonly sentenceFor: TranslateLab['sentenceFor'] = (error) => this.lab.sentenceFor(error);

  /** The hypothesis that is looked at. */
  get answer(): Answer | null {
    const { answers } = this.translated ?? { answers: [] };
    return answers[this.lab.state.hypothesis] ?? answers[0] ?? null;
  }

  /** (piece, source) of the head that is looked at. */
  map(): Float32Array {
    const { translated, answer } = this;
    return translated && answer ? alignment(translated, answer, this.head()) : new Float32Array();
  }

  /** The chosen head, where this model has it. */
  head(): TranslateState['head'] {
    const place = headPlace(this.lab.state.head);
    const { layers, heads } = this.translated ?? { layers: 0, heads: 0 };
    return place && place[0] < layers && place[1] < heads ? this.lab.state.head : 'mean';
  }

  dispose(): void {
    this.translating.stop();
    this.explaining.stop();
    this.loader.dispose();
  }
}

export class TranslateLab implements MountedLab<TranslateState> {
  state: TranslateState;
  readonly sides: Readonly<Record<Engine, Side>>;
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<TranslateState>,
  ) {
    defineViews();
    adopt(host, modelSheet, translateSheet, explanationStyles);
    this.state = context.state;
    this.sides = { transformer: new Side('transformer', this), gru: new Side('gru', this) };
    this.draw();
    for (const side of this.shown) void side.loader.startIfAtHand();
  }

  readonly say = (key: string, values?: Readonly<Record<string, string | number>>): string => this.context.text(key, values);

  get shown(): readonly Side[] {
    const { shown } = this.state;
    return shown === 'both' ? [this.sides.transformer, this.sides.gru] : [this.sides[shown]];
  }

  async begin(): Promise<void> {
    await Promise.all(this.shown.filter(({ loader }) => !loader.session).map(({ loader }) => loader.start()));
  }

  loadChanged(side: Side): void {
    if (this.disposed) return;
    if (side.loader.state.kind === 'failed') this.tellError(side.loader.state.error);
    if (side.loader.session) this.translate(side, 0);
    this.draw();
  }

  update(state: TranslateState): void {
    const before = this.state;
    this.state = state;
    const anew = state.text !== before.text || state.beams !== before.beams;
    for (const side of this.shown) {
      if (anew || !side.translated) this.translate(side, state.text === before.text ? 0 : kTyping);
      else if (state !== before) this.explain(side);
      if (side.loader.state.kind === 'idle') void side.loader.startIfAtHand();
    }
    this.draw();
  }

  set(patch: Partial<TranslateState>, history?: 'replace' | 'push'): void {
    this.context.setState(patch, history);
    if (patch.word !== undefined && patch.word !== null) this.context.tell('select', { word: patch.word });
  }

  setText(value: string): void {
    this.set({ text: value.slice(0, kMostCharacters), hypothesis: 0, word: null });
  }

  private translate(side: Side, delay: number): void {
    const { session } = side.loader;
    if (!session) return;
    side.translating.run(delay, async (signal) => {
      const { text, beams } = this.state;
      const translated = await session.translate(text, beams, signal);
      if (signal.aborted) return;
      side.error = translated ? undefined : { code: 'no-words', values: {} };
      if (translated) side.translated = translated;
      this.explain(side);
      this.draw();
      if (translated) {
        this.context.tell('result');
        this.context.announce(side.answer?.text ?? '');
      }
    });
    queueMicrotask(() => this.draw());
  }

  /** The word's strongest cell, of the chosen head; the mean of heads has no arithmetic of its own. */
  private explain(side: Side): void {
    const { session } = side.loader;
    const { translated, answer } = side;
    const place = headPlace(side.head());
    const row = this.state.word;
    side.explanation = null;
    if (!session || !translated || !answer || !place || row === null || row >= answer.pieces.length) return;
    const [layer, head] = place;
    const n = translated.source.length;
    const line = side.map().subarray(row * n, (row + 1) * n);
    const column = line.indexOf(Math.max(...line));
    side.explaining.run(0, async (signal) => {
      const ask = (stage: 'score' | 'weights') => session.explain(translated, answer, layer, stage, { head, row, column }, signal);
      const score = await ask('score');
      const weight = await ask('weights');
      if (signal.aborted) return;
      side.explanation = { row, column, layer, head, score, weight };
      this.draw();
    });
  }

  tellError(error: unknown): void {
    const { code = 'error', values = {} } = error as { code?: string; values?: object };
    this.context.tell('error', { code, values, message: this.sentenceFor(error) });
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
    for (const side of Object.values(this.sides)) side.dispose();
    render(null, this.host);
    render(null, this.context.inspector);
  }
}
