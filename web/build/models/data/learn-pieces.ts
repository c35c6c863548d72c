// Learns byte-pair pieces (Sennrich et al. 2016): again and again the most frequent pair of neighbours within words becomes a piece.
import { SPECIAL, words } from '../../../inputs/tokenizer/byte-pair.js';

export interface LearnOptions {
  readonly size: number;
  readonly lowercase?: boolean;
  /** Characters seen less often are unknown. */
  readonly fewest?: number;
}

interface Word {
  parts: string[];
  readonly count: number;
}

/** At most `size` pieces: SPECIAL, the characters, then pieces in the order they were learned. */
export function learnPieces(texts: Iterable<string>, { size, lowercase, fewest = 2 }: LearnOptions): string[] {
  const found = countWords(texts, lowercase);
  const pieces = [...SPECIAL, ...frequentCharacters(found, fewest)];
  const pairs = new PairCounts(found);
  for (let pair = pairs.best(); pieces.length < size && pair; pair = pairs.best()) {
    const piece = pairs.join(pair);
    if (!pieces.includes(piece)) pieces.push(piece);
  }
  return pieces;
}

function countWords(texts: Iterable<string>, lowercase?: boolean): Word[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const { characters } of words(text, lowercase)) {
      const word = characters.join('');
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, count]) => ({ parts: [...word], count }));
}

function frequentCharacters(found: readonly Word[], fewest: number): string[] {
  const counts = new Map<string, number>();
  for (const { parts, count } of found) for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + count);
  return [...counts]
    .filter(([, count]) => count >= fewest)
    .map(([character]) => character)
    .sort();
}

/** How often each pair of neighbours occurs, and in which words. */
class PairCounts {
  private readonly counts = new Map<string, number>();
  private readonly places = new Map<string, Set<number>>();

  constructor(private readonly found: readonly Word[]) {
    found.forEach((_, index) => this.count(index, 1));
  }

  /** Of equally frequent pairs the first by code. Null when none occurs twice. */
  best(): string | null {
    let best: string | null = null;
    let most = 1;
    for (const [pair, count] of this.counts)
      if (count > most || (count === most && best !== null && pair < best)) [best, most] = [pair, count];
    return best;
  }

  /** Makes a pair one part wherever it occurs. */
  join(pair: string): string {
    const piece = pair.replace('\t', '');
    for (const index of this.places.get(pair)!) {
      this.count(index, -1);
      this.found[index]!.parts = joined(this.found[index]!.parts, pair, piece);
      this.count(index, 1);
    }
    return piece;
  }

  private count(index: number, sign: 1 | -1): void {
    const { parts, count } = this.found[index]!;
    for (let i = 0; i + 1 < parts.length; i++) {
      const pair = `${parts[i]}\t${parts[i + 1]}`;
      const sum = (this.counts.get(pair) ?? 0) + sign * count;
      if (sum > 0) this.counts.set(pair, sum);
      else this.counts.delete(pair);
      if (sign > 0) {
        const places = this.places.get(pair);
        if (places) places.add(index);
        else this.places.set(pair, new Set([index]));
      }
    }
  }
}

function joined(parts: readonly string[], pair: string, piece: string): string[] {
  const result: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const both = i + 1 < parts.length && `${parts[i]}\t${parts[i + 1]}` === pair;
    result.push(both ? piece : parts[i]!);
    if (both) i++;
  }
  return result;
}
