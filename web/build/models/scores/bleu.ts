// BLEU of a whole test set (Papineni et al. 2002) as sacreBLEU computes it: 13a tokens, lower case, several references.
//
//   BLEU = 100 · min(1, e^(1 − r/c)) · (p₁ p₂ p₃ p₄)^¼
//
// pₙ: share of the answers' n-grams that a reference has, each counted at most as often as in the one that has it most;
// c: words of the answers; r: words of the references nearest in length to each (the shorter of two equally near).
// The k-th pₙ that would be 0 counts as 1 / (2ᵏ · n-grams), sacreBLEU's smoothing "exp".

const ORDER = 4;

/** mteval-v13a: signs stand alone, but `.` and `,` within numbers and `-` within words. */
export function tokens13a(line: string): string[] {
  let text = line.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, sign] of Object.entries({ '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>' }))
    text = text.replaceAll(entity, sign);
  text = ` ${text} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ');
  return text.split(/\s+/).filter(Boolean);
}

function countGrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** How many n-grams of the answer count as right, and how many it has. */
function matches(answer: readonly string[], references: readonly (readonly string[])[], n: number): [right: number, total: number] {
  const most = new Map<string, number>();
  for (const reference of references)
    for (const [gram, count] of countGrams(reference, n)) most.set(gram, Math.max(count, most.get(gram) ?? 0));
  let right = 0;
  for (const [gram, count] of countGrams(answer, n)) right += Math.min(count, most.get(gram) ?? 0);
  return [right, Math.max(0, answer.length - n + 1)];
}

export interface Bleu {
  /** 0 … 100. */
  readonly score: number;
  /** p₁ … p₄, 0 … 100. */
  readonly precisions: readonly number[];
  readonly brevity: number;
}

export function bleu(answers: readonly string[], references: readonly (readonly string[])[]): Bleu {
  if (answers.length !== references.length) throw new RangeError(`${answers.length} answers, ${references.length} rows of references`);
  const right = new Array<number>(ORDER).fill(0);
  const total = new Array<number>(ORDER).fill(0);
  let [answerLength, referenceLength] = [0, 0];
  answers.forEach((answer, i) => {
    const words = tokens13a(answer.toLowerCase());
    const rows = references[i]!.map((reference) => tokens13a(reference.toLowerCase()));
    answerLength += words.length;
    referenceLength += nearestLength(words.length, rows);
    for (let n = 1; n <= ORDER; n++) {
      const [r, t] = matches(words, rows, n);
      right[n - 1]! += r;
      total[n - 1]! += t;
    }
  });
  let smoothing = 1;
  const precisions = right.map((r, n) => (total[n] === 0 ? 0 : r > 0 ? (100 * r) / total[n]! : 100 / ((smoothing *= 2) * total[n]!)));
  const brevity = answerLength === 0 ? 0 : Math.min(1, Math.exp(1 - referenceLength / answerLength));
  const nothing = right[0] === 0 || precisions.includes(0);
  const score = nothing ? 0 : brevity * Math.exp(precisions.reduce((sum, p) => sum + Math.log(p), 0) / ORDER);
  return { score, precisions, brevity };
}

function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((words) => words.length);
  return lengths.reduce((best, each) => {
    const nearer = Math.abs(each - length) - Math.abs(best - length);
    return nearer < 0 || (nearer === 0 && each < best) ? each : best;
  });
}
