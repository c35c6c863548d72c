// An answer's unknown token is written as the unknown character of the source that the model looked at most for it.
import type { Token } from './tokenizer.js';

/** `weights`: (layer · head, source token), row-major. The text where the source has nothing unknown is a mark. */
export function copied(source: readonly Token[], weights: ArrayLike<number>): string {
  let [best, most] = ['�', -1];
  source.forEach((token, at) => {
    if (!token.unknown) return;
    let sum = 0;
    for (let i = at; i < weights.length; i += source.length) sum += weights[i]!;
    if (sum > most) [best, most] = [token.piece, sum];
  });
  return best;
}
