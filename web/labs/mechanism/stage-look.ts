// How the numbers of a stage look, on the page and in figures.
import type { CellPlace } from '../../views/matrix/types.js';
import { shortNumber } from '../../views/number.js';
import type { Run, StageNumbers } from './compute.js';

export const stageHues = { score: 'score', capped: 'score', masked: 'score', weights: 'weights', output: 'v' } as const;

export const numberAt = ({ data, columns }: StageNumbers, { row, column }: CellPlace) => data[row * columns + column]!;

/** Largest finite size in a stage: what the strongest tint stands for. */
export function reach({ name, data }: Pick<StageNumbers, 'name' | 'data'>): number {
  if (name === 'weights') return 1;
  return data.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;
}

/** A weight of 0 that no mask asked for: e to the power of a score far below the largest. */
export const underflows = (run: Run, head: number, numbers: StageNumbers, place: CellPlace): boolean =>
  numbers.name === 'weights' && numberAt(numbers, place) === 0 && numberAt(run.stage('masked', head), place) !== -Infinity;

export const stageText = (run: Run, head: number, numbers: StageNumbers, place: CellPlace): string =>
  underflows(run, head, numbers, place) ? '<1.2·10⁻³⁸' : shortNumber(numberAt(numbers, place));
