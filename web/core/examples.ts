// Batches on their way into the models' binary: checked here for what only JavaScript can get wrong, packed as one row of int32.
import { AttentionError } from './errors.js';
import type { Batch, ModelConfig } from './training.js';

export function badBatch(name: string, actual: number | string, limit: number, rule: string): AttentionError {
  return new AttentionError('bad-batch', { name, actual, limit }, `batch: ${name} ${actual}: ${rule}`);
}

const largestId = 2 ** 31 - 1;

function checkIds(name: 'source' | 'target', ids: readonly number[], least: number): void {
  for (const id of ids)
    if (!Number.isInteger(id) || id < least || id > largestId)
      throw badBatch(name, String(id), largestId, `must be a whole number of at least ${least}`);
}

/** Does the target have one token for each of the source? */
const isPositionwise = (config: ModelConfig) => config.kind === 'transformer' && config.architecture === 'encoder';

function checkExample(config: ModelConfig, source: readonly number[], target: readonly number[], answered: boolean): void {
  const isClassifier = config.kind === 'pooling-classifier';
  checkIds('source', source, 0);
  checkIds('target', target, isClassifier ? -1000 : 0);
  if (!answered && target.length === 0) return;
  const wanted = isClassifier ? 1 : isPositionwise(config) ? source.length : null;
  if (wanted !== null && target.length !== wanted) throw badBatch('target', target.length, wanted, `tokens where ${wanted} must be`);
  if (target.length === 0) throw badBatch('target', 0, 1, 'tokens where at least one must be');
}

/**
 * How many examples; of each the counts of its source and its target, then their ids (cpp/bindings/models/look.hpp). Not `answered`:
 * a target may be empty.
 */
export function packExamples(config: ModelConfig, { source, target }: Batch, answered = true): Int32Array {
  if (source.length !== target.length) throw badBatch('target', target.length, source.length, `targets for ${source.length} sources`);
  if (source.length === 0) throw badBatch('source', 0, 1, 'examples where at least one must be');
  source.forEach((ids, i) => checkExample(config, ids, target[i]!, answered));
  const words = [source.length];
  source.forEach((ids, i) => words.push(ids.length, target[i]!.length, ...ids, ...target[i]!));
  return Int32Array.from(words);
}

const parts = ['encoder', 'decoder', 'cross', 'pooling'] as const;

export const partAt = (index: number) => parts[index]!;

/** Triples (part, layer, head). */
export const packHeads = (heads: readonly (readonly [part: (typeof parts)[number], layer: number, head: number])[]): Int32Array =>
  Int32Array.from(heads.flatMap(([part, layer, head]) => [parts.indexOf(part), layer, head]));
