// Text and lab cannot drift apart: what a page quotes is computed anew by the core, and a page quotes nothing else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { languages, source } from '../../../web/build/guide.mjs';
import { factsOfPages } from './numbers.js';

const facts = await factsOfPages();

/** What readers read: without the front matter, the tags of labs and code. */
const wordsOf = (markdown: string) =>
  markdown
    .replace(/^---[\s\S]*?\n---\n/, '')
    .replaceAll(/<attention-lab[\s\S]*?<\/attention-lab>|`[^`]*`/g, '')
    .replaceAll(/\s+/g, ' ');

/** Numbers with a decimal point, large ones and powers of ten that no fact stands for. */
function unaccounted(words: string, known: readonly string[]): string[] {
  const longestFirst = [...known].sort((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((text, fact) => text.replaceAll(fact, ''), words);
  return rest.match(/\d+\.\d+|\d,\d{3}|10[⁻⁰¹²³⁴-⁹]+/g) ?? [];
}

for (const [page, known] of Object.entries(facts))
  for (const language of languages) {
    const words = wordsOf(readFileSync(join(source, language, `${page}.md`), 'utf8'));
    test(`${language}/${page}: quotes what the core computes`, () => {
      assert.ok(known.length > 0);
      const missing = known.filter((fact) => !words.includes(fact));
      assert.deepEqual(missing, []);
    });
    test(`${language}/${page}: quotes nothing else`, () => assert.deepEqual(unaccounted(words, known), []));
  }

test('the search for other numbers sees them', () => {
  assert.deepEqual(unaccounted('0.62 of 1,024 and 3·10⁻⁹, in 2015', ['0.62']), ['1,024', '10⁻⁹']);
});
