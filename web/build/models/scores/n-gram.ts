// Characters from the ones before them: the baseline for text generation. Interpolated as by Witten and Bell (1991):
//
//   P(c | h) = (count(h c) + D(h) · P(c | h without its first character)) / (count(h) + D(h))
//
// D(h): how many different characters were seen after h; below the empty history all characters are equally likely.

export class NGram {
  /** After a history: how often anything came, and each character. */
  private readonly seen = new Map<string, { total: number; next: Map<string, number> }>();
  private readonly alphabet = new Set<string>();

  constructor(
    texts: readonly string[],
    private readonly order: number,
  ) {
    for (const text of texts)
      for (let at = 0; at < text.length; at++) {
        const character = text[at]!;
        this.alphabet.add(character);
        for (let length = 0; length < order && length <= at; length++) this.count(text.slice(at - length, at), character);
      }
  }

  /** Mean of −log₂ P over the characters of these texts. One never seen has the share of one more character. */
  bitsPerCharacter(texts: readonly string[]): number {
    let [bits, count] = [0, 0];
    for (const text of texts)
      for (let at = 0; at < text.length; at++, count++)
        bits -= Math.log2(this.probability(text.slice(Math.max(0, at - this.order + 1), at), text[at]!));
    return bits / count;
  }

  probability(history: string, character: string): number {
    let p = 1 / (this.alphabet.size + 1);
    for (let length = 0; length <= history.length; length++) {
      const seen = this.seen.get(history.slice(history.length - length));
      if (!seen) break;
      p = ((seen.next.get(character) ?? 0) + seen.next.size * p) / (seen.total + seen.next.size);
    }
    return p;
  }

  private count(history: string, character: string): void {
    let seen = this.seen.get(history);
    if (!seen) this.seen.set(history, (seen = { total: 0, next: new Map() }));
    seen.total++;
    seen.next.set(character, (seen.next.get(character) ?? 0) + 1);
  }
}
