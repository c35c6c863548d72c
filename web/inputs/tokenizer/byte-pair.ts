// Byte-pair pieces: a text is cut into words, each word into characters, and neighbours are joined as long as two of them
// together are a piece; of several the piece with the smallest id (the one learned first) comes first.
import { normalize, type TracedText } from './normalize.js';
import type { Token } from './tokenizer.js';

/** The ids that every model of ours begins with. */
export const PADDING = 0;
export const BEGIN = 1;
export const END = 2;
export const NOT_KNOWN = 3;
export const SPECIAL = ['<padding>', '<begin>', '<end>', '<unknown>'] as const;

export interface BytePairVocabulary {
  /** By id; the first four are SPECIAL. ▁ stands for a space. */
  readonly pieces: readonly string[];
  /** The pieces know no capitals; `cased` lists the words that have some in the middle of a sentence (`I`, `Tom`). */
  readonly lowercase?: boolean;
  readonly cased?: readonly string[];
}

/** A word with the space before it, a contraction's end, one digit or one other sign. */
const WORD = /['’](?:s|t|re|ve|m|ll|d)(?!\p{L})|▁?[\p{L}\p{M}]+|▁?\p{N}|▁?[^\p{L}\p{M}\p{N}▁]|▁/giu;
const SPACES = /^[\s▁]$/u;
const FOLDED = new Map([...'‘’“”‐‑–—'].map((character, i) => [character, `''""----`[i]!]));

/** The words of a text as they are joined from: characters with the ranges they stand for. */
export interface TracedWord {
  readonly characters: string[];
  readonly starts: number[];
  readonly ends: number[];
}

/** One space at most in a row and none at the end, quotes and dashes as a keyboard has them. */
export function words(text: string, lowercase = false): TracedWord[] {
  const traced = tidy(normalize(text), lowercase);
  const found: TracedWord[] = [];
  let at = 0;
  for (const [word] of traced.characters.join('').matchAll(WORD)) {
    const end = at + [...word].length;
    const [characters, starts, ends] = [traced.characters, traced.starts, traced.ends].map((list) => list.slice(at, end));
    found.push({ characters, starts, ends } as TracedWord);
    at = end;
  }
  return found;
}

function tidy({ symbols, starts, ends }: TracedText, lowercase: boolean): TracedWord {
  const tidied: TracedWord = { characters: [], starts: [], ends: [] };
  symbols.forEach((symbol, i) => {
    const character = String.fromCodePoint(symbol);
    const space = SPACES.test(character);
    if (space && tidied.characters.at(-1) === '▁') return;
    tidied.characters.push(space ? '▁' : plain(character, lowercase));
    tidied.starts.push(starts[i]!);
    tidied.ends.push(ends[i]!);
  });
  if (tidied.characters.at(-1) === '▁') for (const list of [tidied.characters, tidied.starts, tidied.ends]) list.pop();
  return tidied;
}

function plain(character: string, lowercase: boolean): string {
  const folded = FOLDED.get(character) ?? character;
  const lower = lowercase ? folded.toLowerCase() : folded;
  return [...lower].length === 1 ? lower : folded;
}

export class BytePairs {
  private readonly ids: ReadonlyMap<string, number>;
  private readonly cased: ReadonlyMap<string, string>;

  constructor(readonly vocabulary: BytePairVocabulary) {
    this.ids = new Map(vocabulary.pieces.map((piece, id) => [piece, id] as const).slice(SPECIAL.length));
    this.cased = new Map((vocabulary.cased ?? []).map((word) => [word.toLowerCase(), word]));
  }

  tokenize(text: string): Token[] {
    return words(text, this.vocabulary.lowercase).flatMap((word) => this.joined(word));
  }

  encode(text: string): number[] {
    return this.tokenize(text).map(({ id }) => id);
  }

  /** The text of these pieces; `unknown` is written for an unknown token, by its place. Capitals come back where the pieces have none. */
  decode(ids: readonly number[], unknown: (at: number) => string = () => '�'): string {
    const text = ids
      .map((id, at) => (id < NOT_KNOWN ? '' : id === NOT_KNOWN ? unknown(at) : (this.vocabulary.pieces[id] ?? unknown(at))))
      .join('')
      .replaceAll('▁', ' ')
      .replace(/^ /, '');
    return this.vocabulary.lowercase ? capitalized(text, this.cased) : text;
  }

  private joined({ characters, starts, ends }: TracedWord): Token[] {
    const parts = characters.map((piece, i) => ({ piece, start: starts[i]!, end: ends[i]! }));
    for (;;) {
      let best = { at: -1, id: Infinity };
      for (let at = 0; at + 1 < parts.length; at++) {
        const id = this.ids.get(parts[at]!.piece + parts[at + 1]!.piece) ?? Infinity;
        if (id < best.id) best = { at, id };
      }
      if (best.at < 0) break;
      const [left, right] = [parts[best.at]!, parts[best.at + 1]!];
      parts.splice(best.at, 2, { piece: left.piece + right.piece, start: left.start, end: right.end });
    }
    return parts.map((part) => {
      const id = this.ids.get(part.piece);
      return { ...part, id: id ?? NOT_KNOWN, unknown: id === undefined };
    });
  }
}

/** A capital begins a sentence, and every word in `cased` has its own. */
export function capitalized(text: string, cased: ReadonlyMap<string, string>): string {
  return text
    .replace(/[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu, (word) => cased.get(word) ?? casedParts(word, cased))
    .replace(
      /(^|[.!?]["']? )(["'(]*)(\p{L})/gu,
      (_, before: string, quote: string, letter: string) => before + quote + letter.toUpperCase(),
    );
}

/** `i'm` has the capital of `i`. */
const casedParts = (word: string, cased: ReadonlyMap<string, string>): string =>
  word.replace(/[\p{L}\p{M}]+/gu, (part, at: number) => (at === 0 || word[at - 1] === '-' ? (cased.get(part) ?? part) : part));
