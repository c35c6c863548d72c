// The contract between a lab and what hosts it (the page, or an element in somebody else's page); README.md says it in words.
import type { Core } from '../core/types.js';
import type { RemoteCore } from '../core/worker/remote.js';
import type { Figure } from '../views/figure/figure.js';

export type Language = 'en' | 'zh';
export type Texts = Readonly<Record<string, string>>;
/** How much of a lab's controls are shown: none, what changes the picture, all. */
export type Controls = 'none' | 'minimal' | 'full';

export type LabEvent = 'select' | 'result' | 'error';

/** A lab: numbers in, pictures out. `State` is plain JSON and small: all of it goes into the link. */
export interface Lab<State extends object> {
  /** Stable: it is in links. */
  readonly id: string;
  /** Flat keys, the same in both languages: 'title' and 'summary' (one sentence) are used by the shell. */
  readonly texts: Readonly<Record<Language, Texts>>;
  readonly defaultState: State;
  /** Parts that can stand alone where the lab is embedded; text `view.<id>` names each. */
  readonly views: readonly string[];
  /** A state from a link or file, checked and completed; throws LabError where it cannot be used. */
  readState(raw: unknown): State;
  /** Fields of a state from what an author wrote into a page; without it they are taken as they are. */
  fromData?(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Draws into `host` and answers to state changes until disposed. */
  mount(host: HTMLElement, context: LabContext<State>): MountedLab<State>;
}

/** To the next or previous step of a view, to its first, or to all of it. */
export type PresentMove = 'first' | 'next' | 'previous' | 'last';

export interface MountedLab<State> {
  /** The state changed from outside (link, back button, language): redraw. */
  update(state: State): void;
  /** What is on show as pictures and numbers to save, the most important first; none before there are numbers. */
  figures(): readonly Figure[];
  /** What the lab's main button does: load the model, measure; nothing where numbers come by themselves. */
  begin?(): Promise<void>;
  /** On a projector, where a view comes in steps; false: no step is left in that direction. */
  present?(move: PresentMove): boolean;
  dispose(): void;
}

/** What the host gives a mounted lab. */
export interface LabContext<State> {
  readonly state: State;
  /** Changes part of the state and the link; 'push' makes a step that the back button undoes. */
  setState(patch: Partial<State>, history?: 'replace' | 'push'): void;
  /** The core on this thread, for calls of one frame. */
  core(): Promise<Core>;
  /** The core in the worker, for long work. */
  worker(): Promise<RemoteCore>;
  readonly language: Language;
  /** One of the lab's views, or '' for the whole lab. */
  readonly view: string;
  readonly controls: Controls;
  /** Text of a key in the page's language, `{name}` replaced by values; falls back to the shell's own texts and error texts. */
  text(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** Where the explanation of the selected thing goes: beside the stage, or a sheet below it on a phone. */
  readonly inspector: HTMLElement;
  /** Tells the page around an embedded lab: `select` (what is explained now), `result` (new numbers), `error` (code, message, values). */
  tell(event: LabEvent, detail?: Readonly<Record<string, unknown>>): void;
  /** A short message for everybody, read out by screen readers. */
  announce(message: string): void;
}
