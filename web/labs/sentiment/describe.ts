// Numbers of this lab as sentences.
import { finePercent } from '../../views/percent.js';
import type { SentimentLab } from './lab.js';
import type { Judgement } from './session.js';

/** +0.84, −0.12 */
export const signed = (value: number): string => (value < 0 ? '−' : '+') + Math.abs(value).toFixed(2);

const kNeutral = 0.1;

export function scoreText({ say }: SentimentLab, score: number): string {
  const side = score > kNeutral ? 'positive' : score < -kNeutral ? 'negative' : 'neutral';
  return say(`score.${side}`, { score: signed(score) });
}

export interface Effect {
  readonly word: number;
  readonly label: string;
  readonly weight: number;
  /** How the score changes when the word is taken out. */
  readonly change: number;
}

/** Words that are in, in the order of the text. */
export function effects({ reading, out, weights, without, score }: Judgement): Effect[] {
  return reading.words.flatMap(({ label }, word) =>
    out.includes(word) ? [] : [{ word, label, weight: weights[word]!, change: without[word]! - score }],
  );
}

/** Which word has the most weight, whose removal changes most, and whether they are the same. */
export function effectsSentence({ say }: SentimentLab, judgement: Judgement): string {
  const list = effects(judgement);
  const heaviest = list.reduce((best, each) => (each.weight > best.weight ? each : best));
  const known = list.filter(({ change }) => Number.isFinite(change));
  if (known.length === 0) return '';
  const strongest = known.reduce((best, each) => (Math.abs(each.change) > Math.abs(best.change) ? each : best));
  const values = {
    heaviest: heaviest.label,
    share: finePercent(heaviest.weight),
    strongest: strongest.label,
    change: signed(strongest.change),
    from: signed(judgement.score),
    to: signed(judgement.score + strongest.change),
  };
  return say(heaviest.word === strongest.word ? 'effects.same' : 'effects.differ', values);
}
