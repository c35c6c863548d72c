// The opened model: text in; the score, each word's weight and the score without each word out.
import type { RemoteCore, RemoteModel } from '../../core/worker/remote.js';
import type { Explanation } from '../../core/types.js';
import { BytePairs, type BytePairVocabulary, type Token } from '../../inputs/tokenizer/index.js';

/** A word and its tokens, first … end − 1. */
export interface Word {
  readonly label: string;
  readonly first: number;
  readonly end: number;
  readonly unknown: boolean;
}

export interface Reading {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly words: readonly Word[];
  /** Tokens that did not fit. */
  readonly left: number;
}

/** What the model says of a reading without some of its words. */
export interface Judgement {
  readonly reading: Reading;
  readonly out: readonly number[];
  /** −1 … 1 */
  readonly score: number;
  /** Of each word, the sum over its tokens; 0 for a word that is out. */
  readonly weights: Float32Array;
  /** The score without each word as well; NaN for a word that is out, or the only one. */
  readonly without: Float32Array;
}

export interface WeightExplanation {
  readonly token: Token;
  readonly score: Explanation;
  readonly weight: Explanation;
}

export class Session {
  private constructor(
    readonly model: RemoteModel,
    private readonly pieces: BytePairs,
  ) {}

  /** Takes the bytes over. */
  static async open(core: RemoteCore, bytes: Uint8Array, signal: AbortSignal): Promise<Session> {
    const model = await core.model(bytes, { signal });
    try {
      return new Session(model, new BytePairs(JSON.parse(model.metadata['vocabulary'] ?? '') as BytePairVocabulary));
    } catch {
      await model.dispose();
      throw Object.assign(new Error('no vocabulary'), {
        code: 'weights-format',
        values: { field: 'vocabulary', actual: '', expected: '{pieces}' },
      });
    }
  }

  get mostTokens(): number {
    const { config } = this.model;
    return 'maxLength' in config ? config.maxLength : 64;
  }

  read(text: string): Reading {
    const all = this.pieces.tokenize(text);
    const tokens = all.slice(0, this.mostTokens);
    return { text, tokens, words: wordsOf(tokens), left: all.length - tokens.length };
  }

  /** Null where no word is left. */
  async judge(reading: Reading, out: readonly number[], signal: AbortSignal): Promise<Judgement | null> {
    const { words } = reading;
    const kept = words.map((_, i) => i).filter((i) => !out.includes(i));
    if (kept.length === 0) return null;
    const ids = (which: readonly number[]) =>
      which.flatMap((i) => reading.tokens.slice(words[i]!.first, words[i]!.end).map(({ id }) => id));
    const whole = await this.model.score(ids(kept), { signal });
    const weights = new Float32Array(words.length);
    let at = 0;
    for (const i of kept) for (let t = words[i]!.first; t < words[i]!.end; t++) weights[i]! += whole.weights.data[at++] ?? 0;
    const without = new Float32Array(words.length).fill(NaN);
    if (kept.length > 1)
      for (const i of kept) {
        const rest = kept.filter((other) => other !== i);
        without[i] = (await this.model.score(ids(rest), { signal })).score;
      }
    return { reading, out, score: whole.score, weights, without };
  }

  /** How the weight of a word's heaviest token came about. */
  async explain({ reading, out, weights }: Judgement, word: number, signal: AbortSignal): Promise<WeightExplanation | null> {
    const kept = reading.words.flatMap((each, i) =>
      out.includes(i) ? [] : reading.tokens.slice(each.first, each.end).map((token) => ({ token, word: i })),
    );
    const own = kept.findIndex((each) => each.word === word);
    if (own < 0 || !weights[word]) return null;
    await this.model.look(
      kept.map(({ token }) => token.id),
      [],
      {},
      { signal },
    );
    const cell = { head: 0, row: 0, column: own };
    const score = await this.model.explain('pooling', 0, 'score', cell, { signal });
    const weight = await this.model.explain('pooling', 0, 'weights', cell, { signal });
    return { token: kept[own]!.token, score, weight };
  }
}

/** Pieces that begin with ▁, or follow none, begin a word; a sign stands by itself. */
export function wordsOf(tokens: readonly Token[]): Word[] {
  const words: { label: string; first: number; end: number; unknown: boolean }[] = [];
  tokens.forEach((token, i) => {
    const last = words.at(-1);
    const letters = /^[\p{L}\p{M}\p{N}'’]+$/u;
    const joins = last && !token.piece.startsWith('▁') && letters.test(token.piece) && letters.test(last.label);
    if (joins) {
      last.label += token.piece;
      last.end = i + 1;
      last.unknown ||= token.unknown;
    } else {
      words.push({ label: token.piece.replace(/^▁/, '') || '␣', first: i, end: i + 1, unknown: token.unknown });
    }
  });
  return words;
}
