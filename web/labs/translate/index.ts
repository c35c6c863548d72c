// Lab "Translate": Chinese to English by two models that this project trained, with what each word looked at.
import type { Lab } from '../lab.js';
import loadEn from '../weights/en.json' with { type: 'json' };
import loadZh from '../weights/zh.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import { TranslateLab } from './lab.js';
import { defaultState, readState, type TranslateState } from './state.js';
import zh from './zh.json' with { type: 'json' };

const translate: Lab<TranslateState> = {
  id: 'translate',
  texts: { en: { ...loadEn, ...en }, zh: { ...loadZh, ...zh } },
  defaultState,
  views: ['alignment', 'beams'],
  readState,
  mount: (host, context) => new TranslateLab(host, context),
};

export default translate;
