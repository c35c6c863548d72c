// Lab "Generate": a small language model writes on, token by token, and shows what it might have written instead.
import type { Lab } from '../lab.js';
import loadEn from '../weights/en.json' with { type: 'json' };
import loadZh from '../weights/zh.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import { GenerateLab } from './lab.js';
import { defaultState, readState, type GenerateState } from './state.js';
import zh from './zh.json' with { type: 'json' };

const generate: Lab<GenerateState> = {
  id: 'generate',
  texts: { en: { ...loadEn, ...en }, zh: { ...loadZh, ...zh } },
  defaultState,
  views: ['text', 'choices'],
  readState,
  mount: (host, context) => new GenerateLab(host, context),
};

export default generate;
