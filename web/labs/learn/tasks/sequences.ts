// Copy, reverse, sort, and the letter that occurs twice.
import { digits, letters, madeOf, pick, range, relabelled, shuffled, type Random, type Task } from './task.js';

const kTwelve = [...'abcdefghijkl'];

const drawn = (alphabet: readonly string[]) => (random: Random, size: number) =>
  range(size)
    .map(() => pick(random, alphabet))
    .join('');

const sameLength = (size: number) => ({ source: size, target: size });

const ofLetters = {
  vocabulary: letters,
  sizes: { least: 3, most: 16, standard: 8 },
  placewise: true,
  longest: sameLength,
  question: drawn(letters),
  vary: (question: string, random: Random) => relabelled(question, letters, random),
} as const;

export const copy: Task = { ...ofLetters, id: 'copy', answer: (question) => (madeOf(question, letters) ? question : null) };

export const reverse: Task = {
  ...ofLetters,
  id: 'reverse',
  answer: (question) => (madeOf(question, letters) ? [...question].reverse().join('') : null),
};

export const sort: Task = {
  id: 'sort',
  vocabulary: digits,
  sizes: { least: 3, most: 16, standard: 8 },
  placewise: true,
  longest: sameLength,
  question: drawn(digits),
  answer: (question) => (madeOf(question, digits) ? [...question].sort().join('') : null),
  vary: (question, random) => shuffled([...question], random).join(''),
};

/** All letters differ but for one that stands at two places. */
export const repeated: Task = {
  id: 'repeated',
  vocabulary: kTwelve,
  sizes: { least: 3, most: 10, standard: 6 },
  placewise: false,
  longest: (size) => ({ source: size, target: 1 }),
  question(random, size) {
    const different = shuffled(kTwelve, random).slice(0, size - 1);
    return shuffled([...different, different[0]!], random).join('');
  },
  answer(question) {
    if (!madeOf(question, kTwelve)) return null;
    const twice = [...question].filter((letter, i) => question.indexOf(letter) < i);
    return twice.length === 1 ? twice[0]! : null;
  },
  vary: (question, random) => shuffled([...relabelled(question, kTwelve, random)], random).join(''),
};
