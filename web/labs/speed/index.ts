// Lab "Speed": the measurements of the benchmark on the visitor's own machine.
import type { Lab } from '../lab.js';
import { SpeedLab } from './lab.js';
import { Results } from './results.js';
import { defaultState, readState, type SpeedState } from './state.js';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

const results = new Results();

const speed: Lab<SpeedState> = {
  id: 'speed',
  texts: { en, zh },
  defaultState,
  views: ['bars', 'curves'],
  readState,
  mount: (host, context) => new SpeedLab(host, context, results),
};

export default speed;
