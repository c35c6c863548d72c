// The opened language model: a prompt in; tokens with all that each might have been out.
import type { LayerAttention } from '../../core/training.js';
import type { RemoteCore, RemoteModel } from '../../core/worker/remote.js';
import { BytePairs, END, NOT_KNOWN, type BytePairVocabulary } from '../../inputs/tokenizer/index.js';
import { uniform } from '../random.js';
import { chances, draw, softmax } from './sampling.js';
import type { Edit, GenerateState } from './state.js';

/** One written token. */
export interface Written {
  readonly token: number;
  readonly label: string;
  /** Before softmax, of every token that might stand here. */
  readonly logits: Float32Array;
  /** Of this token, as the model gave it, and after temperature, top-k and top-p. */
  readonly probability: number;
  readonly chance: number;
  /** Put here by the visitor. */
  readonly edited: boolean;
}

export interface Writing {
  readonly prompt: readonly number[];
  readonly written: readonly Written[];
  /** Prompt tokens that did not fit. */
  readonly left: number;
  /** Why it stopped, if it did. */
  readonly stopped: 'length' | 'end' | 'full' | null;
}

const never = [0, 1, NOT_KNOWN]; // padding, begin, unknown
export const endSign = '∎';

export class Session {
  private constructor(
    readonly model: RemoteModel,
    readonly pieces: BytePairs,
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
    return 'maxLength' in config ? config.maxLength : 256;
  }

  label(token: number): string {
    return token === END ? endSign : (this.pieces.vocabulary.pieces[token] ?? '').replaceAll('▁', '␣');
  }

  /** Logits of `earlier` serve as long as its tokens are the ones drawn now; then the model is asked. */
  async write(state: GenerateState, earlier: Writing | null, signal: AbortSignal, onToken: (writing: Writing) => void): Promise<void> {
    const all = this.pieces.encode(state.prompt);
    const room = this.mostTokens - 2; // begin, and one token to write
    const prompt = all.slice(Math.max(0, all.length - room));
    const same = earlier && earlier.prompt.join() === prompt.join() ? earlier.written : [];
    const edits = new Map<number, Edit[1]>(state.edits);
    const written: Written[] = [];
    const now = (stopped: Writing['stopped']): Writing => ({ prompt, written: [...written], left: all.length - prompt.length, stopped });
    onToken(now(null));
    let agrees = true;
    for (let place = 0; place < state.length; place++) {
      if (prompt.length + place >= this.mostTokens - 1) return onToken(now('full'));
      const kept: Written | undefined = agrees ? same[place] : undefined;
      const { logits } = kept ?? (await this.model.next([1, ...prompt, ...written.map(({ token }) => token)], {}, { signal }));
      if (signal.aborted) return;
      const p = chances(logits, state, never);
      const edit = edits.get(place);
      const token = edit ?? draw(p, uniform(state.seed * 7919 + place)());
      agrees &&= kept?.token === token;
      written.push({
        token,
        label: this.label(token),
        logits,
        probability: softmax(logits)[token] ?? 0,
        chance: p[token] ?? 0,
        edited: edit !== undefined,
      });
      onToken(now(token === END ? 'end' : null));
      if (token === END) return;
    }
    onToken(now('length'));
  }

  /** What the model looked at when it chose the token at a place: (head, 1, key) a layer. */
  async look({ prompt, written }: Writing, place: number, signal: AbortSignal): Promise<readonly LayerAttention[]> {
    const before = [1, ...prompt, ...written.slice(0, place).map(({ token }) => token)];
    return (await this.model.next(before, { attention: true }, { signal })).layers ?? [];
  }

  text({ prompt, written }: Writing): string {
    return this.pieces.decode([...prompt, ...written.map(({ token }) => token)]);
  }
}

/** Weights over [begin, …prompt, …written before] of one head, or the mean of all. */
export function lookedAt(layers: readonly LayerAttention[], head: GenerateState['head']): Float32Array {
  const place = head === 'mean' ? null : head.split('-').map(Number);
  const keys = layers[0]?.weights.shape[2] ?? 0;
  const sum = new Float32Array(keys);
  let count = 0;
  layers.forEach(({ weights }, layer) => {
    for (let h = 0; h < weights.shape[0]!; h++) {
      if (place && (place[0] !== layer || place[1] !== h)) continue;
      count++;
      for (let j = 0; j < keys; j++) sum[j]! += weights.data[h * keys + j]!;
    }
  });
  return count > 1 ? sum.map((value) => value / count) : sum;
}
