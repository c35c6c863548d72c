// SentencePiece, unigram model: the most probable way to cut a text into pieces (Viterbi).
//
// Written to give the ids of @energetic-ai/embeddings, which differs from SentencePiece itself in three ways: a
// character that starts no piece counts as log-probability 0; a sum of exactly 0 counts as "not reached yet"; and of
// equal sums the shorter last piece wins.
import { normalize, type TracedText } from './normalize.js';
import { buildTrie, type PieceNode, type Vocabulary } from './vocabulary.js';

export const UNKNOWN = 0;

export interface Token {
  readonly id: number;
  /** As in the vocabulary (▁ for a space); of an unknown token the normalised characters it stands for. */
  readonly piece: string;
  /** The range of the text it stands for, its space included: UTF-16 offsets as in slice(). */
  readonly start: number;
  readonly end: number;
  /** The vocabulary has no piece for these characters; neighbours that are unknown too are one token. */
  readonly unknown: boolean;
}

export interface Tokens {
  /** At most `limit`. */
  readonly tokens: readonly Token[];
  /** Those of them that are unknown. */
  readonly unknown: readonly Token[];
  /** How many the whole text has. */
  readonly total: number;
  /** What was cut off begins here in the text; the text's length when nothing was. */
  readonly end: number;
}

export class Tokenizer {
  private readonly root: PieceNode;

  constructor(private readonly vocabulary: Vocabulary) {
    this.root = buildTrie(vocabulary);
  }

  /** The tokens of a text, the first `limit` of them. */
  tokenize(text: string, limit: number): Tokens {
    const traced = normalize(text);
    const all = this.tokens(traced, this.cut(traced.symbols));
    const tokens = all.slice(0, limit);
    const end = all.length > limit ? all[limit]!.start : text.length;
    return { tokens, unknown: tokens.filter((token) => token.unknown), total: all.length, end };
  }

  /** best_e = max over pieces s…e of best_s + score; what ends at each place of the best way there. */
  private cut(symbols: Int32Array): Ways {
    const length = symbols.length;
    const best = new Float64Array(length + 1);
    const ids = new Int32Array(length + 1).fill(UNKNOWN);
    const starts = Int32Array.from({ length: length + 1 }, (_, end) => end - 1);
    const offer = (start: number, end: number, id: number, score: number): void => {
      const sum = best[start]! + score;
      if (best[end] !== 0 && sum < best[end]!) return;
      best[end] = sum;
      ids[end] = id;
      starts[end] = start;
    };
    for (let start = 0; start < length; start++) {
      let known = false;
      let node = this.root.next.get(symbols[start]!);
      for (let end = start + 1; node; end++) {
        if (node.id >= 0) {
          known = true;
          offer(start, end, node.id, this.vocabulary.scores[node.id]!);
        }
        node = end < length ? node.next.get(symbols[end]!) : undefined;
      }
      if (!known) offer(start, start + 1, UNKNOWN, 0);
    }
    return { ids, starts };
  }

  /** The best way, read from its end; unknown neighbours become one. */
  private tokens(traced: TracedText, { ids, starts }: Ways): Token[] {
    const tokens: Token[] = [];
    for (let last = traced.symbols.length; last > 0;) {
      const id = ids[last]!;
      let first = starts[last]!;
      while (id === UNKNOWN && first > 0 && ids[first] === UNKNOWN) first = starts[first]!;
      tokens.push(this.token(traced, id, first, last));
      last = first;
    }
    return tokens.reverse();
  }

  private token({ symbols, starts, ends }: TracedText, id: number, first: number, last: number): Token {
    const unknown = id === UNKNOWN;
    const piece = unknown ? characters(symbols.subarray(first, last)) : this.vocabulary.pieces[id]!;
    return { id, piece, start: starts[first]!, end: ends[last - 1]!, unknown };
  }
}

interface Ways {
  readonly ids: Int32Array;
  readonly starts: Int32Array;
}

function characters(symbols: Int32Array): string {
  return Array.from(symbols, (symbol) => String.fromCodePoint(symbol)).join('');
}
