// A number as people type it: 1.5, 1,5, −2, １２, 1e-3.

export type ReadNumber =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly problem: 'empty' | 'not-a-number' | 'not-finite' };

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const notFinite = /^[+-]?(nan|inf(inity)?|∞)$/i;

/** Full-width digits (Chinese keyboards), typographic minus signs and a decimal comma are understood. */
export function readNumber(text: string): ReadNumber {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[−–﹣]/g, '-')
    .replace(/^([^,.]*),([^,.]*)$/, '$1.$2');
  if (plain === '') return { ok: false, problem: 'empty' };
  if (notFinite.test(plain)) return { ok: false, problem: 'not-finite' };
  if (!decimal.test(plain)) return { ok: false, problem: 'not-a-number' };
  const value = Number(plain);
  return Number.isFinite(Math.fround(value)) ? { ok: true, value } : { ok: false, problem: 'not-finite' };
}
