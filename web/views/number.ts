// A number as text: short for cells, whole for those who ask.
const raised: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

const minus = (text: string) => text.replace('-', '−');

/** "9.4e-14" → "9.4·10⁻¹⁴". */
function powerOfTen(text: string): string {
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return minus(text);
  return `${minus(mantissa)}·10${[...exponent.replace('+', '')].map((character) => raised[character]).join('')}`;
}

function notFinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value < 0 ? '−∞' : '∞';
}

const kLeastNormal = 2 ** -126;

/** The shortest decimal that gives the same float32: any of up to 6 digits survives in a float32 that is not subnormal. */
export function shortestFloat32(value: number): string {
  for (let digits = Math.abs(value) < kLeastNormal ? 1 : 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(value)) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** Every digit: of a float32, or of a double. */
export function fullNumber(value: number, precision: 'float32' | 'double' = 'float32'): string {
  if (!Number.isFinite(value)) return notFinite(value);
  return powerOfTen(precision === 'double' ? String(value) : shortestFloat32(value));
}

/** Half the distance between neighbouring float32 numbers, relative. */
const kExact = 6.1e-8;

/** Exact decimals lose their zeros (1.2), rounded ones keep them (0.110). */
function decimalText(value: number, digits: number): string {
  const rounded = Number(value.toFixed(digits));
  return minus(Math.abs(rounded - value) <= kExact * Math.abs(value) ? String(rounded) : value.toFixed(digits));
}

/** About three significant digits; small and large numbers as powers of ten; never 0 or 1 for a number that is not. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size < 1e-3 || size >= 1e5) return powerOfTen(value.toExponential(1).replace('.0e', 'e'));
  const decimals = size >= 100 ? 1 : size >= 10 ? 2 : 3;
  for (let digits = decimals; digits < 8; digits++) {
    const rounded = Number(value.toFixed(digits));
    if (!Number.isInteger(rounded) || Math.abs(rounded - value) <= kExact * size) return decimalText(value, digits);
  }
  return minus(value.toFixed(decimals));
}

/** 0.714 → "71 %"; a share too small or large to round says so. */
export function percent(share: number): string {
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 0.5) return '< 1 %';
  if (hundredths < 100 && hundredths >= 99.5) return '> 99 %';
  return `${Math.round(hundredths)} %`;
}

/** "3×2". */
export const shapeText = (shape: readonly number[]) => shape.join('×');
