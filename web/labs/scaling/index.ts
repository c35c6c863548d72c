// Lab "Scaling": why scores are divided by √d.
import type { Lab } from '../lab.js';
import { ScalingLab } from './lab.js';
import { defaultState, readState, type ScalingState } from './state.js';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

const scaling: Lab<ScalingState> = {
  id: 'scaling',
  texts: { en, zh },
  defaultState,
  views: ['variance', 'weights'],
  readState,
  mount: (host, context) => new ScalingLab(host, context),
};

export default scaling;
