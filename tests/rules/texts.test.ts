// Both languages say everything: the same keys, the same values put in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { texts } from '../../web/i18n/index.js';
import { labs } from '../../web/labs/index.js';
import guideEn from '../../web/guide/en.json' with { type: 'json' };
import guideZh from '../../web/guide/zh.json' with { type: 'json' };
import presentEn from '../../web/shell/present/en.json' with { type: 'json' };
import presentZh from '../../web/shell/present/zh.json' with { type: 'json' };
import shareEn from '../../web/shell/share/en.json' with { type: 'json' };
import shareZh from '../../web/shell/share/zh.json' with { type: 'json' };
import { sourcesOf } from './sources.js';

type Table = Readonly<Record<string, string>>;
type Both = Readonly<Record<'en' | 'zh', Table>>;

const valuesIn = (text: string) => [...new Set(text.match(/\{\w+(?:\+1)?\}/g) ?? [])].map((name) => name.replace('+1', '')).sort();

/** One line for each key that one language lacks, leaves empty, or gives other values. */
function differences(en: Table, zh: Table): string[] {
  const keys = [...new Set([...Object.keys(en), ...Object.keys(zh)])];
  return keys.flatMap((key) => {
    const [a, b] = [en[key], zh[key]];
    if (!a?.trim()) return [`${key}: not in English`];
    if (!b?.trim()) return [`${key}: not in Chinese`];
    return valuesIn(a).join() === valuesIn(b).join()
      ? []
      : [`${key}: ${valuesIn(a).join(' ')} in English, ${valuesIn(b).join(' ')} in Chinese`];
  });
}

const tables: [name: string, both: Both][] = [['shell', texts]];
tables.push(
  ['guide', { en: guideEn, zh: guideZh }],
  ['share panel', { en: shareEn, zh: shareZh }],
  ['presenter', { en: presentEn, zh: presentZh }],
);
for (const { id, load } of labs) tables.push([id, (await load()).texts]);

for (const [name, { en, zh }] of tables)
  test(`${name}: the same texts in both languages`, () => {
    assert.ok(Object.keys(en).length > 4);
    assert.deepEqual(differences(en, zh), []);
  });

test('the comparison sees what is missing', () => {
  assert.equal(differences({ a: 'x' }, {}).length, 1);
  assert.equal(differences({}, { a: '甲' }).length, 1);
  assert.equal(differences({ a: 'x' }, { a: '' }).length, 1);
  assert.equal(differences({ a: '{n} keys' }, { a: '{m} 个键' }).length, 1);
  assert.deepEqual(differences({ a: '{n+1} of {m}' }, { a: '{m} 之 {n}' }), []);
});

/** Keys of a call like text('error.no-simd'): written out, so that they can be checked. */
const keysIn = (text: string) => [...text.matchAll(/\btext\(\s*'([^']+)'/g)].map(([, key = '']) => key);

test('every text that the code asks for exists', () => {
  const known = new Set(tables.flatMap(([, { en }]) => Object.keys(en)));
  const sources = ['web/shell', 'web/labs'].flatMap((folder) => sourcesOf(folder, '.ts'));
  assert.ok(sources.flatMap(({ text }) => keysIn(text)).length > 20);
  const missing = sources.flatMap(({ path, text }) =>
    keysIn(text)
      .filter((key) => !known.has(key))
      .map((key) => `${path}: ${key}`),
  );
  assert.deepEqual(missing, []);
});

/** Codes that the core can answer with, from where they are made. */
function codes(): string[] {
  const cpp = sourcesOf('cpp', '.cpp').flatMap(({ text }) => [...text.matchAll(/(?:return |\bstatus)\s*\{\s*"([a-z-]+)",/g)]);
  const web = sourcesOf('web/core', '.ts').flatMap(({ text }) => [...text.matchAll(/AttentionError\(\s*'([a-z-]+)'/g)]);
  return [...new Set([...cpp, ...web].map(([, code = '']) => code))];
}

/** A handle used after its disposal is a mistake in a program; no visitor can make it. */
const forProgrammers = ['disposed'];

test('every error of the core has a sentence', () => {
  const known = new Set(tables.flatMap(([, { en }]) => Object.keys(en)));
  assert.ok(codes().length > 20, codes().join());
  assert.deepEqual(
    codes().filter((code) => !known.has(`error.${code}`) && !forProgrammers.includes(code)),
    [],
  );
});
