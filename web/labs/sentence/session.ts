// The opened model: text in; tokens, weights and sentence vector out.
import type { RemoteCore, RemoteEncoder, RemoteRun } from '../../core/worker/remote.js';
import { readVocabulary, Tokenizer, type Tokens } from '../../inputs/tokenizer/index.js';
import { measureHead, scaleEnd, type HeadMeasures, type ScaleEnd } from './measures.js';
import { pieceLabel } from './pieces.js';
import { headPair, type HeadName } from './state.js';

export interface HeadResult {
  readonly layer: number;
  readonly head: number;
  readonly weights: Float32Array; // (query, key)
  readonly measures: HeadMeasures;
  /** Of its own picture. */
  readonly scale: ScaleEnd;
}

/** Everything about one text with one set of heads off. */
export interface Analysis {
  readonly text: string;
  readonly off: readonly HeadName[];
  readonly tokens: Tokens;
  readonly labels: readonly string[];
  readonly heads: readonly HeadResult[];
  /** Of the overview: the same for all heads. */
  readonly scale: ScaleEnd;
  /** With all heads on, and with `off` off (the same where none is). */
  readonly full: Float32Array;
  readonly vector: Float32Array;
  readonly run: RemoteRun;
}

export interface Vectors {
  readonly tokens: Tokens;
  readonly full: Float32Array;
  readonly vector: Float32Array;
}

export class Session {
  private readonly tokenized = new Map<string, Tokens>();

  private constructor(
    readonly encoder: RemoteEncoder,
    private readonly tokenizer: Tokenizer,
  ) {}

  /** Takes the bytes over. */
  static async open(core: RemoteCore, bytes: Uint8Array, signal: AbortSignal): Promise<Session> {
    const encoder = await core.encoder(bytes, { signal });
    try {
      return new Session(encoder, new Tokenizer(readVocabulary(encoder.metadata)));
    } catch (error) {
      await encoder.dispose();
      throw error;
    }
  }

  /** Tokens that the published model reads; ours goes on by the same formula. */
  get publishedTokens(): number {
    return Number(this.encoder.metadata['graph_tokens']) || this.encoder.maxTokens;
  }

  /** No tokens for a text of spaces alone. The last two texts are kept: every drawing asks for them. */
  tokenize(text: string): Tokens {
    const known = this.tokenized.get(text) ?? this.tokenizer.tokenize(text.trim() ? text : '', this.encoder.maxTokens);
    this.tokenized.delete(text);
    this.tokenized.set(text, known);
    for (const old of this.tokenized.keys()) if (this.tokenized.size > 2) this.tokenized.delete(old);
    return known;
  }

  /** Null for a text without tokens. The run must be disposed by who gets it. */
  async analyse(text: string, off: readonly HeadName[], signal: AbortSignal): Promise<Analysis | null> {
    const tokens = this.tokenize(text);
    if (tokens.tokens.length === 0) return null;
    const ids = idsOf(tokens);
    const full = off.length ? await this.vector(ids, [], signal) : null;
    const run = await this.encoder.encode(ids, { off: off.map(headPair), signal });
    try {
      const weights = await run.weights();
      signal.throwIfAborted();
      const n = tokens.tokens.length;
      return {
        text,
        off,
        tokens,
        labels: tokens.tokens.map(pieceLabel),
        heads: this.heads(weights.data, n),
        scale: scaleEnd(weights.data, n),
        full: full ?? run.vector,
        vector: run.vector,
        run,
      };
    } catch (error) {
      await run.dispose();
      throw error;
    }
  }

  /** The sentence vectors alone; null for a text without tokens. */
  async vectors(text: string, off: readonly HeadName[], signal: AbortSignal): Promise<Vectors | null> {
    const tokens = this.tokenize(text);
    if (tokens.tokens.length === 0) return null;
    const full = await this.vector(idsOf(tokens), [], signal);
    const vector = off.length ? await this.vector(idsOf(tokens), off, signal) : full;
    return { tokens, full, vector };
  }

  private async vector(ids: Int32Array, off: readonly HeadName[], signal: AbortSignal): Promise<Float32Array> {
    const run = await this.encoder.encode(ids, { off: off.map(headPair), signal });
    await run.dispose();
    return run.vector;
  }

  /** (layer, head, query, key) cut into heads and measured. */
  private heads(weights: Float32Array, n: number): HeadResult[] {
    const { layers, heads } = this.encoder;
    return Array.from({ length: layers * heads }, (_, i) => {
      const part = weights.subarray(i * n * n, (i + 1) * n * n);
      return { layer: Math.floor(i / heads), head: i % heads, weights: part, measures: measureHead(part, n), scale: scaleEnd(part, n) };
    });
  }
}

const idsOf = ({ tokens }: Tokens): Int32Array => Int32Array.from(tokens, ({ id }) => id);

const opened = new WeakMap<RemoteCore, Session>();

/** The session of a worker, kept while the page lives: another language or lab does not load the weights again. */
export const keptSession = (core: RemoteCore): Session | undefined => opened.get(core);
export function keepSession(core: RemoteCore, session: Session): void {
  opened.set(core, session);
  for (const tell of [...waiting]) tell();
}

/** Other labs on the page that would like one, told when it is there; answers what ends the waiting. */
const waiting = new Set<() => void>();
export function awaitSession(tell: () => void): () => void {
  waiting.add(tell);
  return () => void waiting.delete(tell);
}
