// Sentences made from the measures of a head. What is said depends on the numbers alone.
import { finePercent } from '../../views/percent.js';
import { evenSpread, type HeadMeasures } from './measures.js';
import { isolate } from './pieces.js';

export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

export type HeadKind = 'one' | 'self' | 'previous' | 'next' | 'first' | 'favourite' | 'even' | 'mixed';

const kHabit = 0.25; // the part of the way from an even spread to all attention at which a place is named
const kEven = 0.95; // entropy ÷ its largest value

/** The habit with the largest share, where one is large; else whether attention is spread evenly or depends on the words. */
export function headKind(m: HeadMeasures): HeadKind {
  if (m.tokens === 1) return 'one';
  const even = evenSpread(m.tokens);
  if (m.entropy >= kEven * even.entropy) return 'even';
  const shares = Object.entries(sharesOf(m)) as [HeadKind, number][];
  const [kind, share] = shares.reduce((best, one) => (one[1] > best[1] ? one : best));
  return share - even.share >= kHabit * (1 - even.share) ? kind : 'mixed';
}

/** How a share may be spoken of: less than a half is only a number. */
export function grade(share: number): 'nearly' | 'most' | 'part' {
  if (share >= 0.8) return 'nearly';
  return share >= 0.5 ? 'most' : 'part';
}

/** 2^entropy: over how many tokens an even spread would have the same entropy. */
const effectiveTokens = (entropy: number): string => (2 ** entropy).toFixed(2 ** entropy < 9.95 ? 1 : 0);

export const bits = (value: number): string => value.toFixed(2);

/** The mean shares of the places a head may have a habit for. */
const sharesOf = (m: HeadMeasures): Partial<Record<HeadKind, number>> => ({
  self: m.self,
  previous: m.previous,
  next: m.next,
  first: m.first,
  favourite: m.favourite.share,
});

function values(m: HeadMeasures, labels: readonly string[]): Record<string, string> {
  return {
    share: finePercent(sharesOf(m)[headKind(m)] ?? 0),
    even: finePercent(evenSpread(m.tokens).share),
    token: isolate(labels[m.favourite.key]),
    bits: bits(m.entropy),
    most: bits(evenSpread(m.tokens).entropy),
    effective: effectiveTokens(m.entropy),
    tokens: String(m.tokens),
  };
}

/** A few words for the overview: "previous token 46 %". */
export const headLine = (m: HeadMeasures, labels: readonly string[], say: Say): string => say(`line.${headKind(m)}`, values(m, labels));

/** One sentence for the head's page. */
export function headSentence(m: HeadMeasures, labels: readonly string[], say: Say): string {
  const kind = headKind(m);
  const share = sharesOf(m)[kind];
  const all = values(m, labels);
  return share === undefined ? say(`does.${kind}`, all) : say(`does.${grade(share)}`, { ...all, place: say(`place.${kind}`, all) });
}

/** A cosine with three digits. */
export const cosineText = (cosine: number): string => cosine.toFixed(3).replace('-', '−');

/** The angle of a cosine in degrees: one digit below 10°. */
export function angleText(cosine: number): string {
  const degrees = (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
  return `${Number(degrees.toFixed(degrees < 9.95 ? 1 : 0))}°`;
}

/** Where an angle lies: 0.95 is 18°, 0.7 is 46°, 0.4 is 66°. */
export function closeness(cosine: number): 'same' | 'close' | 'related' | 'apart' {
  if (cosine >= 0.95) return 'same';
  if (cosine >= 0.7) return 'close';
  return cosine >= 0.4 ? 'related' : 'apart';
}

/** The caption of the picture: its strongest cell. */
export function headCaption(m: HeadMeasures, labels: readonly string[], say: Say): string {
  const { row, column, weight } = m.strongest;
  if (m.tokens === 1) return say('caption.one');
  return say('caption.map', {
    query: isolate(labels[row]),
    key: isolate(labels[column]),
    share: finePercent(weight),
    row: row + 1,
    column: column + 1,
    tokens: m.tokens,
  });
}
