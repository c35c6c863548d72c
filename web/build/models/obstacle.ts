// What stands in the way of judging a model here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelName } from './data/prepare.js';
import { REVIEWS } from './data/sentiment.js';
import { PAIRS } from './data/translation.js';
import { isShipped, shippedFile } from './shipped.js';

/** Why a model cannot be judged here, or null. */
export function obstacle(model: ModelName, data: string | undefined, shipped = isShipped): string | null {
  if (!shipped(model)) return `no weights ${shippedFile(model)}: npm run train -- ${model} makes them`;
  if (model === 'generation') return null;
  const [{ file, from }] = model === 'sentiment' ? [REVIEWS[0]!] : [PAIRS];
  if (!data) return `its test sentences are not part of the project: --data DIR, a folder with ${file}; ${from}`;
  return existsSync(join(data, file)) ? null : `no file ${file} in ${data}; ${from}`;
}
