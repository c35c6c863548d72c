// Text in a picture without a browser to measure it: its width within a few per cent, and where its lines break.

/** Chinese, Japanese, Korean, full-width forms and emoji. */
const kWide = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Widths in sizes of the font, as common sans-serif fonts have them, rounded up. */
function widthOfCharacter(character: string): number {
  if (/[\p{M}\p{Cf}]/u.test(character)) return 0;
  if (kWide.test(character)) return 1;
  if (/[\s.,:;'|!ilj·]/.test(character)) return 0.3;
  if (/[mwMW%@—…]/.test(character)) return 0.92;
  if (/[A-Z&−+=<>⁻]/.test(character)) return 0.7;
  if (/[0-9]/.test(character)) return 0.64;
  return 0.57;
}

export const textWidth = (text: string, size: number): number =>
  size * [...text].reduce((sum, character) => sum + widthOfCharacter(character), 0);

export const widest = (texts: readonly string[], size: number): number =>
  texts.reduce((most, text) => Math.max(most, textWidth(text, size)), 0);

const kRightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** What an XML 1.0 file may hold: no control characters, no halves of characters. */
export const printable = (text: string): string =>
  text.replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ').replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd');

/** A label whose direction is its own where it needs one; other labels stay as they are, so that they can be searched for. */
export const label = (text: string): string => (kRightToLeft.test(text) ? `\u2068${printable(text)}\u2069` : printable(text));

/** Without the signs that keep directions apart, where nothing runs from right to left: other programs show them as boxes. */
export const plain = (text: string): string => (kRightToLeft.test(text) ? text : text.replace(/[\u2066-\u2069]/g, ''));

/** Words with their blanks, a number with its " %"; Chinese breaks between any two characters, but no line begins with what closes. */
const parts = (text: string): string[] =>
  text.match(/(?:[\u2e80-\u9fff\uff00-\uffef]|[^ \u2e80-\u9fff\uff00-\uffef]+(?: %)?)[，。、；：？！）》」』”’]* *| +/gu) ?? [];

/** Lines no wider than `width`; a single longer word stands by itself. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts(text)) {
    if (line && textWidth((line + part).trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line ? part : part.trimStart();
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines;
}
