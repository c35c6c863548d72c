// Reads the edges that the sources really have and compares them with the table.
import { posix } from 'node:path';

export interface Source {
  /** From the top of the project: cpp/kernels/softmax.cpp. */
  readonly path: string;
  readonly text: string;
}

/** What `#include "…"` names in a C++ source, from cpp/. */
export function includes({ path, text }: Source): string[] {
  const own = posix.dirname(path).replace(/^cpp\//, '');
  return [...text.matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)].map(([, name = '']) => (name.includes('/') ? name : `${own}/${name}`));
}

/** What a TypeScript source imports, exports from or loads later, as written. */
export function imports({ text }: Source): string[] {
  const code = text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const found = code.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm);
  return [...found].map(([, name = '']) => name);
}

/** One line for each edge of `source` that the table does not allow. */
export function wrongIncludes(source: Source, edges: Readonly<Record<string, readonly string[]>>): string[] {
  const [, folder = ''] = source.path.split('/');
  const allowed = edges[folder];
  if (!allowed) return [`${source.path}: no folder ${folder} in the table`];
  return includes(source)
    .map((name) => posix.normalize(name))
    .filter((name) => ![folder, ...allowed].includes(name.split('/')[0] ?? ''))
    .map((name) => `${source.path} includes ${name}`);
}

const packageName = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

export interface WebTable {
  readonly edges: Readonly<Record<string, readonly string[]>>;
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

/** The same for a source under web/. One lab never uses another: only what lies directly in web/labs is shared. */
export function wrongImports(source: Source, { edges, packages }: WebTable): string[] {
  const [, folder = '', lab = ''] = source.path.split('/');
  const allowed = edges[folder];
  if (!allowed) return [`${source.path}: no folder ${folder} in the table`];
  const isWrong = (name: string) => {
    if (!name.startsWith('.')) return ![name, packageName(name)].some((each) => packages[folder]?.includes(each));
    const [top, to = '', toLab = '', inLab] = posix.join(posix.dirname(source.path), name).split('/');
    if (top !== 'web') return true;
    if (to === 'labs' && folder === 'labs' && inLab && source.path !== 'web/labs/index.ts') return toLab !== lab;
    return to !== folder && !allowed.includes(to);
  };
  return imports(source)
    .filter(isWrong)
    .map((name) => `${source.path} imports ${name}`);
}
