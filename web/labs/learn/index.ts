// Lab "Learn": press play and watch attention form.
import type { Lab } from '../lab.js';
import { LearnLab } from './lab.js';
import { Runs } from './runs.js';
import { defaultState, readState, type LearnState } from './state.js';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

const runs = new Runs();

const learn: Lab<LearnState> = {
  id: 'learn',
  texts: { en, zh },
  defaultState,
  views: ['heads', 'curves', 'examples'],
  readState,
  mount: (host, context) => new LearnLab(host, context, runs),
};

export default learn;
