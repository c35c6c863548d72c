// Tokens as they are written on the page.
import type { Token, Tokens } from '../../inputs/tokenizer/index.js';

/** ▁ at the front means "a word begins"; a piece of spaces alone is shown as one. */
export function pieceLabel({ piece, unknown }: Pick<Token, 'piece' | 'unknown'>): string {
  const text = unknown ? piece.replaceAll('▁', ' ').trim() : piece.replace(/^▁+/, '').replaceAll('▁', ' ');
  return text || '␣';
}

/** A piece of the visitor's text inside a sentence of the page: its direction stays its own (U+2068 … U+2069). */
export const isolate = (text = ''): string => `\u2068${text}\u2069`;

/** Whether a piece goes on with the word of the one before. */
export const continuesWord = ({ piece }: Pick<Token, 'piece'>): boolean => !piece.startsWith('▁');

/** The characters of a text that the model does not know, each run once, the first few. */
export function unknownPieces({ unknown }: Pick<Tokens, 'unknown'>, most = 12): string[] {
  return [...new Set(unknown.map(pieceLabel))].slice(0, most);
}
