// Words from numbers: settings in a line, habits of heads, amounts.
import { shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import type { LearnLab } from './lab.js';
import type { Pattern } from './measures.js';
import { differing } from './runs.js';
import type { HeadPlace, LearnState } from './state.js';

type Say = LearnLab['say'];

/** What a group of settings says without being opened. */
export function shortSettings({ say, state, counting: { count } }: LearnLab, group: 'model' | 'learning' | 'data'): string {
  const { layers, width, heads, rate, batch, steps, examples } = state;
  if (group === 'model') return say('short.model', { architecture: say(`architecture.${state.architecture}`), layers, width, heads });
  if (group === 'learning') return say('short.learning', { rate, schedule: say(`schedule.${state.schedule}`), batch, steps: count(steps) });
  const augment = state.augment ? say('short.augmented') : '';
  if (state.task === 'own') return say('short.own') + augment;
  return say(examples ? 'short.fixed' : 'short.fresh', { size: state.size, count: count(examples) }) + augment;
}

/** One setting of a run in words: "rate 0.01". */
export function settingText(say: Say, state: LearnState, field: keyof LearnState): string {
  const value = state[field];
  if (typeof value === 'boolean') return say(value ? 'setting.on' : 'setting.off', { name: say(field) });
  if (typeof value === 'string') return say('setting', { name: say(field), value: say(`${field}.${value}`) });
  return say('setting', { name: say(field), value: field === 'examples' && value === 0 ? say('examples.fresh') : String(value) });
}

/** Task, and where a run's settings differ from the ones on show. */
export function runName(say: Say, state: LearnState, other: LearnState): string {
  const fields = differing(state, other).filter((field) => field !== 'task');
  const parts = fields.map((field) => settingText(say, state, field));
  return [say(`task.${state.task}`), ...(parts.length ? parts : [say('runs.same')])].join(say('list.comma'));
}

/** "mirror 87 %", or how sharp it is where it has no such habit. */
export function habitLine(say: Say, { habit, share, largest }: Pattern): string {
  return habit ? say(`habit.${habit}`, { share: finePercent(share) }) : say('habit.none', { share: finePercent(largest) });
}

export function habitSentence(say: Say, { habit, share, largest }: Pattern): string {
  return habit ? say(`habit.${habit}.long`, { share: finePercent(share) }) : say('habit.none.long', { share: finePercent(largest) });
}

export const headTitle = (say: Say, [part, layer, head]: HeadPlace): string =>
  say('head.title', { part: say(`part.${part}`), layer: layer + 1, head: head + 1 });

const units = ['', 'k', 'M', 'G', 'T', 'P'];

/** 3.2e9 → "3.20 GFLOP". */
export function flopsText(flops: number): string {
  let [value, unit] = [flops, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value >= 99.95 || unit === 0 ? value.toFixed(0) : value.toPrecision(3)}\u00a0${units[unit]}FLOP`;
}

/** Of a step that was, or of the training as a whole. */
export const lossText = (loss: number | undefined): string => (loss === undefined ? '–' : shortNumber(loss));
