// Lab "Sentence": a trained transformer reads the visitor's own words.
import type { Lab } from '../lab.js';
import { SentenceLab } from './lab.js';
import { defaultState, readState, type SentenceState } from './state.js';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

const sentence: Lab<SentenceState> = {
  id: 'sentence',
  texts: { en, zh },
  defaultState,
  views: ['head', 'overview', 'vector'],
  readState,
  mount: (host, context) => new SentenceLab(host, context),
};

export default sentence;
