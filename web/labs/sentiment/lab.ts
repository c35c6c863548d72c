// The lab at work: follows the state, asks the model, keeps the last good picture, draws.
import { render } from 'lit';
import { files } from '../../assets/files.js';
import { explanationStyles } from '../../views/explanation.js';
import { adopt } from '../../views/styles.js';
import type { LabContext, MountedLab } from '../lab.js';
import { Latest } from '../latest.js';
import { Loader } from '../weights/loader.js';
import { modelSheet } from '../weights/sheet.js';
import { figures } from './figures.js';
import { describeInspector } from './inspector.js';
import { page } from './page.js';
import { Session, type Judgement, type WeightExplanation } from './session.js';
import { sentimentSheet } from './sheet.js';
import { kMostCharacters, type SentimentState } from './state.js';

const kTyping = 150; // ms of silence after which typed text is read

export class SentimentLab implements MountedLab<SentimentState> {
  state: SentimentState;
  readonly loader: Loader<Session>;
  judgement: Judgement | null = null;
  explanation: (WeightExplanation & { readonly word: number }) | null = null;
  error: unknown;
  private readonly judging = this.latest();
  private readonly explaining = this.latest();
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<SentimentState>,
  ) {
    adopt(host, modelSheet, sentimentSheet, explanationStyles);
    this.state = context.state;
    this.loader = new Loader({
      name: 'weights-sentiment',
      file: files?.trained.sentiment,
      worker: () => context.worker(),
      open: (core, bytes, signal) => Session.open(core, bytes, signal),
      onChange: () => this.loadChanged(),
    });
    this.draw();
    void this.loader.startIfAtHand();
  }

  readonly say = (key: string, values?: Readonly<Record<string, string | number>>): string => this.context.text(key, values);

  private latest(): Latest {
    return new Latest((error) => {
      this.error = error;
      this.tellError(error);
      this.draw();
    });
  }

  get busy(): boolean {
    return this.judging.busy;
  }

  async begin(): Promise<void> {
    if (!this.loader.session) await this.loader.start();
  }

  private loadChanged(): void {
    if (this.disposed) return;
    if (this.loader.state.kind === 'failed') this.tellError(this.loader.state.error);
    if (this.loader.session) this.judge(0);
    this.draw();
  }

  update(state: SentimentState): void {
    const before = this.state;
    this.state = state;
    if (state.text !== before.text) this.judge(kTyping);
    else if (state.out.join() !== before.out.join()) this.judge(0);
    else if (state.word !== before.word) this.explain();
    this.draw();
  }

  setText(value: string): void {
    this.context.setState({ text: value.slice(0, kMostCharacters), out: [], word: null });
  }

  /** Takes a word out, or puts it back. */
  toggle(word: number): void {
    const { out } = this.state;
    this.context.setState(
      { out: out.includes(word) ? out.filter((other) => other !== word) : [...out, word].sort((a, b) => a - b) },
      'push',
    );
  }

  choose(word: number): void {
    this.context.setState({ word });
    this.context.tell('select', { word });
  }

  /** The word that is explained. */
  get word(): number | null {
    const { judgement, state } = this;
    if (!judgement) return null;
    if (state.word !== null && state.word < judgement.weights.length && !judgement.out.includes(state.word)) return state.word;
    return judgement.weights.indexOf(Math.max(...judgement.weights));
  }

  private judge(delay: number): void {
    const { session } = this.loader;
    if (!session) return;
    this.judging.run(delay, async (signal) => {
      const { text, out } = this.state;
      const reading = session.read(text);
      const judgement = await session.judge(
        reading,
        out.filter((word) => word < reading.words.length),
        signal,
      );
      if (signal.aborted) return;
      this.error = judgement ? undefined : { code: 'no-words', values: {} };
      if (judgement) this.judgement = judgement;
      this.explain();
      this.draw();
      if (judgement) this.context.tell('result', { score: judgement.score });
    });
    queueMicrotask(() => this.draw());
  }

  private explain(): void {
    const { session } = this.loader;
    const { judgement, word } = this;
    if (!session || !judgement || word === null) return;
    this.explaining.run(0, async (signal) => {
      const found = await session.explain(judgement, word, signal);
      if (signal.aborted) return;
      this.explanation = found && { ...found, word };
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
    this.judging.stop();
    this.explaining.stop();
    this.loader.dispose();
    render(null, this.host);
    render(null, this.context.inspector);
  }
}
