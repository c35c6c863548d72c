// The labs, in the order of the rail. Each is loaded when it is opened.
import type { Lab, Language } from './lab.js';

/** A lab as the shell sees it: a state is some JSON object. */
export type AnyLab = Lab<Record<string, unknown>>;

export interface LabEntry {
  readonly id: string;
  /** Name in the rail, known before the lab is loaded. */
  readonly title: Readonly<Record<Language, string>>;
  /** It asks for the core on this thread at once: the shell starts it while the lab's own code loads. */
  readonly startsCore?: boolean;
  load(): Promise<AnyLab>;
}

const loaded = (module: { default: unknown }) => module.default as AnyLab;

export const labs: readonly LabEntry[] = [
  { id: 'mechanism', title: { en: 'Mechanism', zh: '机制' }, startsCore: true, load: () => import('./mechanism/index.js').then(loaded) },
  { id: 'sentence', title: { en: 'Sentence', zh: '句子' }, load: () => import('./sentence/index.js').then(loaded) },
  { id: 'scaling', title: { en: 'Scaling', zh: '缩放' }, startsCore: true, load: () => import('./scaling/index.js').then(loaded) },
  { id: 'speed', title: { en: 'Speed', zh: '速度' }, load: () => import('./speed/index.js').then(loaded) },
];
