// Lab "Mechanism": small matrices through every score function, each number followed back to its arithmetic.
import type { Lab } from '../lab.js';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };
import { MechanismLab } from './lab.js';
import { defaultState, fromData, readState, type State } from './state.js';

const mechanism: Lab<State> = {
  id: 'mechanism',
  texts: { en, zh },
  defaultState,
  views: ['stages', 'weights'],
  readState,
  fromData,
  mount: (host, context) => new MechanismLab(host, context),
};

export default mechanism;
