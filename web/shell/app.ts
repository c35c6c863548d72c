// Which lab is open, its state, and how both follow the address.
import { render } from 'lit';
import { labs, type AnyLab, type LabEntry } from '../labs/index.js';
import { LabError } from '../labs/error.js';
import type { LabContext, Language, MountedLab } from '../labs/lab.js';
import { lookUp, texts } from '../i18n/index.js';
import type { Values } from '../i18n/text.js';
import { makeCores } from './cores.js';
import { frame } from './frame.js';
import { Address } from './address.js';
import { applyChanges, readLink, writeLink } from './link.js';
import { applyTheme, readLanguage, readTheme, remember, type Theme } from './preferences.js';

type State = Record<string, unknown>;

export interface Notice {
  readonly kind: 'link' | 'worker' | 'lab';
  readonly text: string;
  /** A link that could not be used, kept for copying. */
  readonly link?: string;
}

export class App {
  language: Language = readLanguage();
  theme: Theme = readTheme();
  entry: LabEntry = labs[0]!;
  lab: AnyLab | null = null;
  notices: readonly Notice[] = [];
  menuOpen = false;
  /** On narrow screens the inspector is a sheet over the stage: closed until asked for. */
  inspectorOpen = !matchMedia('(max-width: 68rem)').matches;
  share: { url: string; copied: boolean; leftOut: readonly string[] } | null = null;
  private state: State = {};
  private mounted: MountedLab<State> | null = null;
  private readonly address = new Address();
  private readonly cores = makeCores(() => this.notify({ kind: 'worker', text: this.text('notice.noWorker') }));

  constructor(private readonly root: HTMLElement) {}

  start(): void {
    applyTheme(this.theme);
    this.address.listen((kept) => void this.follow(location.hash, kept));
    void this.follow(location.hash, history.state);
  }

  readonly text = (key: string, values?: Values): string =>
    lookUp([this.lab?.texts[this.language] ?? {}, texts[this.language]], key, values);

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

  /** Loads a lab, asks `read` for its state and mounts it. */
  private async open(entry: LabEntry, read: (lab: AnyLab) => State): Promise<void> {
    const same = this.lab !== null && this.entry === entry;
    this.entry = entry;
    if (entry.startsCore) void this.cores.core().catch(() => {}); // the lab says so where it shows
    if (!same) {
      this.unmount();
      this.draw();
      const lab = await this.load(entry);
      if (!lab || this.entry !== entry) return;
      this.lab = lab;
    }
    this.state = read(this.lab!);
    if (this.mounted) this.mounted.update(this.state);
    else this.mount();
    this.draw();
  }

  private async load(entry: LabEntry): Promise<AnyLab | null> {
    try {
      return await entry.load();
    } catch (error) {
      if (this.entry === entry) this.notify({ kind: 'lab', text: this.text('lab.failed', { reason: String(error) }) });
      return null;
    }
  }

  private unmount(): void {
    this.address.flush();
    this.mounted?.dispose();
    this.mounted = null;
    this.lab = null;
  }

  private mount(): void {
    this.draw();
    const [host, inspector] = ['stage', 'inspector'].map((place) => this.fresh(place)) as [HTMLElement, HTMLElement];
    this.mounted = this.lab!.mount(host, this.context(inspector));
  }

  /** A new element in a place, for one mounting. */
  private fresh(place: string): HTMLElement {
    const element = document.createElement('div');
    this.root.querySelector(`[data-test="${place}"]`)!.replaceChildren(element);
    return element;
  }

  private context(inspector: HTMLElement): LabContext<State> {
    const state = () => this.state;
    return {
      get state() {
        return state();
      },
      setState: (patch, history) => this.setState(patch, history),
      core: this.cores.core,
      worker: this.cores.worker,
      language: this.language,
      text: this.text,
      inspector,
      announce: (message) => this.announce(message),
    };
  }

  private setState(patch: Partial<State>, history: 'replace' | 'push' = 'replace'): void {
    const state = { ...this.state, ...patch };
    this.state = state; // the address is written later: this state's, whatever has come since
    const { id, defaultState } = this.lab!;
    this.address.write(() => writeLink(id, state, defaultState).hash, { lab: id, state }, history);
    this.mounted?.update(state);
  }

  private announce(message: string): void {
    this.root.querySelector('[data-test="live"]')!.textContent = message;
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
    this.mounted?.dispose();
    this.mounted = null;
    if (this.lab) this.mount();
    this.draw();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    remember('theme', theme);
    applyTheme(theme);
    this.draw();
  }

  async openShare(): Promise<void> {
    const { hash, leftOut } = writeLink(this.lab?.id ?? this.entry.id, this.state, this.lab?.defaultState ?? {});
    const url = location.href.replace(/#.*$/, '') + hash;
    let copied = false;
    try {
      await navigator.clipboard.writeText(url);
      copied = true;
    } catch {
      // plain http or no permission: the field below can be copied by hand
    }
    this.share = { url, copied, leftOut };
    this.draw();
    const field = this.root.querySelector<HTMLInputElement>('[data-test="share-link"]')!;
    field.focus();
    field.select();
  }

  closeShare(): void {
    this.share = null;
    this.draw();
    this.root.querySelector<HTMLElement>('[data-test="share"]')?.focus();
  }
}

function isState(kept: unknown, lab: string): kept is { lab: string; state: State } {
  return typeof kept === 'object' && kept !== null && 'lab' in kept && kept.lab === lab && 'state' in kept;
}
