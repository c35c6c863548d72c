// Numbers with their units, in the page's language.

const kSpace = '\u00a0';

/** Three significant digits: 12.1, 1.23, 123. */
const three = (value: number): string => (value >= 99.95 ? value.toFixed(0) : value.toPrecision(3));

/** 0.0212 → "21.2 µs", 12.1 → "12.1 ms", 1234 → "1.23 s". */
export function durationText(milliseconds: number): string {
  if (milliseconds < 0.9995) return `${three(1000 * milliseconds)}${kSpace}µs`;
  return milliseconds < 999.5 ? `${three(milliseconds)}${kSpace}ms` : `${three(milliseconds / 1000)}${kSpace}s`;
}

const sizes = ['B', 'kB', 'MB', 'GB'];

/** Decimal units, as everywhere on the page: 1 MB = 10⁶ bytes. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < sizes.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 ? String(value) : three(value)}${kSpace}${sizes[unit]}`;
}

/** Round values of an axis: "10 µs", "1 MB". */
const bare = (text: string) => text.replace(/\.0+(?=\D)/, '');
export const durationTick = (milliseconds: number): string => bare(durationText(milliseconds));
export const bytesTick = (bytes: number): string => bare(bytesText(bytes));

export function gflopsText(gflops: number): string {
  if (gflops === 0) return '0';
  return gflops.toFixed(gflops >= 99.95 ? 0 : gflops >= 9.995 ? 1 : 2);
}

export const gflopsTick = (gflops: number): string => String(gflops);

/** "0.78" */
export const fractionText = (fraction: number): string => fraction.toFixed(2);

/** "3.9", "58". */
export const ratioText = (ratio: number): string => ratio.toFixed(ratio < 9.95 ? 1 : 0);

export interface Counting {
  /** 16384 → "16,384". */
  count(value: number): string;
  /** 44.2e9 → "44 billion", "440 亿". */
  words(value: number): string;
}

export function counting(language: 'en' | 'zh'): Counting {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const plain = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 2 });
  return {
    count: (value) => plain.format(value),
    words: (value) => compact.format(value).replace(/(\d)(?=\p{Script=Han})/u, `$1${kSpace}`),
  };
}
