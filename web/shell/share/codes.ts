// What an author pastes into a page of their own, and what they cite: plain text, made from the picture at hand.
import type { Controls, Language } from '../../labs/lab.js';

export interface Embedded {
  /** Where the site lies, with a slash at its end. */
  readonly site: string;
  readonly lab: string;
  /** '' for the whole lab. */
  readonly view: string;
  readonly controls: Controls;
  /** What stands in a link after `#v1/<lab>/`. */
  readonly state: string;
  readonly language: Language;
  /** For readers who do not see the frame. */
  readonly title: string;
}

/** The element's script and the hash of its content. */
export interface ElementScript {
  readonly url: string;
  readonly integrity: string;
}

const quoted = (text: string) => `"${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`;
const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}=${quoted(value)}`)
    .join('');

/** The script and the tag `<attention-lab>`. */
export function elementCode({ lab, view, controls, state, language }: Embedded, { url, integrity }: ElementScript): string {
  const script = attributes({ type: 'module', src: url, integrity, crossorigin: 'anonymous' });
  return `<script${script}></script>\n<attention-lab${attributes({ lab, view, controls, state, lang: language })}></attention-lab>`;
}

/** A frame, for places that take no scripts of others. */
export function frameCode({ site, lab, view, controls, state, language, title }: Embedded): string {
  const asked = new URLSearchParams({ lab, ...(view ? { view } : {}), controls, lang: language });
  const src = `${new URL('embed.html', site).href}?${asked}#v1/${lab}/${state}`;
  return `<iframe${attributes({ src, title, width: '100%', height: '640', loading: 'lazy' })}></iframe>`;
}

export interface Cited {
  readonly version: string;
  /** Null where the page is a file: it has no address that others could open. */
  readonly url: string | null;
  readonly date: string;
}

/** 2026-11-21, in the reader's own time. */
export function isoDate(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** In Chinese by GB/T 7714 (a computer program, online). */
export function citation(language: Language, { version, url, date }: Cited): string {
  if (language === 'zh')
    return url
      ? `Attention Lab 作者. 注意力实验室[CP/OL]. ${version} 版. [${date}]. ${url}.`
      : `Attention Lab 作者. 注意力实验室[CP]. ${version} 版.`;
  return url
    ? `The Attention Lab authors. Attention Lab, version ${version}. ${url} (accessed ${date}).`
    : `The Attention Lab authors. Attention Lab, version ${version}.`;
}

export function bibtex(language: Language, { version, url, date }: Cited): string {
  const zh = language === 'zh';
  const notes = zh ? [`${version} 版`, `访问日期：${date}`] : [`Version ${version}`, `accessed ${date}`];
  const fields = {
    title: zh ? '注意力实验室' : '{Attention Lab}',
    author: zh ? '{Attention Lab 作者}' : '{The Attention Lab authors}',
    note: (url ? notes : notes.slice(0, 1)).join(zh ? '，' : ', '),
    ...(url ? { url } : {}),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name.padEnd(6)} = {${value}}`);
  return `@misc{attention-lab,\n${lines.join(',\n')}\n}`;
}
