// From logits to a token: temperature, then the k likeliest, then the smallest set that holds the share p, then a draw.

export interface Sampling {
  readonly temperature: number;
  /** 0: all. */
  readonly topK: number;
  /** 1: all. */
  readonly topP: number;
}

/** softmax(logits / temperature) */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  let most = -Infinity;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]!);
  const p = Float64Array.from(logits, (logit) => Math.exp((logit - most) / temperature));
  const sum = p.reduce((a, b) => a + b, 0);
  return p.map((value) => value / sum);
}

/** Tokens by falling logit. */
export const ranked = (logits: ArrayLike<number>): number[] =>
  Array.from(logits, (_, i) => i).sort((a, b) => logits[b]! - logits[a]! || a - b);

/** What is drawn from: 0 for tokens that top-k or top-p (Holtzman et al. 2020) leave out, the others sum to 1. `never` have no chance. */
export function chances(logits: ArrayLike<number>, { temperature, topK, topP }: Sampling, never: readonly number[] = []): Float64Array {
  const p = softmax(
    Array.from(logits, (logit, i) => (never.includes(i) ? -Infinity : logit)),
    temperature,
  );
  const order = ranked(p);
  const kept = new Float64Array(p.length);
  let [sum, count] = [0, 0];
  for (const token of order) {
    if (count > 0 && ((topK > 0 && count >= topK) || sum >= topP)) break;
    kept[token] = p[token]!;
    sum += p[token]!;
    count++;
  }
  return kept.map((value) => value / sum);
}

/** The token at this place (0 … 1) of the running sum. */
export function draw(p: Float64Array, place: number): number {
  let sum = 0;
  let last = 0;
  for (let token = 0; token < p.length; token++) {
    if (p[token] === 0) continue;
    sum += p[token]!;
    last = token;
    if (place < sum) return token;
  }
  return last;
}
