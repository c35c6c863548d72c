// Every page of the guide, as written and as built: both languages, links that lead somewhere, labs that exist.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { languages, readPages, readSnippet, source } from '../../../web/build/guide.mjs';
import { labsIn, snippetsOf } from '../../../web/build/guide-markdown.mjs';
import { root } from '../../../web/build/dependencies.mjs';
import { labs } from '../../../web/labs/index.js';
import { applyChanges, readLink } from '../../../web/labs/link.js';

interface GuidePage {
  readonly name: string;
  readonly group?: string;
  readonly order?: number;
  readonly markdown: string;
}
const dist = join(root, 'dist');
const pagesOf = Object.fromEntries(languages.map((language) => [language, readPages(language) as GuidePage[]]));
const all = Object.entries(pagesOf).flatMap(([language, pages]) =>
  pages.map((page) => ({ path: `${language}/${page.name}`, markdown: page.markdown })),
);
const en = pagesOf.en!;
const zh = pagesOf.zh!;

test('both languages have the same pages in the same order', () => {
  const shape = ({ name, group, order }: GuidePage) => [name, group, order];
  assert.ok(en.length > 0);
  assert.deepEqual(en.map(shape), zh.map(shape));
});

test('both languages show the same labs and snippets', () => {
  en.forEach((page, i) => {
    assert.deepEqual(labsIn(page.markdown), labsIn(zh[i]!.markdown), page.name);
    assert.deepEqual(snippetsOf(page.markdown), snippetsOf(zh[i]!.markdown), page.name);
  });
});

test('every snippet is shown, and every one shown exists', () => {
  const there = readdirSync(join(source, 'snippets')).sort();
  const shown = [...new Set(en.flatMap(({ markdown }) => snippetsOf(markdown).map(({ file }) => file)))].sort();
  assert.deepEqual(shown, there);
});

/** What is wrong with a tag's attributes, or ''. */
async function fault(attributes: Readonly<Record<string, string>>): Promise<string> {
  const { lab: id = 'mechanism', state = '', view = '', controls = 'full', theme = 'auto', lang = 'en' } = attributes;
  const entry = labs.find((each) => each.id === id);
  if (!entry) return `no lab "${id}"`;
  const lab = await entry.load();
  if (view && !lab.views.includes(view)) return `lab ${id} has no view "${view}", but ${lab.views.join(', ')}`;
  if (!['none', 'minimal', 'full'].includes(controls)) return `controls="${controls}"`;
  if (!['auto', 'light', 'dark'].includes(theme)) return `theme="${theme}"`;
  if (!['en', 'zh'].includes(lang)) return `lang="${lang}"`;
  try {
    const { changes } = readLink(`#v1/${id}/${state}`)!;
    lab.readState(applyChanges(lab.defaultState, changes));
    const unknown = Object.keys(changes).filter((field) => !Object.hasOwn(lab.defaultState, field));
    return unknown.length ? `state has no field ${unknown.join(', ')}` : '';
  } catch (error) {
    return `state="${state}": ${String(error)} ${JSON.stringify((error as { values?: unknown }).values ?? {})}`;
  }
}

test('every lab in a page or snippet is one that exists, in a state it can have', async () => {
  const snippets = readdirSync(join(source, 'snippets')).map((file) => ({ path: `snippets/${file}`, markdown: readSnippet(file) }));
  for (const { path, markdown } of [...all, ...snippets])
    // A template's own values ({{ … }}) are known only where it is used.
    for (const attributes of labsIn(markdown).filter((each) => !JSON.stringify(each).includes('{')))
      assert.equal(await fault(attributes), '', `${path}: ${JSON.stringify(attributes)}`);
});

test('the check of labs sees what is wrong', async () => {
  assert.equal(await fault({}), '');
  assert.match(await fault({ lab: 'weather' }), /no lab/);
  assert.match(await fault({ lab: 'mechanism', view: 'all' }), /no view/);
  assert.match(await fault({ controls: 'some' }), /controls/);
  assert.match(await fault({ state: 'preset=a9' }), /state=/);
  assert.match(await fault({ state: 'colour=red' }), /no field colour/);
});

const built = (path: string) => readFileSync(join(dist, 'guide', `${path}.html`), 'utf8');
const idsIn = (html: string) => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));

/** Addresses in a page of dist/ that lead nowhere: no such file, or no such place in it. */
function deadLinks(from: string, html: string): string[] {
  const addresses = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));
  return addresses.filter((address) => {
    if (/^(https?|data|mailto):/.test(address)) return false;
    const [path = '', hash = ''] = address.split('#');
    const file = join(dirname(from), path.replace(/\?.*$/, '')) + (path.endsWith('/') ? 'index.html' : '');
    if (path && !existsSync(file)) return true;
    return hash !== '' && !hash.startsWith('v1/') && !idsIn(path ? readFileSync(file, 'utf8') : html).has(decodeURIComponent(hash));
  });
}

test('no dead link in the built guide', () => {
  for (const { path } of all) assert.deepEqual(deadLinks(join(dist, 'guide', `${path}.html`), built(path)), [], path);
});

test('the search for dead links sees them', () => {
  const here = join(dist, 'guide/en/index.html');
  assert.deepEqual(deadLinks(here, '<a href="nowhere.html">'), ['nowhere.html']);
  assert.deepEqual(deadLinks(here, '<b id="a"></b><a href="#a"><a href="#b">'), ['#b']);
  assert.deepEqual(deadLinks(here, '<a href="../zh/index.html#text"><a href="../../index.html?lang=zh#v1/speed/">'), []);
});

test('built pages: one h1, no style attribute, the element only where it is used', () => {
  for (const { path } of all) {
    const html = built(path);
    assert.equal(html.match(/<h1/g)?.length, 1, path);
    assert.doesNotMatch(html.replaceAll(/<pre[\s\S]*?<\/pre>/g, ''), / style=/, path);
    const live = html.replaceAll(/<(pre|code)[\s\S]*?<\/\1>/g, '').includes('<attention-lab');
    assert.equal(html.includes('attention-lab.js"></script>'), live, path);
  }
});
