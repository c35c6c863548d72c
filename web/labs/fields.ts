// A state made of fields that are checked one by one.
import { LabError } from './error.js';

export type Checks<State> = Readonly<Record<keyof State, (value: unknown) => boolean>>;

/** `standard` with the fields that `raw` gives; throws LabError where one cannot be used. Fields nobody knows are left out. */
export function readFields<State extends object>(raw: unknown, standard: State, checks: Checks<State>): State {
  const given = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  const state = { ...standard } as Record<string, unknown>;
  for (const [field, check] of Object.entries<(value: unknown) => boolean>(checks)) {
    if (given[field] === undefined) continue;
    if (!check(given[field])) throw new LabError('state.field', { field });
    state[field] = given[field];
  }
  return state as State;
}
