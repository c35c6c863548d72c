// Train, validation and test by a hash of the content, never by position: the same rows fall on the same side wherever they are.
import { createHash } from 'node:crypto';

export type Part = 'train' | 'valid' | 'test';
export const PARTS: readonly Part[] = ['train', 'valid', 'test'];

/** 0 ≤ hash < 1 of a text. */
export const hashed = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

/** `valid` and `test` are shares. The salt keeps one source's split apart from another's. */
export function partOf(key: string, { salt, valid, test }: { salt: string; valid: number; test: number }): Part {
  const at = hashed(`${salt}\n${key}`);
  return at < test ? 'test' : at < test + valid ? 'valid' : 'train';
}

/**
 * Rows that share a key belong together, and so do rows that share one with a row between them.
 * @returns of each row the smallest key of its group
 */
export function groups(rows: readonly (readonly string[])[]): string[] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    while (parent.get(root)! !== root) root = parent.get(root)!;
    for (let next = key; next !== root;) {
      const above = parent.get(next)!;
      parent.set(next, root);
      next = above;
    }
    return root;
  };
  for (const keys of rows) {
    for (const key of keys) if (!parent.has(key)) parent.set(key, key);
    for (const key of keys.slice(1)) {
      const [a, b] = [find(keys[0]!), find(key)].sort() as [string, string];
      parent.set(b, a);
    }
  }
  return rows.map((keys) => find(keys[0]!));
}

/** What makes two sentences the same: letters and digits, without case, signs and spaces. */
export const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
