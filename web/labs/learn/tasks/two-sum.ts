// Which two digits add up to the one behind the sign: 3041=7 → ✓·✓···. No other two do, and no digit is above 4.
import { below, digits, pick, range, shuffled, type Random, type Task } from './task.js';

const kQuestion = /^([0-4]+)=([0-8])$/;
const kSmall = [...'01234'];
const [kYes, kNo] = ['✓', '·'];

/** Places of all pairs that add up to `sum`. */
function pairs(list: string, sum: number): [number, number][] {
  return range(list.length).flatMap((i) =>
    range(i)
      .filter((j) => Number(list[i]) + Number(list[j]) === sum)
      .map((j): [number, number] => [j, i]),
  );
}

function parts(question: string): { readonly list: string; readonly sum: number } | null {
  const [, list = '', sum = ''] = kQuestion.exec(question) ?? [];
  return list.length >= 2 ? { list, sum: Number(sum) } : null;
}

const written = (list: string, sum: number) => `${list}=${sum}`;

/** A list and the sum of two of its numbers; drawn again until no other two have that sum. */
function draw(random: Random, size: number): string {
  for (;;) {
    const list = range(size)
      .map(() => pick(random, kSmall))
      .join('');
    const [first, second] = shuffled(range(size), random);
    const sum = Number(list[first!]) + Number(list[second!]);
    if (pairs(list, sum).length === 1) return written(list, sum);
  }
}

export const twoSum: Task = {
  id: 'two-sum',
  vocabulary: [...digits.slice(0, 9), '=', kYes, kNo],
  sizes: { least: 3, most: 6, standard: 4 },
  placewise: true,
  // its encoder–decoder stays at guessing for a thousand steps
  suits: { architecture: 'encoder', layers: 2 },
  longest: (size) => ({ source: size + 2, target: size + 2 }),
  question: draw,
  answer(question) {
    const whole = parts(question);
    const [only, ...others] = whole && whole.list.length <= 16 ? pairs(whole.list, whole.sum) : [];
    if (!only || others.length) return null;
    return [...question].map((_, place) => (only.includes(place) ? kYes : kNo)).join('');
  },
  /** The same numbers in another order. */
  vary(question, random) {
    const whole = parts(question);
    return whole && below(random, 4) ? written(shuffled([...whole.list], random).join(''), whole.sum) : question;
  },
};
