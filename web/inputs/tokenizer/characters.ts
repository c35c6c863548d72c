// Chinese by characters, traditional ones as simplified.
import { normalize } from './normalize.js';
import { END, NOT_KNOWN, SPECIAL } from './byte-pair.js';
import type { Token } from './tokenizer.js';

export interface CharacterVocabulary {
  /** By id; the first four are SPECIAL, each other is one character. */
  readonly pieces: readonly string[];
  /** Traditional characters, and at the same places the simplified ones that are read in their stead. */
  readonly traditional: string;
  readonly simplified: string;
}

const FULL_STOP = /^[。.｡．]$/u;
const LATIN = /^[\p{Script=Latin}\p{N}]$/u;

/** The rules of normalising without a vocabulary: NFKC, lower case, simplified; spaces only between Latin letters and digits. */
export class Simplifier {
  private readonly table: ReadonlyMap<string, string>;

  constructor(traditional: string, simplified: string) {
    const to = [...simplified];
    this.table = new Map([...traditional].map((character, i) => [character, to[i]!]));
  }

  characters(text: string): { character: string; start: number; end: number }[] {
    const { symbols, starts, ends } = normalize(text);
    const all = Array.from(symbols, (symbol, i) => {
      const character = String.fromCodePoint(symbol);
      const lower = character.toLowerCase();
      return { character: this.table.get(character) ?? (lower.length === 1 ? lower : character), start: starts[i]!, end: ends[i]! };
    });
    const latin = (i: number): boolean => LATIN.test(all[i]?.character ?? '');
    const spaces = /^[\s▁]$/u;
    return all
      .map((each) => (spaces.test(each.character) ? { ...each, character: '▁' } : each))
      .filter(({ character }, i) => character !== '▁' || (latin(i - 1) && latin(i + 1)));
  }
}

export class Characters {
  private readonly ids: ReadonlyMap<string, number>;
  private readonly simplifier: Simplifier;

  constructor(readonly vocabulary: CharacterVocabulary) {
    this.ids = new Map(vocabulary.pieces.map((piece, id) => [piece, id] as const).slice(SPECIAL.length));
    this.simplifier = new Simplifier(vocabulary.traditional, vocabulary.simplified);
  }

  /** One token a character, and the end, which a final full stop stands for, so that it makes no difference whether one is typed. */
  tokenize(text: string): Token[] {
    const characters = this.simplifier.characters(text);
    const stop = FULL_STOP.test(characters.at(-1)?.character ?? '') ? characters.pop()! : null;
    const tokens = characters.map(({ character, start, end }) => {
      const id = this.ids.get(character);
      return { id: id ?? NOT_KNOWN, piece: character, start, end, unknown: id === undefined };
    });
    const range = stop ?? { start: text.length, end: text.length };
    return [...tokens, { id: END, piece: SPECIAL[END], start: range.start, end: range.end, unknown: false }];
  }

  encode(text: string): number[] {
    return this.tokenize(text).map(({ id }) => id);
  }
}

/** Translators are trained on sentences, not on paragraphs. */
export const sentences = (text: string): string[] => text.trim().match(/[^。！？!?\n]+(?:[。！？!?]+["”』」]?|$)/gu) ?? [];
