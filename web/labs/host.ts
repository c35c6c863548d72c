// One lab on show: its code, its state, and the place it draws in. The page and the element <attention-lab> are such hosts.
import { lookUp, texts } from '../i18n/index.js';
import type { Values } from '../i18n/text.js';
import type { RemoteCore } from '../core/worker/remote.js';
import { cores, warmUp } from './cores.js';
import type { AnyLab, LabEntry } from './index.js';
import type { Controls, LabContext, LabEvent, Language, MountedLab } from './lab.js';

export type State = Record<string, unknown>;

export interface Surroundings {
  readonly language: Language;
  /** One view of the lab, or '' for the whole. */
  readonly view: string;
  readonly controls: Controls;
  /** New, empty elements for one mounting. */
  places(): { readonly stage: HTMLElement; readonly inspector: HTMLElement };
  /** The lab has changed its state. */
  changed(state: State, history: 'replace' | 'push'): void;
  tell?(event: LabEvent, detail: Readonly<Record<string, unknown>>): void;
  announce(message: string): void;
  /** No worker could be had: long work runs on this thread. */
  workersBlocked(): void;
}

export class LabHost {
  entry: LabEntry | null = null;
  lab: AnyLab | null = null;
  state: State = {};
  mounted: MountedLab<State> | null = null;

  /** `around` may be replaced before a mounting: another language, view or choice of controls. */
  constructor(public around: Surroundings) {}

  /** Text in the page's language: the lab's, else the shell's and the core's errors. */
  readonly text = (key: string, values?: Values): string =>
    lookUp([this.lab?.texts[this.around.language] ?? {}, texts[this.around.language]], key, values);

  /** Loads a lab's code; the one before is put away. False: another one has been asked for since. Throws what the import throws. */
  async load(entry: LabEntry): Promise<boolean> {
    if (this.entry === entry && this.lab) return true;
    this.close();
    this.entry = entry;
    if (entry.startsCore) {
      warmUp();
      void cores.core().catch(() => undefined); // the lab says so where it shows
    }
    const lab = await entry.load();
    if (this.entry !== entry) return false;
    this.lab = lab;
    return true;
  }

  /** Shows a state of the loaded lab. */
  show(state: State): void {
    this.state = state;
    if (this.mounted) this.mounted.update(state);
    else this.mount();
  }

  /** Draws anew: another language, view or place. */
  mount(): void {
    this.mounted?.dispose();
    const { stage, inspector } = this.around.places();
    this.mounted = this.lab!.mount(stage, this.context(inspector));
  }

  close(): void {
    this.mounted?.dispose();
    this.mounted = null;
    this.lab = null;
    this.entry = null;
  }

  setState(patch: Partial<State>, history: 'replace' | 'push' = 'replace'): void {
    const state = { ...this.state, ...patch };
    this.state = state;
    this.around.changed(state, history); // writes this state later, whatever has come since
    this.mounted?.update(state);
  }

  private async worker(): Promise<RemoteCore> {
    const remote = await cores.worker();
    if (remote.where === 'main') this.around.workersBlocked();
    return remote;
  }

  private context(inspector: HTMLElement): LabContext<State> {
    const state = () => this.state;
    const { language, view, controls } = this.around;
    return {
      get state() {
        return state();
      },
      setState: (patch, history) => this.setState(patch, history),
      core: cores.core,
      worker: () => this.worker(),
      language,
      view,
      controls,
      text: this.text,
      inspector,
      tell: (event, detail = {}) => this.around.tell?.(event, detail),
      announce: (message) => this.around.announce(message),
    };
  }
}
