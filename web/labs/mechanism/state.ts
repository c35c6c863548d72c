// The lab's state: a preset, what was changed in it, and how much is shown. All of it goes into the link.
import { LabError } from '../error.js';
import { isMask } from './mask.js';
import { scoreNames } from './parameters.js';
import { findPreset, findVersion } from './presets/index.js';
import { allows, kMaxColumns, kMaxRows, type Matrix, type NumberSetting, type Problem, type Settings } from './problem.js';

export interface Own extends Partial<Settings> {
  /** Row names of matrices. */
  readonly names?: Problem['names'];
  readonly data: Readonly<Record<string, Matrix>>;
}

export interface State {
  readonly preset: string;
  readonly version: string;
  /** What differs from the preset. */
  readonly own: Own;
  readonly seed: number;
  readonly head: number;
  /** Stages unfolded; 9: all. */
  readonly steps: number;
  readonly predict: boolean;
  /** What has been asked for: 'weights', or one cell 'weights-0-1'. */
  readonly revealed: readonly string[];
  /** The cell being explained: 'weights-0-1'. */
  readonly cell: string;
  readonly full: boolean;
  /** Weights of every score function shown; null: as the sample has it. */
  readonly compare: boolean | null;
}

export const kAllSteps = 9;
const kLongestName = 24; // characters

export const defaultState: State = {
  preset: 'a4-scaled',
  version: 'right',
  own: { data: {} },
  seed: 1,
  head: 0,
  steps: kAllSteps,
  predict: false,
  revealed: [],
  cell: 'score-0-0',
  full: false,
  compare: null,
};

/** The last preset's problem, kept so that its matrices stay the same objects while a slider moves. */
let lastBase: { readonly key: string; readonly problem: Problem } | null = null;

function baseOf({ preset, version, seed }: State): Problem {
  const key = `${preset} ${version} ${seed}`;
  if (lastBase?.key !== key) lastBase = { key, problem: findVersion(findPreset(preset)!, version).problem(seed) };
  return lastBase.problem;
}

/** The preset's problem with the own changes put in. */
export function problemOfState(state: State): Problem {
  const { own } = state;
  const base = baseOf(state);
  return { ...base, ...own, data: { ...base.data, ...own.data }, names: { ...base.names, ...own.names } };
}

type Raw = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

function check(fine: boolean, field: string): void {
  if (!fine) throw new LabError('state.bad', { field });
}

const isFloat32 = (value: unknown) => typeof value === 'number' && Number.isFinite(Math.fround(value));

/** Any object of matrices within the limits; ragged or empty ones are refused. */
function checkMatrix(value: unknown, field: string, maxColumns = kMaxColumns): void {
  check(Array.isArray(value) && value.length >= 1 && value.length <= kMaxRows && value.every(Array.isArray), field);
  const rows = value as unknown[][];
  const width = rows[0]!.length;
  check(width >= 1 && width <= maxColumns && rows.every((row) => row.length === width && row.every(isFloat32)), field);
}

const isNumber = (name: NumberSetting) => (value: unknown) => typeof value === 'number' && allows(name, value);

const settingChecks: Readonly<Record<keyof Settings, (value: unknown) => boolean>> = {
  score: (value) => scoreNames.some((name) => name === value),
  scale: (value) => value === null || isNumber('scale')(value),
  softcap: isNumber('softcap'),
  temperature: isNumber('temperature'),
  mask: (value) => typeof value === 'string' && isMask(value),
  heads: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= kMaxColumns,
  gain: isNumber('gain'),
  W: isMatrix,
  U: isMatrix,
  b: isMatrix,
  v: isMatrix,
};

function isMatrix(value: unknown): boolean {
  checkMatrix(value, 'parameters', 3 * kMaxColumns);
  return true;
}

/** Row names of known matrices: short texts. */
function checkNames(value: unknown, known: Problem): void {
  check(isObject(value), 'names');
  for (const [name, rows] of Object.entries(value as Raw)) {
    check(Object.hasOwn(known.data, name) && Array.isArray(rows) && rows.length <= kMaxRows, 'names');
    check(
      (rows as unknown[]).every((row) => typeof row === 'string' && row.length <= kLongestName),
      'names',
    );
  }
}

/** What an author writes: matrices by their names in any case, `names` of their rows, and fields of the state. */
export function fromData({ names, ...fields }: Raw): Raw {
  const isMatrixName = (name: string) => /^[a-z]$/i.test(name);
  const upper = (entries: [string, unknown][]) => Object.fromEntries(entries.map(([name, value]) => [name.toUpperCase(), value]));
  const data = upper(Object.entries(fields).filter(([name]) => isMatrixName(name)));
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !isMatrixName(name)));
  const own = { ...(isObject(rest.own) ? rest.own : {}), data, ...(isObject(names) && { names: upper(Object.entries(names)) }) };
  return Object.keys(data).length || names ? { ...rest, own } : rest;
}

function readOwn(raw: unknown, known: Problem): Own {
  check(isObject(raw), 'own');
  const { data = {}, names, ...settings } = raw as Raw;
  check(isObject(data), 'data');
  if (names !== undefined) checkNames(names, known);
  for (const [name, matrix] of Object.entries(data as Raw)) {
    check(Object.hasOwn(known.data, name), name);
    checkMatrix(matrix, name);
  }
  for (const [name, value] of Object.entries(settings))
    check(Object.hasOwn(settingChecks, name) && settingChecks[name as keyof Settings](value), name);
  return { ...settings, ...(names !== undefined && { names }), data } as Own;
}

const cellText = /^(score|capped|masked|weights|output)-\d+-\d+$/;
const revealedText = /^(score|capped|masked|weights|output)(-\d+-\d+)?$/;

/** Completes and checks a state from a link. */
export function readState(raw: unknown): State {
  check(isObject(raw), 'state');
  const state = { ...defaultState, ...(raw as Raw) } as State;
  const preset = typeof state.preset === 'string' ? findPreset(state.preset) : undefined;
  if (!preset) throw new LabError('state.preset', { preset: String(state.preset) });
  check(Number.isSafeInteger(state.seed), 'seed');
  check(state.version === defaultState.version || preset.versions.some(({ id }) => id === state.version), 'version');
  const version = findVersion(preset, String(state.version));
  for (const name of ['head', 'steps'] as const) check(Number.isInteger(state[name]) && state[name] >= 0, name);
  check(Array.isArray(state.revealed) && state.revealed.every((entry) => revealedText.test(String(entry))), 'revealed');
  check(state.cell === '' || cellText.test(String(state.cell)), 'cell');
  const own = readOwn(state.own, version.problem(state.seed));
  const { seed, head, steps, revealed, cell } = state;
  const compare = typeof state.compare === 'boolean' ? state.compare : null;
  return {
    preset: preset.id,
    version: version.id,
    own,
    seed,
    head,
    steps,
    predict: state.predict === true,
    revealed,
    cell,
    full: state.full === true,
    compare,
  };
}
