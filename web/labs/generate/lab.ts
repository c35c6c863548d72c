// The lab at work: follows the state, lets the model write, keeps the last good text, draws.
import { render } from 'lit';
import { files } from '../../assets/files.js';
import { adopt } from '../../views/styles.js';
import type { LayerAttention } from '../../core/training.js';
import type { LabContext, MountedLab } from '../lab.js';
import { Latest } from '../latest.js';
import { Loader } from '../weights/loader.js';
import { modelSheet } from '../weights/sheet.js';
import { figures } from './figures.js';
import { describeInspector } from './inspector.js';
import { page } from './page.js';
import { Session, type Writing, type Written } from './session.js';
import { generateSheet } from './sheet.js';
import { kMostCharacters, type GenerateState } from './state.js';

const kTyping = 300; // ms of silence after which typed text is continued

/** Fields that change what is written. */
const asked = ['prompt', 'seed', 'temperature', 'topK', 'topP', 'length', 'edits'] as const;

export class GenerateLab implements MountedLab<GenerateState> {
  state: GenerateState;
  readonly loader: Loader<Session>;
  writing: Writing | null = null;
  /** Of the chosen token; empty until it is known. */
  layers: readonly LayerAttention[] = [];
  error: unknown;
  private readonly generating = this.latest();
  private readonly looking = this.latest();
  /** Which token `layers` are of. */
  private looked = '';
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<GenerateState>,
  ) {
    adopt(host, modelSheet, generateSheet);
    this.state = context.state;
    this.loader = new Loader({
      name: 'weights-generation',
      file: files?.trained.generation,
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
    return this.generating.busy;
  }

  async begin(): Promise<void> {
    if (!this.loader.session) await this.loader.start();
  }

  private loadChanged(): void {
    if (this.disposed) return;
    if (this.loader.state.kind === 'failed') this.tellError(this.loader.state.error);
    if (this.loader.session) this.write(0);
    this.draw();
  }

  update(state: GenerateState): void {
    const before = this.state;
    this.state = state;
    if (asked.some((field) => JSON.stringify(state[field]) !== JSON.stringify(before[field])))
      this.write(state.prompt === before.prompt ? 0 : kTyping);
    else this.look();
    this.draw();
  }

  set(patch: Partial<GenerateState>, history?: 'replace' | 'push'): void {
    this.context.setState(patch, history);
    if (patch.at !== undefined && patch.at !== null) this.context.tell('select', { place: patch.at });
  }

  setPrompt(value: string): void {
    this.set({ prompt: value.slice(0, kMostCharacters), edits: [], at: null });
  }

  /** Puts a token at a place; what was put behind it no longer follows. */
  edit(place: number, token: number): void {
    this.set({ edits: [...this.state.edits.filter(([other]) => other < place), [place, token]], at: place }, 'push');
  }

  pause(): void {
    this.generating.stop();
    this.draw();
  }

  /** Goes on after a pause, or draws anew where a text is complete. */
  resume(): void {
    const { writing } = this;
    if (writing && writing.stopped !== null) this.set({ seed: this.state.seed + 1, edits: [], at: null }, 'push');
    else this.write(0);
  }

  /** The written token that is looked at, and its place. */
  get chosen(): readonly [place: number, written: Written] | null {
    const { writing, state } = this;
    const place = state.at !== null && writing && state.at < writing.written.length ? state.at : (writing?.written.length ?? 0) - 1;
    const written = writing?.written[place];
    return written ? [place, written] : null;
  }

  private write(delay: number): void {
    const { session } = this.loader;
    if (!session) return;
    this.generating.run(delay, async (signal) => {
      this.error = undefined;
      await session.write(this.state, this.writing, signal, (writing) => {
        if (signal.aborted) return;
        this.writing = writing;
        this.draw();
      });
      if (signal.aborted) return;
      this.look();
      this.context.tell('result');
    });
    queueMicrotask(() => this.draw());
  }

  private look(): void {
    const { session } = this.loader;
    const { writing, chosen } = this;
    if (!session || !writing || !chosen) return;
    const [place] = chosen;
    const key = [...writing.prompt, '|', ...writing.written.slice(0, place).map(({ token }) => token)].join();
    if (key === this.looked) return;
    this.looking.run(0, async (signal) => {
      const layers = await session.look(writing, place, signal);
      if (signal.aborted) return;
      this.layers = layers;
      this.looked = key;
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
    this.generating.stop();
    this.looking.stop();
    this.loader.dispose();
    render(null, this.host);
    render(null, this.context.inspector);
  }
}
