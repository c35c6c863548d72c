// What a head does on one example: how much of its weight goes where.

/** Where a query may look; shares of its weight, averaged over the queries. */
export type Habit = 'same' | 'previous' | 'next' | 'first' | 'mirror' | 'letter';

export interface Pattern {
  /** Mean of each query's largest weight. */
  readonly largest: number;
  /** The habit with the most weight, if that is well above an even spread. */
  readonly habit: Habit | null;
  readonly share: number;
}

export interface HeadInput {
  /** (rows, columns), row-major. */
  readonly weights: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** What is written at each row; what stands in each column. */
  readonly written: readonly string[];
  readonly looked: readonly string[];
  /** Places of the question, signs not counted. */
  readonly length: number;
  /** Rows write the answer. */
  readonly writes: boolean;
}

const kClear = 1.8; // times an even spread
const kBeyond = 1.2; // times the weight on a place

/** −1: no such key. */
const targets: Readonly<Record<Exclude<Habit, 'letter'>, (row: number, input: HeadInput) => number>> = {
  same: (row) => row,
  previous: (row) => row - 1,
  next: (row) => row + 1,
  first: () => 0,
  mirror: (row, { length }) => length - 1 - row,
};

/** Mean over the queries that have such keys of the weight on them, and of what an even spread would give. */
function share(input: HeadInput, keys: (row: number) => readonly number[]): { share: number; even: number } {
  let [sum, even, count] = [0, 0, 0];
  for (let row = 0; row < Math.min(input.rows, input.length); row++) {
    const found = keys(row).filter((key) => key >= 0 && key < input.columns);
    if (!found.length) continue;
    let [seen, total] = [0, 0];
    for (let key = 0; key < input.columns; key++) {
      const weight = input.weights[row * input.columns + key] ?? 0;
      total += weight;
      if (weight > 0) seen++;
      if (found.includes(key)) sum += weight;
    }
    if (total > 0) even += found.length / Math.max(seen, found.length);
    count++;
  }
  return count ? { share: sum / count, even: even / count } : { share: 0, even: 1 };
}

export function patternOf(input: HeadInput): Pattern {
  const { weights, rows, columns, written, looked } = input;
  const most = Array.from({ length: rows }, (_, row) => {
    let largest = 0;
    for (let key = 0; key < columns; key++) largest = Math.max(largest, weights[row * columns + key] ?? 0);
    return largest;
  });
  const habits = (Object.keys(targets) as (keyof typeof targets)[]).map((habit) => ({
    habit: habit as Habit,
    ...share(input, (row) => [targets[habit](row, input)]),
  }));
  const place = habits.reduce((first, one) => (one.share > first.share ? one : first));
  const letter = {
    habit: 'letter' as const,
    ...share(input, (row) => looked.flatMap((sign, key) => (sign === written[row] ? [key] : []))),
  };
  // a letter that stands there twice gathers more than its place: that alone is no habit
  const best = input.writes && letter.share > kBeyond * place.share ? letter : place;
  const clear = best.share > Math.min(0.9, kClear * best.even) && rows > 1;
  return { largest: most.reduce((sum, one) => sum + one, 0) / Math.max(1, rows), habit: clear ? best.habit : null, share: best.share };
}

/** The cell of the largest weight. */
export function strongest(weights: ArrayLike<number>, columns: number): readonly [row: number, column: number] {
  let best = 0;
  for (let i = 1; i < weights.length; i++) if (weights[i]! > weights[best]!) best = i;
  return [Math.floor(best / columns), best % columns];
}
