// A state as the part of an address behind #, and back: #v1/mechanism/preset=a1-dot&own.X=((1,2),(3,4))
//
// Only what differs from the default is written. A value is JSON with characters swapped for ones that need no escape
// in an address; plain words stand without quotes.
import { LabError } from './error.js';

type Json = Record<string, unknown>;

export const kVersion = 'v1';
/** Chat programs cut longer links. */
export const kLinkLimit = 8000;

const swaps: Readonly<Record<string, string>> = {
  '[': '(',
  ']': ')',
  '{': '*',
  '}': ';',
  '"': "'",
  '(': '[',
  ')': ']',
  '*': '{',
  ';': '}',
  "'": '"',
};
const swap = (text: string) => text.replace(/[[\]{}"()*;']/g, (character) => swaps[character]!);
const isWord = (text: string) => /^[A-Za-z][\w.-]*$/.test(text) && !/^(true|false|null)$/.test(text);
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function encodeValue(value: unknown): string {
  const text = typeof value === 'string' && isWord(value) ? value : swap(JSON.stringify(value));
  return encodeURIComponent(text).replace(/%(2C|3A|3B)/g, (escaped) => decodeURIComponent(escaped));
}

export function decodeValue(text: string): unknown {
  const plain = decodeURIComponent(text);
  return isWord(plain) ? plain : JSON.parse(swap(plain));
}

/** The parts of `state` that differ from `standard`, as [path, value]; objects are entered, arrays are not. */
export function difference(state: Json, standard: Json, prefix = ''): [path: string, value: unknown][] {
  return Object.entries(state).flatMap(([key, value]): [string, unknown][] => {
    if (value === undefined || same(value, standard[key])) return [];
    if (isObject(value) && isObject(standard[key])) return difference(value, standard[key], `${prefix}${key}.`);
    return [[prefix + key, value]];
  });
}

function setPath(target: Json, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let place = target;
  for (const key of keys) {
    if (!isObject(place[key])) place[key] = Object.create(null);
    place = place[key] as Json;
  }
  place[last] = value;
}

/** `standard` with the differences of a link put in. */
function merge(standard: Json, changes: Json): Json {
  const merged: Json = { ...standard };
  for (const [key, value] of Object.entries(changes))
    merged[key] = isObject(value) && isObject(standard[key]) ? merge(standard[key], value) : value;
  return merged;
}

export interface Link {
  readonly hash: string;
  /** Fields that made the link too long. */
  readonly leftOut: readonly string[];
}

/** The link to a state; the longest fields are left out until it fits. */
export function writeLink(lab: string, state: Json, standard: Json, limit = kLinkLimit): Link {
  const fields = difference(state, standard).map(([path, value]) => ({ path, text: `${path}=${encodeValue(value)}` }));
  const leftOut: string[] = [];
  const whole = () => `#${kVersion}/${lab}/${fields.map(({ text }) => text).join('&')}`;
  while (whole().length > limit && fields.length) {
    const longest = fields.reduce((best, field, i) => (field.text.length > fields[best]!.text.length ? i : best), 0);
    leftOut.push(fields.splice(longest, 1)[0]!.path);
  }
  return { hash: whole(), leftOut };
}

/** What a link says: the lab's id and its differences; null for an address without one. Throws LabError. */
export function readLink(hash: string): { lab: string; changes: Json } | null {
  const text = hash.replace(/^#/, '');
  if (!text) return null;
  const [version, lab = '', ...rest] = text.split('/');
  if (version !== kVersion) throw new LabError(/^v\d+$/.test(version ?? '') ? 'link.version' : 'link.broken');
  const changes: Json = Object.create(null);
  try {
    for (const field of rest.join('/').split('&').filter(Boolean)) {
      const at = field.indexOf('=');
      if (at < 1) throw new LabError('link.broken');
      setPath(changes, field.slice(0, at), decodeValue(field.slice(at + 1)));
    }
  } catch {
    throw new LabError('link.broken');
  }
  return { lab, changes };
}

export const applyChanges = merge;
