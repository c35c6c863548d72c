// Lab "Sentiment": how good a review sounds, which words the model leans on, and what happens without them.
import type { Lab } from '../lab.js';
import loadEn from '../weights/en.json' with { type: 'json' };
import loadZh from '../weights/zh.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import { SentimentLab } from './lab.js';
import { defaultState, readState, type SentimentState } from './state.js';
import zh from './zh.json' with { type: 'json' };

const sentiment: Lab<SentimentState> = {
  id: 'sentiment',
  texts: { en: { ...loadEn, ...en }, zh: { ...loadZh, ...zh } },
  defaultState,
  views: ['words', 'effects'],
  readState,
  mount: (host, context) => new SentimentLab(host, context),
};

export default sentiment;
