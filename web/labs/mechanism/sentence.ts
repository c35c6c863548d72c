// What the weights show, in words. Only comparisons of the core's numbers.
import { percent } from '../../views/number.js';
import type { StageNumbers } from './compute.js';

type Text = (key: string, values?: Readonly<Record<string, string | number>>) => string;

interface Ranked {
  readonly column: number;
  readonly share: number;
}

const rank = (row: ArrayLike<number>): Ranked[] =>
  Array.from(row, (share, column) => ({ column, share })).sort((a, b) => b.share - a.share || a.column - b.column);

/** Which words fit a row of weights. */
export function kindOf(ranked: readonly Ranked[]): 'nothing' | 'single' | 'only' | 'even' | 'tie' | 'mostly' | 'first' {
  const [best, second] = ranked;
  if (!best || best.share === 0) return 'nothing';
  if (!second) return 'single';
  if (best.share >= 0.995) return 'only';
  if (ranked.length > 2 && best.share - ranked.at(-1)!.share < 0.02) return 'even';
  if (best.share - second.share < 0.01) return 'tie';
  return best.share >= 0.5 ? 'mostly' : 'first';
}

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

export interface Named {
  /** "token 2", "“love”". */
  query(row: number): string;
  key(column: number): string;
}

/** "token 2 looks mostly at token 3, 71 %": one sentence a row; pooling has one row and no query. */
export function sentenceOf(weights: StageNumbers, row: number, named: Named, pooling: boolean, text: Text): string {
  const ranked = rank(weights.data.subarray(row * weights.columns, (row + 1) * weights.columns));
  const [best, second] = ranked;
  const values = {
    query: named.query(row),
    key: best ? named.key(best.column) : '',
    share: percent(best?.share ?? 0),
    second: second ? named.key(second.column) : '',
    secondShare: percent(second?.share ?? 0),
  };
  return capital(text(`${pooling ? 'pooled' : 'looks'}.${kindOf(ranked)}`, values));
}
