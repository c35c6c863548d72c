// Whole numbers in the page's language.

const kSpace = '\u00a0';

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
