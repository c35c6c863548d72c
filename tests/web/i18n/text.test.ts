// Texts with values, and a sentence for every error.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../web/build/dependencies.mjs';
import { lookUp, texts } from '../../../web/i18n/index.js';

test('values are put in, words translated, places counted from one', () => {
  const sources: Readonly<Record<string, string>>[] = [
    { own: '{name} has {count} {axis}, row {row+1}' },
    { 'value.rows': '行', own: 'not this one' },
  ];
  assert.equal(lookUp(sources, 'own', { name: 'Q', count: 3, axis: 'rows', row: 0 }), 'Q has 3 行, row 1');
  assert.equal(lookUp(sources, 'own', {}), '{name} has {count} {axis}, row {row+1}');
  assert.equal(lookUp(sources, 'missing'), 'missing');
  assert.equal(lookUp([{ a: '{x}' }], 'a', { x: '{y}', y: 'no' }), '{y}');
});

const typescriptIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));

/** Codes of the table in errors.hpp: lines like "// bad-rank   operation, name, …". */
const coreCodes = [...readFileSync(join(root, 'cpp/base/errors.hpp'), 'utf8').matchAll(/^\/\/ ([a-z]+(?:-[a-z]+)*) {2,}\w/gm)]
  .map(([, code = '']) => code)
  .filter((code) => code !== 'code');
const facadeCodes = typescriptIn('web/core').flatMap((text) =>
  [...text.matchAll(/AttentionError\(\s*'([a-z-]+)'/g)].map(([, code = '']) => code),
);

test('every error of the core and its façade has a sentence in both languages', () => {
  assert.ok(coreCodes.length >= 18 && facadeCodes.length >= 8, `${coreCodes.length} ${facadeCodes.length}`);
  for (const language of ['en', 'zh'] as const)
    assert.deepEqual(
      [...new Set([...coreCodes, ...facadeCodes])].filter((code) => !texts[language][`error.${code}`]),
      [],
    );
});
