// The shell's texts and the sentences of the core's errors, in both languages.
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

export const texts: Readonly<Record<'en' | 'zh', Readonly<Record<string, string>>>> = { en, zh };
export { lookUp } from './text.js';
