// The folder in which the native trainer trains: config.json and token ids of each part.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '../safetensors.mjs';
import { PARTS, type Part } from './split.js';

export interface Example {
  readonly source: readonly number[];
  /** Ends with END, without begin; the label in thousandths for a classifier. */
  readonly target: readonly number[];
}

export interface Prepared {
  readonly config: { readonly model: object; readonly training: object };
  /** What the page needs to make ids of a text, and text of ids. */
  readonly vocabulary: object;
  readonly examples: Readonly<Record<Part, readonly Example[]>>;
  /** Weights that training begins with, by name; the others are drawn. */
  readonly beginning?: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
  /** For the log and the card. */
  readonly facts: Readonly<Record<string, number | string>>;
}

/** int32: count, then for each example both lengths, the source, the target. */
export function packExamples(examples: readonly Example[]): Buffer {
  const size = examples.reduce((sum, { source, target }) => sum + 2 + source.length + target.length, 1);
  const numbers = new Int32Array(size);
  let at = 0;
  numbers[at++] = examples.length;
  for (const { source, target } of examples) {
    numbers.set([source.length, target.length], at);
    numbers.set(source, at + 2);
    numbers.set(target, at + 2 + source.length);
    at += 2 + source.length + target.length;
  }
  return Buffer.from(numbers.buffer);
}

/** Files that are as they should be stay untouched: a training that was interrupted goes on. */
export function writeRun(folder: string, { config, vocabulary, examples, facts, beginning }: Prepared): void {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, content: Buffer): void => {
    const path = join(folder, name);
    if (!existsSync(path) || readFileSync(path).compare(content) !== 0) writeFileSync(path, content);
  };
  const json = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  for (const part of PARTS) put(`${part}.bin`, packExamples(examples[part]));
  if (beginning) {
    const tensors = new Map(
      [...beginning].map(([name, tensor]) => [name, { dtype: 'F32' as const, shape: [...tensor.shape], data: tensor.data }]),
    );
    put('init.safetensors', writeSafetensors(tensors, {}));
  }
  put('vocabulary.json', Buffer.from(`${JSON.stringify(vocabulary)}\n`));
  put('facts.json', json(facts));
  put('config.json', json(config));
}
