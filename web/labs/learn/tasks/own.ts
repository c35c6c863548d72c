// The reader's own pairs, a line each: in → out. A tab, an arrow or => stands between them.
import type { Example } from './task.js';

export const limits = { pairs: 2000, characters: 40, alphabet: 500, text: 100_000 };
export const kFewest = 4;

const kBetween = /\t|\s*(?:→|=>|->)\s*/;

export type LineProblem = 'noArrow' | 'empty' | 'long';

export interface ReadPairs {
  readonly pairs: readonly Example[];
  /** Lines that could not be used, from 1 on. */
  readonly left: readonly { readonly line: number; readonly problem: LineProblem }[];
  /** Why none of it can be used. */
  readonly problem?: 'few' | 'many' | 'alphabet';
  /** Different characters. */
  readonly alphabet: number;
}

function readLine(text: string): Example | LineProblem {
  const [source, target, ...more] = text.split(kBetween).map((side) => side.trim().normalize('NFC'));
  if (source === undefined || target === undefined || more.length) return 'noArrow';
  if (!source || !target) return 'empty';
  return [...source].length > limits.characters || [...target].length > limits.characters ? 'long' : { source, target };
}

export function readPairs(text: string): ReadPairs {
  const pairs: Example[] = [];
  const left: { line: number; problem: LineProblem }[] = [];
  for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
    if (!line.trim()) continue;
    const read = readLine(line);
    if (typeof read === 'string') left.push({ line: i + 1, problem: read });
    else pairs.push(read);
  }
  const alphabet = new Set(pairs.flatMap(({ source, target }) => [...source, ...target])).size;
  const sources = new Set(pairs.map(({ source }) => source)).size;
  const problem = sources < kFewest ? 'few' : pairs.length > limits.pairs ? 'many' : alphabet > limits.alphabet ? 'alphabet' : undefined;
  return { pairs, left, alphabet, ...(problem ? { problem } : {}) };
}

const kRoman = [
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

function roman(number: number): string {
  const [value, sign] = kRoman.find(([value]) => value <= number) ?? [0, ''];
  return value ? sign + roman(number - value) : '';
}

/** What stands in the field before the reader's own: numbers in Roman numerals. */
export const samplePairs = Array.from({ length: 199 }, (_, i) => `${i + 1} → ${roman(i + 1)}`).join('\n');
