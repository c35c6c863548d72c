// Language and theme: from ?lang= and ?theme=, else as chosen before, else as the browser says.
import type { Language } from '../labs/lab.js';

export type Theme = 'auto' | 'light' | 'dark';

function stored(name: string): string | null {
  try {
    return localStorage.getItem(`attention-lab.${name}`);
  } catch {
    return null; // a sandboxed frame has no storage
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`attention-lab.${name}`, value);
  } catch {
    // as above: the choice lasts until the page is left
  }
}

const asked = (name: string) => new URLSearchParams(location.search).get(name) ?? stored(name);

export function readLanguage(): Language {
  const wanted = asked('lang') ?? navigator.languages?.find((language) => /^(zh|en)/i.test(language)) ?? 'en';
  return /^zh/i.test(wanted) ? 'zh' : 'en';
}

export function readTheme(): Theme {
  const wanted = asked('theme');
  return wanted === 'light' || wanted === 'dark' ? wanted : 'auto';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
