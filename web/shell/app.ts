// Which lab is open, its state, and how both follow the address.
import { render } from 'lit';
import { labs, type AnyLab, type LabEntry } from '../labs/index.js';
import { LabError } from '../labs/error.js';
import { LabHost, type State, type Surroundings } from '../labs/host.js';
import type { Controls, Language } from '../labs/lab.js';
import { applyChanges, readLink, writeLink } from '../labs/link.js';
import { frame } from './frame.js';
import { Address } from './address.js';
import type { Presenter } from './present/presenter.js';
import type { SharePanel } from './share/panel.js';
import { applyTheme, readLanguage, readTheme, remember, type Theme } from './preferences.js';

/** `?present` or `?present=<view>` in the address. */
const kPresent = 'present';

export interface Notice {
  readonly kind: 'link' | 'worker' | 'lab';
  readonly text: string;
  /** A link that could not be used, kept for copying. */
  readonly link?: string;
}

export class App implements Surroundings {
  language: Language = readLanguage();
  theme: Theme = readTheme();
  entry: LabEntry = labs[0]!;
  notices: readonly Notice[] = [];
  menuOpen = false;
  /** On narrow screens the inspector is a sheet over the stage: closed until asked for. */
  inspectorOpen = !matchMedia('(max-width: 68rem)').matches;
  share: SharePanel | null = null;
  presenter: Presenter | null = null;
  private readonly address = new Address();
  private readonly host = new LabHost(this);
  readonly text = this.host.text;

  constructor(private readonly root: HTMLElement) {}

  /** Until the first lab stands. */
  async start(): Promise<void> {
    applyTheme(this.theme);
    this.address.listen((kept) => void this.follow(location.hash, kept));
    const asked = new URLSearchParams(location.search).get(kPresent);
    if (asked !== null) await this.loadPresenter(asked);
    await this.follow(location.hash, history.state);
    this.presenter?.begin();
  }

  get view(): string {
    return this.presenter?.view ?? '';
  }

  get controls(): Controls {
    return this.presenter ? 'none' : 'full';
  }

  get mounted(): LabHost['mounted'] {
    return this.host.mounted;
  }

  get lab(): AnyLab | null {
    return this.host.lab;
  }

  get state(): State {
    return this.host.state;
  }

  draw(): void {
    document.documentElement.lang = this.language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${this.entry.title[this.language]} · ${this.text('name')}`;
    render(frame(this), this.root);
  }

  /** Opens what the address says; `kept` is the whole state where the browser still has it (reload, back). */
  private async follow(hash: string, kept: unknown): Promise<void> {
    this.notices = this.notices.filter(({ kind }) => kind === 'worker');
    let link: ReturnType<typeof readLink> = null;
    try {
      link = readLink(hash);
    } catch (error) {
      this.refuse(error, hash);
    }
    const entry = labs.find(({ id }) => id === link?.lab) ?? labs[0]!;
    if (link && entry.id !== link.lab) this.refuse(new LabError('link.lab'), hash);
    const usable = entry.id === link?.lab;
    await this.open(entry, (lab) => {
      const changes = isState(kept, entry.id) ? kept.state : usable ? applyChanges(lab.defaultState, link!.changes) : lab.defaultState;
      try {
        return lab.readState(changes);
      } catch (error) {
        this.refuse(error, hash);
        return lab.defaultState;
      }
    });
  }

  private refuse(error: unknown, hash: string): void {
    if (!(error instanceof LabError)) throw error;
    const whole = /^link\.(version|broken|lab)$/.test(error.key);
    const reason = this.text(error.key, error.values);
    const text = whole ? reason : this.text('link.state', { reason });
    this.notify({ kind: 'link', text, link: location.href.replace(location.hash, '') + hash });
  }

  private notify(notice: Notice): void {
    this.notices = [...this.notices.filter(({ text }) => text !== notice.text), notice];
    this.draw();
  }

  dismiss(notice: Notice): void {
    this.notices = this.notices.filter((other) => other !== notice);
    this.draw();
  }

  /** Loads a lab and shows the state that `read` makes for it. */
  private async open(entry: LabEntry, read: (lab: AnyLab) => State): Promise<void> {
    const { host } = this;
    if (this.entry !== entry) this.address.flush();
    this.entry = entry;
    const loading = host.load(entry);
    this.draw();
    try {
      if (!(await loading)) return;
    } catch (error) {
      if (this.entry === entry) this.notify({ kind: 'lab', text: this.text('lab.failed', { reason: String(error) }) });
      return;
    }
    host.show(read(host.lab!));
    this.draw();
  }

  /** A new element in each place, for one mounting. */
  places(): { stage: HTMLElement; inspector: HTMLElement } {
    this.draw();
    const fresh = (place: string) => {
      const element = document.createElement('div');
      this.root.querySelector(`[data-test="${place}"]`)!.replaceChildren(element);
      return element;
    };
    return { stage: fresh('stage'), inspector: fresh('inspector') };
  }

  changed(state: State, history: 'replace' | 'push'): void {
    const { id, defaultState } = this.lab!;
    this.address.write(() => writeLink(id, state, defaultState).hash, { lab: id, state }, history);
    if (this.share) this.draw();
  }

  announce(message: string): void {
    this.root.querySelector('[data-test="live"]')!.textContent = message;
  }

  workersBlocked(): void {
    this.notify({ kind: 'worker', text: this.text('notice.noWorker') });
  }

  openLab(entry: LabEntry): void {
    this.menuOpen = false;
    if (entry === this.entry) return this.draw();
    this.address.push(`#v1/${entry.id}/`);
    void this.follow(location.hash, null);
  }

  setLanguage(language: Language): void {
    this.language = language;
    remember('lang', language);
    if (this.lab) this.host.mount();
    this.draw();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    remember('theme', theme);
    applyTheme(theme);
    this.draw();
  }

  /** Copies the link at once: it is what most want. */
  async openShare(): Promise<void> {
    this.menuOpen = false;
    const panel = await this.part(() => import('./share/panel.js'));
    if (!panel) return;
    this.share = new panel.SharePanel(this);
    this.draw();
    await this.share.copy('link');
  }

  closeShare(): void {
    this.share = null;
    this.draw();
    this.root.querySelector<HTMLElement>('[data-test="share"]')?.focus();
  }

  /** In large type, on the whole screen where that is allowed. */
  async present(): Promise<void> {
    this.menuOpen = false;
    const whole = document.documentElement.requestFullscreen?.().catch(() => undefined); // asked before the click grows old
    await Promise.all([whole, this.loadPresenter('')]);
    this.presenter?.begin();
  }

  private async loadPresenter(view: string): Promise<void> {
    const part = await this.part(() => import('./present/presenter.js'));
    if (part) this.presenter ??= new part.Presenter(this, view);
  }

  /** Another view on show; the address keeps it, so that a reload goes on. */
  presenting(view: string): void {
    this.share = null;
    this.setAsked(kPresent, view);
    if (this.lab) this.host.mount();
    this.draw();
  }

  stopPresenting(): void {
    if (!this.presenter) return;
    this.mounted?.present?.('last');
    this.presenter.close();
    this.presenter = null;
    this.setAsked(kPresent, null);
    if (this.lab) this.host.mount();
    this.draw();
    this.root.querySelector<HTMLElement>('[data-test="present"]')?.focus();
  }

  /** Writes a name behind `?`, or takes it away. */
  private setAsked(name: string, value: string | null): void {
    this.address.flush();
    const url = new URL(location.href);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    history.replaceState(history.state, '', url);
  }

  /** Code of the page that comes when it is needed; null where it does not come, which is told. */
  private async part<T>(load: () => Promise<T>): Promise<T | null> {
    try {
      return await load();
    } catch (error) {
      this.notify({ kind: 'lab', text: this.text('part.failed', { reason: String(error) }) });
      return null;
    }
  }
}

function isState(kept: unknown, lab: string): kept is { lab: string; state: State } {
  return typeof kept === 'object' && kept !== null && 'lab' in kept && kept.lab === lab && 'state' in kept;
}
