// <attention-lab>: a lab, whole or one view of it, in anybody's page.
import { html, nothing, render } from 'lit';
import { lookUp, texts } from '../i18n/index.js';
import { LabHost, type State, type Surroundings } from '../labs/host.js';
import type { AnyLab } from '../labs/index.js';
import type { Controls, LabEvent, Language } from '../labs/lab.js';
import { writeLink } from '../labs/link.js';
import type { Figure, FigureTable, Look } from '../views/figure/figure.js';
import { adopt } from '../views/styles.js';
import { languageOf, readControls, readEntry, readJsonChild, readView, readWhole } from './attributes.js';
import { AuthorError } from './author-error.js';
import { sheet } from './sheet.js';
import { version } from './version.js';

/** Importing this where there is no DOM (Node, a site built on a server) does nothing. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);

const kStates = ['loading', 'ready', 'failed'] as const;
const kReflectPause = 200; // ms: a slider does not rewrite the attribute at every step
const kNear = '200px'; // how far below the window a lab starts

type Detail = Readonly<Record<string, unknown>>;

export class AttentionLabElement extends Base {
  static readonly version: string = version;
  static readonly observedAttributes = ['lab', 'state', 'view', 'controls', 'lang', 'theme'];

  private readonly root = this.attachShadow({ mode: 'open' });
  private readonly states = this.attachInternals().states as CustomStateSet | undefined;
  private host: LabHost | null = null;
  private around: Around | null = null;
  private visible: IntersectionObserver | null = null;
  private data: Detail = {};
  private problems: readonly AuthorError[] = [];
  private failure: { readonly code: string; readonly message: string } | null = null;
  private reflecting = false;
  private reflectTimer: ReturnType<typeof setTimeout> | undefined;
  private refreshing = false;
  private leaving = false;

  // Life

  connectedCallback(): void {
    this.leaving = false;
    if (this.host) return; // moved, not removed
    this.draw();
    this.visible = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void this.start();
      },
      { rootMargin: kNear },
    );
    this.visible.observe(this);
  }

  disconnectedCallback(): void {
    this.leaving = true;
    queueMicrotask(() => {
      if (this.leaving) this.stop();
    });
  }

  private async start(): Promise<void> {
    if (this.host) return;
    this.visible?.disconnect();
    this.become('loading');
    this.draw();
    await this.refresh();
  }

  /** Everything is given back: numbers on the heap, observers, timers. What the state was stays, for being put in again. */
  private stop(): void {
    this.visible?.disconnect();
    if (this.host?.lab) this.reflect();
    clearTimeout(this.reflectTimer);
    this.host?.close();
    this.host = null;
    this.around = null;
  }

  attributeChangedCallback(name: string): void {
    if (this.reflecting || !this.host) return;
    if (name === 'theme') return void this.host.mounted?.update(this.host.state); // pictures take their colours anew
    void this.refresh();
  }

  /** Takes attributes, JSON child and properties anew; several changes at once are one. */
  private async refresh(): Promise<void> {
    if (this.refreshing) return;
    this.refreshing = true;
    await Promise.resolve();
    this.refreshing = false;
    if (!this.isConnected) return;
    const problems: AuthorError[] = [];
    const or = <T>(read: () => T, otherwise: () => T): T => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof AuthorError)) throw error;
        problems.push(error);
        return otherwise();
      }
    };
    const attribute = (name: string) => this.getAttribute(name);
    let lab: AnyLab;
    let around: Around;
    try {
      const entry = readEntry(attribute('lab'));
      const host = (this.host ??= new LabHost(this.surroundings('', 'full')));
      if (!(await host.load(entry)) || this.host !== host) return;
      lab = host.lab!;
      const view = or(
        () => readView(attribute('view'), lab),
        () => '',
      );
      const controls = or(
        () => readControls(attribute('controls'), view),
        () => readControls(null, view),
      );
      around = this.surroundings(view, controls);
    } catch (error) {
      return this.fail(error);
    }
    const json = or(
      () => ({ ...readJsonChild(this), ...this.data }),
      () => this.data,
    );
    const own = lab.fromData?.(json) ?? json;
    const state = or(
      () => readWhole(lab, attribute('state') ?? '', own),
      () => lab.defaultState,
    );
    const first = !this.host!.mounted;
    const same = !first && around.key === this.around?.key;
    this.around = this.host!.around = around;
    this.failure = null;
    this.problems = problems;
    this.draw();
    if (!same) {
      this.host!.state = state;
      this.host!.mount();
    } else this.host!.show(state);
    for (const problem of problems) this.emit('error', this.told(problem));
    this.become('ready');
    if (first) this.emit('ready', { lab: lab.id });
  }

  private surroundings(view: string, controls: Controls): Around {
    return new Around(this, languageOf(this), view, controls);
  }

  // What the lab asks of its surroundings

  /** New elements in the frame, for one mounting. @internal */
  places(): { stage: HTMLElement; inspector: HTMLElement } {
    const fresh = (selector: string) => {
      const element = document.createElement('div');
      this.root.querySelector(selector)!.replaceChildren(element);
      return element;
    };
    return { stage: fresh('.stage'), inspector: fresh('.explanation') };
  }

  /** @internal */
  changed(): void {
    clearTimeout(this.reflectTimer);
    this.reflectTimer = setTimeout(() => {
      this.reflect();
      this.emit('change', { lab: this.host?.lab?.id, state: this.getState() });
    }, kReflectPause);
  }

  private reflect(): void {
    this.reflecting = true;
    const { lab, state } = this.host!;
    const text = writeLink(lab!.id, state, lab!.defaultState).hash.replace(/^#v\d+\/[^/]*\//, '');
    if (text !== (this.getAttribute('state') ?? '')) this.setAttribute('state', text);
    this.reflecting = false;
  }

  /** @internal */
  announce(message: string): void {
    const live = this.root.querySelector('.live');
    if (live) live.textContent = message;
  }

  /** @internal */
  tell(event: LabEvent, detail: Detail): void {
    this.emit(event, { lab: this.host?.lab?.id, ...detail });
  }

  private emit(name: 'ready' | 'change' | LabEvent, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(`al-${name}`, { detail, bubbles: true, composed: true }));
  }

  private told({ code, values, message }: AuthorError): Detail {
    return { code, values, message: this.text(`element.${code}`, values) || message };
  }

  private text(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const language = this.around?.language ?? languageOf(this);
    const reason =
      typeof values.key === 'string' ? lookUp([this.host?.lab?.texts[language] ?? {}, texts[language]], values.key, values) : '';
    return lookUp([texts[language]], key, { ...values, reason: values.reason ?? reason });
  }

  private fail(error: unknown): void {
    const detail =
      error instanceof AuthorError
        ? this.told(error)
        : { code: 'lab-not-loaded', values: {}, message: this.text('lab.failed', { reason: String(error) }) };
    this.host?.close();
    this.host = null;
    this.around = null;
    this.become('failed');
    this.failure = detail as { code: string; message: string };
    this.draw();
    this.emit('error', detail);
  }

  // What the page may ask

  /** The whole state, plain JSON; empty before al-ready. */
  getState(): Detail {
    return this.host?.state ?? {};
  }

  /** Changes part of the state. Throws AuthorError, and nothing is changed, where the lab cannot use it. */
  setState(patch: Detail): void {
    const { host } = this;
    if (!host?.lab) throw new Error('attention-lab: not ready; wait for al-ready');
    let state: State;
    try {
      state = host.lab.readState({ ...host.state, ...patch });
    } catch (error) {
      const { key = 'error', values = {} } = error as { key?: string; values?: Record<string, string | number> };
      throw new AuthorError('broken-state', { key, ...values });
    }
    host.show(state);
    this.changed();
  }

  /** What is on show, the most important first. */
  get figures(): readonly Figure[] {
    return this.host?.mounted?.figures() ?? [];
  }

  private figure(id: string | undefined): Figure {
    const { figures } = this;
    const found = id === undefined ? figures[0] : figures.find((figure) => figure.id === id);
    if (!found) throw new AuthorError('unknown-figure', { figure: id ?? '', known: figures.map((each) => each.id).join(', ') });
    return found;
  }

  /** Attention weights on show, (query, key), as the core gave them; null before there are any. */
  getWeights(): FigureTable | null {
    return this.figures.find(({ id }) => id === 'weights' || id === 'head')?.table ?? null;
  }

  /** A figure as CSV; the first without an id. Throws AuthorError 'unknown-figure'. */
  async toCSV(id?: string): Promise<string> {
    const figure = this.figure(id);
    return (await import('../views/figure/files.js')).csv(figure);
  }

  /** A figure as SVG, its text as text. */
  async toSVG(id?: string, look: Look = this.look): Promise<string> {
    const figure = this.figure(id);
    return (await import('../views/figure/svg.js')).svgText(figure.draw(look));
  }

  /** A figure as PNG, two pixels for one, with its caption. */
  async toPNG(id?: string, look: Look = this.look): Promise<Blob> {
    const figure = this.figure(id);
    return (await import('../views/figure/paint.js')).png(figure, look);
  }

  /** Light or dark, as the element is now. */
  private get look(): Look {
    const scheme = getComputedStyle(this).colorScheme;
    if (scheme === 'dark') return 'dark';
    return /dark/.test(scheme) && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }

  /** What the lab's main button does; resolves when it has been done. */
  async run(): Promise<void> {
    await this.host?.mounted?.begin?.();
  }

  /** Numbers of the author's own: for the lab "mechanism" matrices by name, `{q, k, v}`; else fields of the state. */
  get matrices(): Detail {
    return this.data;
  }
  set matrices(data: Detail) {
    this.data = data;
    if (this.host) void this.refresh();
  }

  /** For selectors: `attention-lab:state(ready)`. */
  private become(state: (typeof kStates)[number]): void {
    try {
      for (const other of kStates) this.states?.delete(other);
      this.states?.add(state);
    } catch {
      // older browsers want names with two dashes
    }
  }

  // Drawing

  private draw(): void {
    adopt(this.root, sheet);
    const { controls = 'full' } = this.around ?? {};
    const shown = this.host !== null && this.failure === null;
    render(
      html`${this.failure ? html`<p class="problem" role="alert" part="error" data-error=${this.failure.code}>${this.failure.message}</p>` : nothing}
        <slot name="fallback" ?hidden=${shown}
          >${shown || this.failure ? nothing : html`<p class="waiting">${this.text('loading')}</p>`}</slot
        >
        <div class="frame" part="frame" ?hidden=${!shown}>
          ${this.problems.map((problem) => html`<p class="problem" role="alert" part="error" data-error=${problem.code}>${this.text(`element.${problem.code}`, problem.values)}</p>`)}
          <div class="stage" part="stage" data-test="stage"></div>
          <details class="inspector" part="inspector" ?open=${controls !== 'none'}>
            <summary>${this.text('explanation')}</summary>
            <div class="explanation" data-test="inspector"></div>
          </details>
        </div>
        <div class="live hidden-text" role="status" aria-live="polite"></div>`,
      this.root,
    );
  }
}

/** The element as one mounting of its lab sees it. */
class Around implements Surroundings {
  constructor(
    private readonly element: AttentionLabElement,
    readonly language: Language,
    readonly view: string,
    readonly controls: Controls,
  ) {}
  /** The same key: the mounted lab can stay. */
  get key(): string {
    return [this.language, this.view, this.controls].join();
  }
  places() {
    return this.element.places();
  }
  changed(): void {
    this.element.changed();
  }
  tell(event: LabEvent, detail: Detail): void {
    this.element.tell(event, detail);
  }
  announce(message: string): void {
    this.element.announce(message);
  }
  workersBlocked(): void {
    // long work runs on this thread; the lab says what it is doing
  }
}
