// The models as they are shipped, run through the façade as the page runs them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCore, type Core } from '../../core/index.js';
import type { Model } from '../../core/training.js';
import {
  BEGIN,
  BytePairs,
  Characters,
  copied,
  END,
  sentences,
  type BytePairVocabulary,
  type CharacterVocabulary,
} from '../../inputs/tokenizer/index.js';
import { root } from '../dependencies.mjs';
import type { ModelName } from './data/prepare.js';

export const shippedFile = (model: ModelName): string => join(root, 'web/assets/models', `${model}.safetensors`);
export const isShipped = (model: ModelName): boolean => existsSync(shippedFile(model));

/** Beam search as it is used wherever nobody chooses. */
export const BEAMS = { beams: 5, lengthPenalty: 1 };

let core: Promise<Core> | null = null;

async function open(file: string): Promise<{ model: Model; vocabulary: unknown }> {
  const models = await (core ??= loadCore()).then((loaded) => loaded.models());
  const model = models.model(new Uint8Array(readFileSync(file)));
  return { model, vocabulary: JSON.parse(model.metadata['vocabulary'] ?? 'null') };
}

export interface Translator {
  translate(chinese: string): string;
}

export async function translator(file: string, options = BEAMS): Promise<Translator> {
  const { model, vocabulary } = await open(file);
  const { source, target } = vocabulary as { source: CharacterVocabulary; target: BytePairVocabulary };
  const [characters, pieces] = [new Characters(source), new BytePairs(target)];
  const longest = 'maxLength' in model.config ? model.config.maxLength : 64;
  return {
    translate(chinese) {
      return sentences(chinese)
        .map((sentence) => {
          const all = characters.tokenize(sentence);
          const tokens = all.length > longest ? [...all.slice(0, longest - 1), all.at(-1)!] : all;
          const [best] = model.translate(
            tokens.map(({ id }) => id),
            options,
          ).hypotheses;
          return best ? pieces.decode(best.tokens, (at) => copied(tokens, best.steps[at]!.weights.data)) : '';
        })
        .join(' ');
    },
  };
}

export interface Judge {
  /** −1 … 1. */
  score(text: string): number;
}

export async function judge(file: string): Promise<Judge> {
  const { model, vocabulary } = await open(file);
  const pieces = new BytePairs(vocabulary as BytePairVocabulary);
  const longest = 'maxLength' in model.config ? model.config.maxLength : 64;
  return {
    score(text) {
      const ids = pieces.encode(text).slice(0, longest);
      return ids.length ? model.score(ids).score : 0;
    },
  };
}

export interface Writer {
  /** What comes after a text; the same for the same text and seed. */
  continued(text: string, options?: { tokens?: number; temperature?: number; topP?: number; seed?: number }): string;
  /** Σ −log₂ P of the text's tokens, each from up to `context` tokens before it; an unknown character counts as any of Unicode's. */
  bits(text: string): number;
}

export async function writer(file: string): Promise<Writer> {
  const { model, vocabulary } = await open(file);
  const pieces = new BytePairs(vocabulary as BytePairVocabulary);
  const context = ('maxLength' in model.config ? model.config.maxLength : 256) - 1; // begin takes a place
  return {
    continued(text, { tokens = 60, temperature = 0.8, topP = 0.9, seed = 1 } = {}) {
      const ids = pieces.encode(text);
      const random = randomFrom(seed);
      const added: number[] = [];
      while (added.length < tokens) {
        const { logits } = model.next([BEGIN, ...[...ids, ...added].slice(-context)]);
        const next = drawn(logits, { temperature, topP, random });
        if (next === END) break;
        added.push(next);
      }
      return pieces
        .decode([...ids, ...added])
        .slice(pieces.decode(ids).length)
        .trim();
    },
    bits(text) {
      const ids = [...pieces.encode(text), END];
      const stride = Math.floor(context / 2);
      let bits = 0;
      for (let first = 0; first < ids.length; first += stride) {
        const from = Math.max(0, first - stride);
        const window = ids.slice(from, first + stride);
        const { logits } = model.look([], window);
        const size = logits.shape[1]!;
        for (let at = first - from; at < window.length; at++)
          bits += surprise(logits.data.subarray(at * size, (at + 1) * size), window[at]!);
      }
      return bits + UNKNOWN_BITS * ids.filter((id) => id === 3).length;
    },
  };
}

const UNKNOWN_BITS = Math.log2(0x110000);

/** −log₂ softmax(logits)[token] */
function surprise(logits: ArrayLike<number>, token: number): number {
  let most = -Infinity;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]!);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i]! - most);
  return (Math.log(sum) + most - logits[token]!) / Math.LN2;
}

/** One of the likeliest tokens that together have the probability topP; never padding, begin or unknown. */
function drawn(logits: Float32Array, { temperature, topP, random }: { temperature: number; topP: number; random: () => number }): number {
  const order = Array.from(logits.keys())
    .filter((id) => id >= END && id !== 3)
    .sort((a, b) => logits[b]! - logits[a]!);
  const weights = order.map((id) => Math.exp((logits[id]! - logits[order[0]!]!) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let kept = 0;
  for (let mass = 0; kept < weights.length && mass < topP * total; kept++) mass += weights[kept]!;
  let at = random() * weights.slice(0, kept).reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < kept; i++) if ((at -= weights[i]!) < 0) return order[i]!;
  return order[0]!;
}

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
