// For each bracket the place of its partner: ([])) → DCBA×. A closing bracket that does not fit the last open one stands alone.
import { below, pick, places, range, type Random, type Task } from './task.js';

const kPairs: Readonly<Record<string, string>> = { '(': ')', '[': ']' };
const kOpen = Object.keys(kPairs);
const kAll = [...kOpen, ...Object.values(kPairs)];
export const kAlone = '×';

/** Balanced brackets: each step opens one or closes the last one, as far as the rest has room. */
function balanced(random: Random, size: number): string {
  const open: string[] = [];
  return range(size)
    .map((done) => {
      const must = open.length === size - done; // the rest only closes
      if (open.length && (must || random() < 0.5)) return kPairs[open.pop()!]!;
      open.push(pick(random, kOpen));
      return open.at(-1)!;
    })
    .join('');
}

export const brackets: Task = {
  id: 'brackets',
  vocabulary: [...kAll, ...places.slice(0, 16), kAlone],
  sizes: { least: 4, most: 14, standard: 8 },
  placewise: true,
  suits: { architecture: 'encoder', layers: 2, steps: 2000 },
  longest: (size) => ({ source: size, target: size }),
  /** Half of them balanced, as far as the size allows; in the others one or two brackets are any. */
  question(random, size) {
    const whole = [...balanced(random, size)];
    if (random() < 0.5) for (let changes = 1 + below(random, 2); changes > 0; changes--) whole[below(random, size)] = pick(random, kAll);
    return whole.join('');
  },
  answer(question) {
    const partner = [...question].map(() => kAlone);
    if (!question || partner.length > 16) return null;
    const open: number[] = [];
    for (const [at, bracket] of [...question].entries()) {
      if (!kAll.includes(bracket)) return null;
      const last = open.at(-1);
      if (bracket in kPairs) open.push(at);
      else if (last !== undefined && kPairs[question[last]!] === bracket) {
        open.pop();
        [partner[at], partner[last]] = [places[last]!, places[at]!];
      }
    }
    return partner.join('');
  },
  /** Round and square change places. */
  vary(question, random) {
    const other: Readonly<Record<string, string>> = { '(': '[', '[': '(', ')': ']', ']': ')' };
    return random() < 0.5 ? [...question].map((bracket) => other[bracket]).join('') : question;
  },
};
