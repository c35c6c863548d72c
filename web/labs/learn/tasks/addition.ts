// Two numbers of the same number of digits, and their sum with one digit more: 58+67 → 125, 12+34 → 046.
import { below, digits, type Random, type Task } from './task.js';

const kQuestion = /^(\d+)\+(\d+)$/;

function parts(question: string): readonly [string, string] | null {
  const [, left = '', right = ''] = kQuestion.exec(question) ?? [];
  return left && left.length === right.length ? [left, right] : null;
}

const number = (random: Random, size: number) => String(below(random, 10 ** size)).padStart(size, '0');

export const addition: Task = {
  id: 'addition',
  vocabulary: [...digits, '+'],
  sizes: { least: 2, most: 5, standard: 2 },
  placewise: false,
  suits: { steps: 2000 },
  longest: (size) => ({ source: 2 * size + 1, target: size + 1 }),
  question: (random, size) => `${number(random, size)}+${number(random, size)}`,
  answer(question) {
    const both = parts(question);
    if (!both || both[0].length > 12) return null;
    return String(Number(both[0]) + Number(both[1])).padStart(both[0].length + 1, '0');
  },
  /** The two numbers change places. */
  vary(question, random) {
    const both = parts(question);
    return both && random() < 0.5 ? `${both[1]}+${both[0]}` : question;
  },
};
