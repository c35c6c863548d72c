// What the attributes and the JSON child of <attention-lab> say. Wrong values are told and replaced by the default.
import { AuthorError } from './author-error.js';
import { LabError } from '../labs/error.js';
import { labs, type AnyLab, type LabEntry } from '../labs/index.js';
import { applyChanges, kVersion, readLink } from '../labs/link.js';
import type { Controls, Language } from '../labs/lab.js';

type Json = Record<string, unknown>;

const isControls = (value: string): value is Controls => value === 'none' || value === 'minimal' || value === 'full';
/** More than any state of any lab; a browser does not stop at a megabyte. */
const kStateLimit = 100_000;

export function readEntry(value: string | null): LabEntry {
  const id = value ?? labs[0]!.id;
  const entry = labs.find((one) => one.id === id);
  if (!entry) throw new AuthorError('unknown-lab', { lab: id, known: labs.map((one) => one.id).join(', ') });
  return entry;
}

export function readView(value: string | null, lab: AnyLab): string {
  if (!value || lab.views.includes(value)) return value ?? '';
  throw new AuthorError('unknown-view', { view: value, lab: lab.id, known: lab.views.join(', ') });
}

/** A whole lab has all its controls, one view only what changes it. */
export function readControls(value: string | null, view: string): Controls {
  if (value === null || value === '') return view ? 'minimal' : 'full';
  if (isControls(value)) return value;
  throw new AuthorError('unknown-controls', { controls: value });
}

/** The state of a link's text, over the JSON child's fields, over the default. Throws AuthorError. */
export function readWhole(lab: AnyLab, text: string, json: Json): Json {
  if (text.length > kStateLimit) throw new AuthorError('state-too-long', { length: text.length, limit: kStateLimit });
  try {
    const changes = readLink(`#${kVersion}/${lab.id}/${text}`)!.changes;
    return lab.readState(applyChanges(applyChanges(lab.defaultState, json), changes));
  } catch (error) {
    if (error instanceof LabError) throw new AuthorError('broken-state', { key: error.key, ...error.values });
    throw error;
  }
}

/** Fields of the state in a `<script type="application/json">` among the children. */
export function readJsonChild(host: Element): Json {
  const child = host.querySelector(':scope > script[type="application/json"]');
  if (!child) return {};
  let value: unknown;
  try {
    value = JSON.parse(child.textContent ?? '');
  } catch (error) {
    throw new AuthorError('broken-json', { reason: (error as Error).message });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AuthorError('broken-json', { reason: 'not an object' });
  return value as Json;
}

/** The element's own `lang`, else the nearest one around it, through shadow roots; else the browser's. */
export function languageOf(host: Element): Language {
  for (let node: Node | null = host; node; node = node instanceof ShadowRoot ? node.host : node.parentNode)
    if (node instanceof Element && node.hasAttribute('lang')) return /^zh/i.test(node.getAttribute('lang')!) ? 'zh' : 'en';
  return navigator.languages?.find((language) => /^(zh|en)/i.test(language))?.startsWith('zh') ? 'zh' : 'en';
}
