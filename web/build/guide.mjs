// Builds the guide: web/guide/<language>/*.md → dist/guide/<language>/*.html. Checks what it reads; a mistake names its file.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './dependencies.mjs';
import { renderMarkdown } from './guide-markdown.mjs';
import { groups, pageHtml } from './guide-page.mjs';

export const languages = ['en', 'zh'];
export const source = join(root, 'web/guide');

/** `title`, `summary`, `group` and `order` between two lines `---`; `index` has neither group nor order. */
export function readPage(name, content) {
  const [, head, markdown] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(content.replaceAll('\r\n', '\n')) ?? [];
  if (head === undefined) throw new Error('begins with no front matter (--- … ---)');
  const fields = Object.fromEntries(
    head.split('\n').map((line) => {
      const [, key, value] = /^(\w+):\s*(.+)$/.exec(line) ?? [];
      if (!key) throw new Error(`cannot read this line of the front matter: ${line}`);
      return [key, value.replaceAll(/^(['"])(.*)\1$/g, '$2')];
    }),
  );
  const wanted = name === 'index' ? ['title', 'summary'] : ['title', 'summary', 'group', 'order'];
  const wrong = [...wanted.filter((key) => !(key in fields)), ...Object.keys(fields).filter((key) => !wanted.includes(key))];
  if (wrong.length) throw new Error(`front matter has just ${wanted.join(', ')}; look at: ${wrong.join(', ')}`);
  if (name === 'index') return { name, ...fields, markdown };
  if (!groups.includes(fields.group)) throw new Error(`group is ${groups.join(' or ')}, not "${fields.group}"`);
  if (!/^\d+$/.test(fields.order)) throw new Error(`order is a whole number, not "${fields.order}"`);
  return { name, ...fields, order: Number(fields.order), markdown };
}

function naming(file, run) {
  try {
    return run();
  } catch (error) {
    throw new Error(`web/guide/${file}: ${error.message}`, { cause: error });
  }
}

const byOrder = (a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.order - b.order || (a.name < b.name ? -1 : 1);

/** All pages of a language: the index first, then by group, order and name. */
export function readPages(language) {
  const files = readdirSync(join(source, language)).filter((file) => /^[\w-]+\.md$/.test(file));
  const pages = files.map((file) =>
    naming(`${language}/${file}`, () => readPage(file.replace(/\.md$/, ''), readFileSync(join(source, language, file), 'utf8'))),
  );
  const index = pages.find(({ name }) => name === 'index');
  if (!index) throw new Error(`web/guide/${language}/index.md is missing`);
  return [index, ...pages.filter((page) => page !== index).sort(byOrder)];
}

/** The page in the other language is one press away, so there has to be one. */
function checkParity(pagesOf) {
  const names = new Set(languages.flatMap((language) => pagesOf[language].map(({ name }) => name)));
  const missing = languages.flatMap((language) =>
    [...names].filter((name) => !pagesOf[language].some((page) => page.name === name)).map((name) => `web/guide/${language}/${name}.md`),
  );
  if (missing.length) throw new Error(`every page is in both languages; missing: ${missing.sort().join(', ')}`);
}

export const readSnippet = (file) => readFileSync(join(source, 'snippets', file), 'utf8').trimEnd();

export function texts(language) {
  const table = JSON.parse(readFileSync(join(source, `${language}.json`), 'utf8'));
  return (key) => {
    if (!(key in table)) throw new Error(`web/guide/${language}.json has no "${key}"`);
    return table[key];
  };
}

/** The guide's own rules, the site's tokens, and the classes of the formulas; named by content. */
async function buildStyle(folder, rules) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['web/guide/guide.css'],
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    target: ['es2022'],
  });
  const formulas = [...rules].sort().map(([name, style]) => `.${name}{${style}}`);
  const css = outputFiles[0].text + formulas.join('\n') + '\n';
  const file = `guide-${createHash('sha256').update(css).digest('hex').slice(0, 8)}.css`;
  writeFileSync(join(folder, file), css);
  return file;
}

/** Writes the guide into `folder`/guide. */
export async function buildGuide(folder) {
  const pagesOf = Object.fromEntries(languages.map((language) => [language, readPages(language)]));
  checkParity(pagesOf);
  const target = join(folder, 'guide');
  mkdirSync(target, { recursive: true });
  const rules = new Map();
  const rendered = languages.flatMap((language) => {
    const text = texts(language);
    const around = { text, readSnippet, rules, lab: '../../lab.html' };
    return pagesOf[language].map((page) => ({
      language,
      text,
      page,
      pages: pagesOf[language].slice(1),
      body: naming(`${language}/${page.name}.md`, () => renderMarkdown(page.markdown, around)),
    }));
  });
  const style = await buildStyle(target, rules);
  for (const each of rendered) {
    mkdirSync(join(target, each.language), { recursive: true });
    writeFileSync(join(target, each.language, `${each.page.name}.html`), pageHtml({ ...each, style }));
  }
}
