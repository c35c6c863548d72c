// What the weights show, in words. Only comparisons of the core's numbers.
import { percent } from '../../views/number.js';
import type { StageNumbers } from './compute.js';

type Text = (key: string, values?: Readonly<Record<string, string | number>>) => string;

interface Ranked {
  readonly column: number;
  readonly share: number;
}

/** More names than these are counted. */
const kMostNames = 4;

/** The keys that are not masked, the largest weight first. */
function rank(row: ArrayLike<number>, masked: ArrayLike<number> | undefined): Ranked[] {
  const seen = Array.from(row, (share, column) => ({ column, share })).filter(({ column }) => masked?.[column] !== -Infinity);
  return seen.sort((a, b) => b.share - a.share || a.column - b.column);
}

/** The keys that have as much weight as the first, as far as the text tells. */
const tied = (ranked: readonly Ranked[]) =>
  ranked.filter(({ share }) => ranked[0]!.share - share < 0.01 && percent(share) === percent(ranked[0]!.share));

/** Which words fit a row of weights. */
export function kindOf(ranked: readonly Ranked[]): 'nothing' | 'single' | 'only' | 'almost' | 'even' | 'tie' | 'mostly' | 'first' {
  const [best, second] = ranked;
  if (!best || best.share === 0) return 'nothing';
  if (!second) return 'single';
  if (second.share < 0.0005 && best.share > 0.9995) return 'only';
  if (best.share >= 0.995) return 'almost';
  if (ranked.length > 2 && best.share - ranked.at(-1)!.share < 0.02) return 'even';
  if (tied(ranked).length > 1) return 'tie';
  return best.share >= 0.5 ? 'mostly' : 'first';
}

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** "key 1, key 2 and key 5", or "5 keys". */
function list(names: readonly string[], text: Text): string {
  if (names.length > kMostNames) return text('keys.count', { count: names.length });
  return names.reduce((all, name, i) => text(i < names.length - 1 ? 'list.comma' : 'list.and', { all, name }));
}

export interface Named {
  /** "token 2", "“love”". */
  query(row: number): string;
  key(column: number): string;
}

/** "token 2 looks mostly at token 3, 71 %": one sentence a row; pooling has one row and no query. */
export function sentenceOf(
  { weights, masked }: { readonly weights: StageNumbers; readonly masked?: StageNumbers },
  row: number,
  named: Named,
  pooling: boolean,
  text: Text,
): string {
  const rowOf = ({ data, columns }: StageNumbers) => data.subarray(row * columns, (row + 1) * columns);
  const ranked = rank(rowOf(weights), masked && rowOf(masked));
  const [best, second] = ranked;
  const kind = kindOf(ranked);
  const values = {
    query: named.query(row),
    key: best ? named.key(best.column) : '',
    share: percent(best?.share ?? 0),
    second: second ? named.key(second.column) : '',
    secondShare: percent(second?.share ?? 0),
    keys:
      kind === 'tie'
        ? list(
            tied(ranked).map(({ column }) => named.key(column)),
            text,
          )
        : '',
    count: ranked.length,
  };
  return capital(text(`${pooling ? 'pooled' : 'looks'}.${kind}`, values));
}
