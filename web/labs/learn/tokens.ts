// Characters ↔ ids: 0 padding, 1 begin, 2 end, 3 unknown, then the vocabulary.
import type { Batch, TransformerConfig } from '../../core/training.js';
import type { Example } from './tasks/task.js';

export const kEnd = 2;
const kBeginId = 1;
const kUnknownId = 3;
const kFirst = 4;

/** How ids that are no characters are shown. */
export const signs = ['·', '▸', '■', '\ufffd'] as const;
export const kBegin = signs[1];

export class Tokens {
  private readonly ids: ReadonlyMap<string, number>;
  /** Ids are below it. */
  readonly size: number;

  constructor(
    readonly characters: readonly string[],
    private readonly architecture: TransformerConfig['architecture'],
  ) {
    this.ids = new Map(characters.map((character, i) => [character, kFirst + i]));
    this.size = kFirst + characters.length;
  }

  encode(text: string): number[] {
    return [...text].map((character) => this.ids.get(character) ?? kUnknownId);
  }

  /** An encoder answers an end as well; a decoder is told by a sign where the question ends. */
  source(question: string): number[] {
    const sign = { encoder: [kEnd], decoder: [kBeginId], 'encoder-decoder': [] }[this.architecture];
    return [...this.encode(question), ...sign];
  }

  target(answer: string): number[] {
    return [...this.encode(answer), kEnd];
  }

  batch(examples: readonly Example[]): Batch {
    return { source: examples.map(({ source }) => this.source(source)), target: examples.map(({ target }) => this.target(target)) };
  }

  /** Up to the first end; whatever else it is shows as a sign. */
  decode(ids: readonly number[]): string {
    const end = ids.indexOf(kEnd);
    return this.labels(end < 0 ? ids : ids.slice(0, end)).join('');
  }

  /** Of each id its character. */
  labels(ids: readonly number[]): string[] {
    return ids.map((id) => this.characters[id - kFirst] ?? signs[id] ?? signs[kUnknownId]);
  }

  /** The first character that is not in the vocabulary. */
  stranger(text: string): string | undefined {
    return [...text].find((character) => !this.ids.has(character));
  }
}
