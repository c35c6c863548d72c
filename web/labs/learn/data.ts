// Where the examples come from. One question in ten, chosen by its hash, is held out: training never sees it, tests see nothing else.
import { uniform } from '../random.js';
import { below, shuffled, type Example, type Random, type Task } from './tasks/task.js';
import { tasks, type TaskId } from './tasks/index.js';
import { readPairs, samplePairs } from './tasks/own.js';

export interface DataChoice {
  readonly task: TaskId;
  readonly size: number;
  /** Also shorter questions. */
  readonly varied: boolean;
  /** 0: new examples at every step; else so many, again and again. */
  readonly examples: number;
  readonly augment: boolean;
  /** Of the task 'own'; '' for the sample. */
  readonly pairs: string;
  readonly seed: number;
}

export interface Data {
  /** Characters that can be asked and answered. */
  readonly vocabulary: readonly string[];
  /** Characters of the longest question and answer that it may give or be asked. */
  readonly longest: { readonly source: number; readonly target: number };
  /** What training draws from: null without end. */
  readonly count: number | null;
  /** How many are held out: null without end. */
  readonly held: number | null;
  /** The same for the same step. */
  batch(step: number, count: number): Example[];
  /** At most `count` of those that training never sees; another `draw`, others. */
  heldOut(count: number, draw?: number): Example[];
  /** Longer than any it is trained on; null where there are none. */
  readonly longer: ((count: number) => Example[]) | null;
  /** The right answer to a question of the reader's; null: no question of this task, undefined: nobody knows. */
  answer(question: string): string | null | undefined;
}

/** FNV-1a over UTF-16 units, then mixed. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

export const isHeldOut = (question: string, seed: number): boolean => hash(question, seed) % 10 === 0;

/** A stream of random numbers of its own for each purpose and step. */
const stream = (seed: number, purpose: string, step = 0): Random => uniform(hash(`${purpose} ${step}`, seed));

export const kLonger = 2; // characters, or 1 digit

const kMostDraws = 400; // for one example: a question in ten is held out

function fromTask(task: Task, choice: DataChoice): Data {
  const { seed, size, varied } = choice;
  const example = (source: string): Example => ({ source, target: task.answer(source)! });
  /** A question of the training or of the held-out part. */
  const draw = (random: Random, asked: number, held: boolean): Example => {
    for (let draws = 0; ; draws++) {
      const question = task.question(random, asked);
      if (isHeldOut(question, seed) === held || draws === kMostDraws) return example(question);
    }
  };
  const { least } = task.sizes;
  const sized = (random: Random) => (varied ? least + below(random, size - least + 1) : size);
  const fixed = Array.from({ length: choice.examples }, (_, i) => {
    const random = stream(seed, 'fixed', i);
    return draw(random, sized(random), false);
  });
  const larger = size + (task.id === 'addition' ? 1 : kLonger);
  const varyTrained = ({ source }: Example, random: Random): Example => {
    const other = task.vary(source, random);
    return isHeldOut(other, seed) ? example(source) : example(other);
  };
  const drawTrained = (random: Random) => {
    const one = fixed.length ? fixed[below(random, fixed.length)]! : draw(random, sized(random), false);
    return choice.augment && fixed.length ? varyTrained(one, random) : one;
  };
  return {
    vocabulary: task.vocabulary,
    longest: task.longest(larger),
    count: fixed.length || null,
    held: null,
    batch(step, count) {
      const random = stream(seed, 'batch', step);
      return Array.from({ length: count }, () => drawTrained(random));
    },
    heldOut(count, which = 0) {
      const random = stream(seed, 'held out', which);
      return Array.from({ length: count }, () => draw(random, size, true));
    },
    longer: (count) => {
      const random = stream(seed, 'longer');
      return Array.from({ length: count }, () => draw(random, larger, true));
    },
    answer: (question) => task.answer(question),
  };
}

export const kUnknown = '\ufffd';
const kForget = 0.1; // of a question's characters

/** A question of which one character in ten is unknown. */
const forgetful = ({ source, target }: Example, random: Random): Example => ({
  source: [...source].map((character) => (random() < kForget ? kUnknown : character)).join(''),
  target,
});

const lengthOf = (text: string) => [...text].length;

/** One different question in ten is held out, at least one; pairs with the same question stay together. */
function fromPairs({ seed, pairs: text, augment }: DataChoice): Data {
  const { pairs } = readPairs(text || samplePairs);
  const questions = shuffled([...new Set(pairs.map(({ source }) => source))], stream(seed, 'split'));
  const held = new Set(questions.slice(0, Math.max(1, Math.round(questions.length / 10))));
  const trained = pairs.filter(({ source }) => !held.has(source));
  const rest = pairs.filter(({ source }) => held.has(source));
  const most = (side: (pair: Example) => string) => pairs.reduce((longest, pair) => Math.max(longest, lengthOf(side(pair))), 1);
  return {
    vocabulary: [...new Set(trained.flatMap(({ source, target }) => [...source, ...target]))].sort(),
    longest: { source: most(({ source }) => source), target: most(({ target }) => target) },
    count: trained.length,
    held: rest.length,
    batch(step, count) {
      const random = stream(seed, 'batch', step);
      return Array.from({ length: count }, () => {
        const pair = trained[below(random, trained.length)]!;
        return augment ? forgetful(pair, random) : pair;
      });
    },
    heldOut: (count, which = 0) => shuffled(rest, stream(seed, 'held out', which)).slice(0, count),
    longer: null,
    answer: (question) => pairs.find(({ source }) => source === question)?.target,
  };
}

export const dataOf = (choice: DataChoice): Data => (choice.task === 'own' ? fromPairs(choice) : fromTask(tasks[choice.task], choice));
