// The reference page names all that the element has, and nothing that it has not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../web/build/dependencies.mjs';
import { languages, readPages } from '../../../web/build/guide.mjs';
import { labs } from '../../../web/labs/index.js';

const source = (path: string) => readFileSync(join(root, path), 'utf8');
const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))];

const element = source('web/element/element.ts');
const loaded = await Promise.all(labs.map((entry) => entry.load()));

/** By section of the page: what has to stand there as code. */
const there: Readonly<Record<string, readonly string[]>> = {
  attributes: [
    ...all(/observedAttributes = \[(.*?)\]/.exec(element)![1]!, /'(\w+)'/g),
    ...loaded.map(({ id }) => id),
    ...loaded.flatMap(({ views }) => views),
  ],
  events: all(source('web/element/events.ts'), /'(al-\w+)':/g),
  errors: [...all(source('web/element/author-error.ts'), /'([a-z]+(?:-[a-z]+)+)'/g), 'two-versions', 'lab-not-loaded'],
  look: [...all(element, /part="(\w+)"/g), ...all(source('web/views/tokens.css'), /(--al-[\w-]+):/g)],
};
/** Left to the page's readers to find: one for each is enough, or nobody should set them. */
const unnamed = /^--al-(space-[2-6]|target|negative|lit|error-surface|note-surface)$/;

const own = all(element, /^ {2}(?:async |get )?(\w+)\(/gm);

for (const language of languages)
  test(`${language}: the reference names what the element has`, () => {
    const { markdown } = (readPages(language) as { name: string; markdown: string }[]).find(({ name }) => name === 'embed-reference')!;
    for (const [id, names] of Object.entries(there)) {
      const section = markdown.split(/^## /m).find((text) => text.includes(`{#${id}}`))!;
      assert.ok(names.length >= 4, id);
      assert.deepEqual(
        names.filter((name) => !unnamed.test(name) && !section.includes(`\`${name}\``)),
        [],
        id,
      );
    }
    const methods = markdown.split(/^## /m).find((text) => text.includes('{#methods}'))!;
    const named = all(methods, /`(\w+)(?:\(\w*\))?`(?= |（|\(|、|,)/g).filter((name) => !['null', 'Blob', 'id'].includes(name));
    assert.ok(named.length >= 5, named.join());
    assert.deepEqual(
      named.filter((name) => !own.includes(name)),
      [],
    );
  });
