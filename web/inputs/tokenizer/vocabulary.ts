// The pieces a SentencePiece model knows, as the weights file carries them.

export interface Vocabulary {
  /** By token id. */
  readonly pieces: readonly string[];
  /** Log-probability of each piece. */
  readonly scores: Float64Array;
}

/** A code and values like the core's errors, so that the page makes its own sentence. */
export class VocabularyError extends Error {
  override readonly name = 'VocabularyError';
  readonly code = 'weights-vocabulary';
  constructor(readonly values: Readonly<Record<string, string | number>>) {
    super(`weights: the vocabulary has ${values['pieces']} pieces and ${values['scores']} scores`);
  }
}

/** From a weights file's metadata: `pieces` and `scores`, one a line. */
export function readVocabulary(metadata: Readonly<Record<string, string>>): Vocabulary {
  const pieces = lines(metadata['pieces']);
  const scores = Float64Array.from(lines(metadata['scores']), Number);
  const wrong = scores.findIndex((score) => !Number.isFinite(score));
  if (pieces.length <= RESERVED || pieces.length !== scores.length || wrong >= 0) {
    throw new VocabularyError({ pieces: pieces.length, scores: wrong >= 0 ? wrong : scores.length });
  }
  return { pieces, scores };
}

/** Ids 0 … 5: the unknown piece, begin, end and three more that no text is cut into. */
export const RESERVED = 6;

const lines = (text: string | undefined): string[] => (text ? text.split('\n') : []);

/** A trie: follow it by code points; `id` is the token that ends here, or −1. */
export class PieceNode {
  readonly next = new Map<number, PieceNode>();
  id = -1;
}

/** Of two equal pieces the later one counts. */
export function buildTrie({ pieces }: Vocabulary): PieceNode {
  const root = new PieceNode();
  for (let id = RESERVED; id < pieces.length; id++) {
    let node = root;
    for (const character of pieces[id]!) {
      const symbol = character.codePointAt(0)!;
      let next = node.next.get(symbol);
      if (!next) node.next.set(symbol, (next = new PieceNode()));
      node = next;
    }
    node.id = id;
  }
  return root;
}
