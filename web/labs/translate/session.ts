// One opened translator: Chinese in; hypotheses, their words and what each word looked at out.
import type { RemoteCore, RemoteModel } from '../../core/worker/remote.js';
import type { Candidate } from '../../core/training.js';
import type { Cell, Explanation, Stage } from '../../core/types.js';
import {
  BytePairs,
  Characters,
  copied,
  END,
  sentences,
  type BytePairVocabulary,
  type CharacterVocabulary,
  type Token,
} from '../../inputs/tokenizer/index.js';
import { headPlace, type HeadChoice } from './state.js';

/** One piece of an answer. */
export interface AnswerPiece {
  readonly id: number;
  /** As it is written, without the mark of a space; the end has its sign. */
  readonly label: string;
  /** (layer, head, source) of the cross attention when it was chosen. */
  readonly weights: Float32Array;
  readonly candidates: readonly Candidate[];
}

export interface Answer {
  readonly text: string;
  readonly pieces: readonly AnswerPiece[];
  readonly logProbability: number;
}

export interface Translated {
  readonly text: string;
  readonly source: readonly Token[];
  /** As they are written, the end with its sign. */
  readonly labels: readonly string[];
  /** Tokens that did not fit, and sentences after the first. */
  readonly left: number;
  readonly sentencesLeft: number;
  readonly layers: number;
  readonly heads: number;
  /** Best first. */
  readonly answers: readonly Answer[];
}

export const endSign = '∎';

export class Session {
  private constructor(
    readonly model: RemoteModel,
    private readonly source: Characters,
    private readonly target: BytePairs,
  ) {}

  /** Takes the bytes over. */
  static async open(core: RemoteCore, bytes: Uint8Array, signal: AbortSignal): Promise<Session> {
    const model = await core.model(bytes, { signal });
    try {
      const { source, target } = JSON.parse(model.metadata['vocabulary'] ?? '{}') as {
        source?: CharacterVocabulary;
        target?: BytePairVocabulary;
      };
      if (!source || !target)
        throw Object.assign(new Error('no vocabulary'), {
          code: 'weights-format',
          values: { field: 'vocabulary', actual: '', expected: '{source, target}' },
        });
      return new Session(model, new Characters(source), new BytePairs(target));
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }

  /** Tokens that the model reads. */
  get mostTokens(): number {
    const { config } = this.model;
    return 'maxLength' in config ? config.maxLength : 64;
  }

  tokenize = (text: string): Token[] => this.source.tokenize(text);

  piece(id: number): string {
    return id === END ? endSign : (this.target.vocabulary.pieces[id] ?? '').replace(/^▁/, '').replaceAll('▁', '␣') || '␣';
  }

  /** Null for a text without tokens. */
  async translate(text: string, beams: number, signal: AbortSignal): Promise<Translated | null> {
    const [first = '', ...rest] = sentences(text);
    const all = this.tokenize(first);
    const source = all.length > this.mostTokens ? [...all.slice(0, this.mostTokens - 1), all.at(-1)!] : all;
    if (source.length < 2) return null;
    const { hypotheses } = await this.model.translate(
      source.map(({ id }) => id),
      { beams },
      { signal },
    );
    const [layers = 1, heads = 1] = hypotheses[0]?.steps[0]?.weights.shape ?? [];
    const answers = hypotheses.map(({ tokens, steps, logProbability }) => ({
      text: this.target.decode(tokens, (at) => copied(source, steps[at]!.weights.data)),
      logProbability,
      pieces: tokens.map((id, i) => ({ id, label: this.piece(id), weights: steps[i]!.weights.data, candidates: steps[i]!.candidates })),
    }));
    const labels = source.map(({ id, piece }) => (id === END ? endSign : piece.replaceAll('▁', '␣')));
    return { text: first, source, labels, left: all.length - source.length, sentencesLeft: rest.length, layers, heads, answers };
  }

  /** How one weight of an answer came about. */
  async explain(
    { source }: Translated,
    answer: Answer,
    layer: number,
    stage: Stage,
    cell: Cell,
    signal: AbortSignal,
  ): Promise<Explanation> {
    const ids = (list: readonly { readonly id: number }[]) => list.map(({ id }) => id);
    await this.model.look(ids(source), ids(answer.pieces), {}, { signal });
    return this.model.explain('cross', layer, stage, cell, { signal });
  }
}

/** (piece, source) of one head, or the mean of all heads. */
export function alignment({ layers, heads, source }: Translated, { pieces }: Answer, choice: HeadChoice): Float32Array {
  const n = source.length;
  const place = headPlace(choice);
  const map = new Float32Array(pieces.length * n);
  pieces.forEach(({ weights }, row) => {
    const add = (head: number, part: number) => {
      for (let j = 0; j < n; j++) map[row * n + j]! += weights[head * n + j]! * part;
    };
    if (place) add(place[0] * heads + place[1], 1);
    else for (let head = 0; head < layers * heads; head++) add(head, 1 / (layers * heads));
  });
  return map;
}
