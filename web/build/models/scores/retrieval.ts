// Translation without a model: the English of the most similar Chinese sentence that the training data has.
//
//   similarity = cosine of the tf-idf vectors of characters and pairs of neighbouring characters, idf = log (N / df)

export interface Known {
  readonly chinese: string;
  readonly english: string;
}

const grams = (text: string): string[] => {
  const characters = [...text.replace(/[^\p{L}\p{M}\p{N}]/gu, '')];
  return [...characters, ...characters.slice(1).map((character, i) => characters[i]! + character)];
};

export class Retrieval {
  private readonly idf = new Map<string, number>();
  /** Of each gram the sentences that have it, with its weight there. */
  private readonly postings = new Map<string, { row: number; weight: number }[]>();

  constructor(private readonly known: readonly Known[]) {
    const all = known.map(({ chinese }) => grams(chinese));
    for (const list of all) for (const gram of new Set(list)) this.idf.set(gram, (this.idf.get(gram) ?? 0) + 1);
    for (const [gram, count] of this.idf) this.idf.set(gram, Math.log(known.length / count));
    all.forEach((list, row) => {
      for (const [gram, weight] of this.vector(list)) {
        const postings = this.postings.get(gram);
        if (postings) postings.push({ row, weight });
        else this.postings.set(gram, [{ row, weight }]);
      }
    });
  }

  /** Of equally similar ones the first. */
  translate(chinese: string): string {
    const sums = new Map<number, number>();
    for (const [gram, weight] of this.vector(grams(chinese)))
      for (const posting of this.postings.get(gram) ?? []) sums.set(posting.row, (sums.get(posting.row) ?? 0) + weight * posting.weight);
    let [best, most] = [0, -1];
    for (const [row, sum] of sums) if (sum > most || (sum === most && row < best)) [best, most] = [row, sum];
    return this.known[best]!.english;
  }

  private vector(list: readonly string[]): [gram: string, weight: number][] {
    const counts = new Map<string, number>();
    for (const gram of list) if (this.idf.has(gram)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    const weights = [...counts].map(([gram, count]) => [gram, count * this.idf.get(gram)!] as [string, number]);
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return weights.map(([gram, weight]) => [gram, weight / length]);
  }
}
