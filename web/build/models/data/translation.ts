// Chinese → English from Tatoeba's sentence pairs.
import { createRequire } from 'node:module';
import { BytePairs, END, SPECIAL, type BytePairVocabulary } from '../../../inputs/tokenizer/byte-pair.js';
import { Characters, Simplifier, type CharacterVocabulary } from '../../../inputs/tokenizer/characters.js';
import { readRows } from './folder.js';
import { learnPieces } from './learn-pieces.js';
import type { Example } from './run-folder.js';
import { bare, groups, hashed, PARTS, partOf, type Part } from './split.js';

export const PAIRS = {
  file: 'tatoeba-cmn/pairs.tsv',
  columns: 2,
  from: 'English, Chinese and attribution a line, as in cmn.txt of https://www.manythings.org/anki/cmn-eng.zip (Tatoeba, CC BY 2.0 FR)',
};
const SPLIT = { salt: 'tatoeba-cmn', valid: 0.05, test: 0.1 };
const PIECES = 2000;
/** Longer sentences teach a small model nothing and make a batch wide; no test sentence is left out. */
const MOST_TOKENS = 48;

export interface Pair {
  readonly chinese: string;
  readonly english: string;
}

export interface TranslationVocabulary {
  readonly source: CharacterVocabulary;
  readonly target: BytePairVocabulary;
}

/** A Chinese sentence and every English one that the data gives for it. */
export interface Referenced {
  readonly chinese: string;
  readonly references: readonly string[];
}

/** Traditional characters that have a simplified one, from OpenCC's table by characters. */
export async function simplifiedCharacters(): Promise<[traditional: string, simplified: string][]> {
  const { default: table } = (await import(dictionary())) as { default: string };
  return table.split('|').map((entry) => entry.split(' ') as [string, string]);
}
const dictionary = (): string => createRequire(import.meta.url).resolve('opencc-js/dict/TSCharacters');

/** Pairs that share a Chinese or an English sentence, signs and case apart, lie on the same side. */
export async function splitPairs(folder: string): Promise<Record<Part, Pair[]>> {
  const table = await simplifiedCharacters();
  const simplifier = new Simplifier(table.map(([from]) => from).join(''), table.map(([, to]) => to).join(''));
  const simple = (text: string): string =>
    simplifier
      .characters(text)
      .map(({ character }) => character)
      .join('');
  const seen = new Set<string>();
  const pairs = readRows(folder, PAIRS)
    .map(([english = '', chinese = '']) => ({ english: english.trim(), chinese: chinese.trim() }))
    .filter(({ english, chinese }) => {
      const key = `${simple(chinese)}\t${english}`;
      return bare(english) !== '' && bare(chinese) !== '' && !seen.has(key) && seen.add(key);
    });
  const keys = groups(pairs.map(({ english, chinese }) => [`zh ${bare(simple(chinese))}`, `en ${bare(english)}`]));
  const parts: Record<Part, Pair[]> = { train: [], valid: [], test: [] };
  pairs.forEach((pair, i) => parts[partOf(keys[i]!, SPLIT)].push(pair));
  return parts;
}

/** One row a Chinese sentence, with its references, in an order that has nothing to do with the data's. */
export function referenced(pairs: readonly Pair[], vocabulary: TranslationVocabulary): Referenced[] {
  const source = new Characters(vocabulary.source);
  const found = new Map<string, { chinese: string; references: string[] }>();
  for (const { chinese, english } of pairs) {
    const key = source
      .tokenize(chinese)
      .map(({ piece }) => piece)
      .join('');
    const row = found.get(key);
    if (!row) found.set(key, { chinese, references: [english] });
    else if (!row.references.includes(english)) row.references.push(english);
  }
  return [...found.values()].sort((a, b) => hashed(a.chinese) - hashed(b.chinese));
}

/** From the train part alone. Characters seen once are unknown, so that unknown ones are met in training too. */
export async function translationVocabulary(train: readonly Pair[]): Promise<TranslationVocabulary> {
  const english = [...new Set(train.map((pair) => pair.english))];
  const table = await simplifiedCharacters();
  const [traditional, simplified] = [table.map(([from]) => from).join(''), table.map(([, to]) => to).join('')];
  const simplifier = new Simplifier(traditional, simplified);
  const counts = new Map<string, number>();
  for (const { chinese } of train)
    for (const { character } of simplifier.characters(chinese)) counts.set(character, (counts.get(character) ?? 0) + 1);
  const known = new Set([...counts].filter(([, count]) => count > 1).map(([character]) => character));
  const useful = table.filter(([from, to]) => known.has(to) && !known.has(from));
  return {
    source: {
      pieces: [...SPECIAL, ...[...known].sort()],
      traditional: useful.map(([from]) => from).join(''),
      simplified: useful.map(([, to]) => to).join(''),
    },
    target: { pieces: learnPieces(english, { size: PIECES, lowercase: true }), lowercase: true, cased: casedWords(english) },
  };
}

/** Words that mostly have a capital where no sentence begins; once is no habit. */
export function casedWords(sentences: readonly string[]): string[] {
  const forms = new Map<string, Map<string, number>>();
  for (const sentence of sentences)
    for (const [word] of sentence.matchAll(/(?<=[^\s.!?"'’”-]\s)\p{L}+/gu)) {
      const counts = forms.get(word.toLowerCase()) ?? new Map<string, number>();
      forms.set(word.toLowerCase(), counts.set(word, (counts.get(word) ?? 0) + 1));
    }
  const usual = [...forms].map(
    ([lower, counts]) => [lower, ...[...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]!] as const,
  );
  return usual
    .filter(([lower, form, count]) => form !== lower && count > 1)
    .map(([, form]) => form)
    .sort();
}

export async function prepareTranslation(folder: string) {
  const parts = await splitPairs(folder);
  const vocabulary = await translationVocabulary(parts.train);
  const [source, target] = [new Characters(vocabulary.source), new BytePairs(vocabulary.target)];
  const encode = ({ chinese, english }: Pair): Example => ({ source: source.encode(chinese), target: [...target.encode(english), END] });
  const short = ({ source, target }: Example): boolean => source.length <= MOST_TOKENS && target.length <= MOST_TOKENS;
  const examples = Object.fromEntries(
    PARTS.map((part) => [part, parts[part].map(encode).filter((each) => part === 'test' || short(each))]),
  );
  const facts = Object.fromEntries(
    PARTS.flatMap((part) => [
      [`${part} pairs`, examples[part]!.length],
      [`${part} Chinese sentences`, referenced(parts[part], vocabulary).length],
    ]),
  );
  return { vocabulary, examples: examples as Record<Part, Example[]>, facts, parts };
}
