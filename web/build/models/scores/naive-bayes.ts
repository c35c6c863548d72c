// Multinomial naive Bayes on words and pairs of neighbours: the baseline for sentiment.
//
//   log P(good | text) − log P(bad | text) = log (n_good / n_bad) + Σ over features f of log P(f | good) − log P(f | bad)
//   P(f | class) = (count of f in the class + 1) / (all counts of the class + number of features)

export interface Labelled {
  readonly text: string;
  readonly good: boolean;
}

export const features = (text: string): string[] => {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[!?]/gu) ?? [];
  return [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
};

export class NaiveBayes {
  private readonly counts = new Map<string, [bad: number, good: number]>();
  private readonly sums: [bad: number, good: number] = [0, 0];
  private readonly texts: [bad: number, good: number] = [0, 0];

  constructor(examples: readonly Labelled[]) {
    for (const { text, good } of examples) {
      const side = good ? 1 : 0;
      this.texts[side]++;
      for (const feature of features(text)) {
        const counts = this.counts.get(feature) ?? [0, 0];
        counts[side]++;
        this.counts.set(feature, counts);
        this.sums[side]++;
      }
    }
  }

  /** Above 0: good. A feature never seen says nothing. */
  score(text: string): number {
    const [badTotal, goodTotal] = this.sums.map((sum) => sum + this.counts.size) as [number, number];
    let sum = Math.log(this.texts[1] / this.texts[0]);
    for (const feature of features(text)) {
      const counts = this.counts.get(feature);
      if (counts) sum += Math.log((counts[1] + 1) / goodTotal) - Math.log((counts[0] + 1) / badTotal);
    }
    return sum;
  }
}
