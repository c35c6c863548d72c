// How lines look, on the page and in figures.

export const kLimit = 600; // SVG lags from about 2,200 elements; more than 600 lines are not told apart either
export const kPitch = 26; // px between tokens, as --pitch at 16 px

/** Width in px and opacity of a line that is `part` of the strongest. */
export const lineLook = (part: number) => ({ width: 0.5 + 3.5 * part, opacity: 0.04 + 0.86 * part });

export interface Board {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** From the middle of a row on the left to the middle of one on the right. */
export function linePath(row: number, column: number, { left, right, top }: Board): string {
  const [from, to] = [top + (row + 0.5) * kPitch, top + (column + 0.5) * kPitch];
  const at = (share: number) => left + share * (right - left);
  return `M${left} ${from}C${at(0.45)} ${from} ${at(0.55)} ${to} ${right} ${to}`;
}
