// What a task is: questions drawn at random, their right answers, and changes that keep a question true.

/** Uniform in [0, 1). */
export type Random = () => number;

export interface Example {
  readonly source: string;
  readonly target: string;
}

export type TaskId = 'reverse' | 'copy' | 'sort' | 'addition' | 'brackets' | 'two-sum' | 'repeated' | 'own';

/** Every character is a token. */
export interface Task {
  readonly id: TaskId;
  readonly vocabulary: readonly string[];
  /** Of a question: characters, digits of a number, numbers of a list. */
  readonly sizes: { readonly least: number; readonly most: number; readonly standard: number };
  /** Each place of the question has its place in the answer: an encoder alone can give it. */
  readonly placewise: boolean;
  /** With which it is learned in good time, where that is not how the lab starts. */
  readonly suits?: { readonly architecture?: 'encoder'; readonly layers?: number; readonly steps?: number };
  /** Characters of the longest question and answer. */
  longest(size: number): { readonly source: number; readonly target: number };
  question(random: Random, size: number): string;
  /** null: no question of this task. */
  answer(question: string): string | null;
  /** Another question of the same size, made from this one. */
  vary(question: string, random: Random): string;
}

export const below = (random: Random, count: number): number => Math.floor(random() * count);

export const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)]!;

/** Fisher–Yates. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = below(random, i + 1);
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const letters = [...'abcdefghij'];
export const digits = [...'0123456789'];
/** Names of places in a question. */
export const places = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Every letter becomes another one, the same everywhere. */
export function relabelled(text: string, alphabet: readonly string[], random: Random): string {
  const other = shuffled(alphabet, random);
  return [...text].map((letter) => other[alphabet.indexOf(letter)] ?? letter).join('');
}

export const madeOf = (text: string, alphabet: readonly string[]): boolean =>
  text.length > 0 && [...text].every((character) => alphabet.includes(character));
