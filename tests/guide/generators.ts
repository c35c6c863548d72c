// The site generators a guide page speaks of, and how each makes a site from the files that its page shows.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../../web/build/dependencies.mjs';

export interface Generator {
  readonly name: string;
  /** Guide page whose snippets make the site. */
  readonly page: string;
  /** Where the page says that the element's files go. */
  readonly files: string;
  /** What the reader's site has without us: file → text. */
  readonly site?: Readonly<Record<string, string>>;
  readonly program: string;
  /** A folder that must be there beside the program. */
  readonly theme?: string;
  /** Its arguments: the site is built into `output`, to be served under `/course/`. */
  build(output: string): readonly string[];
  /** The pages with a lab, from `/course/`. */
  readonly open: readonly string[];
  /** A page to come from by the site's own link, without a reload. */
  readonly comeFrom?: string;
}

const plainLayout = (content: string) =>
  `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Attention</title></head>\n<body>\n${content}\n</body>\n</html>\n`;

const mkdocs = {
  page: 'embed-mkdocs',
  files: 'docs/attention-lab',
  program: 'mkdocs',
  open: ['attention/'],
};

export const generators: readonly Generator[] = [
  {
    name: 'Hugo',
    page: 'embed-hugo',
    files: 'static/attention-lab',
    site: { 'config.yaml': 'baseURL: /course/\ntitle: My course\n', 'layouts/_default/single.html': plainLayout('{{ .Content }}') },
    program: 'hugo',
    build: (output) => ['--quiet', '--destination', output],
    open: ['posts/attention/'],
  },
  {
    name: 'Jekyll',
    page: 'embed-jekyll',
    files: 'attention-lab',
    site: {
      '_config.yml': 'baseurl: /course\ndefaults: [{ values: { layout: page } }]\n',
      '_layouts/page.html': plainLayout('{{ content }}'),
    },
    program: 'jekyll',
    build: (output) => ['build', '--quiet', '--destination', output],
    open: ['attention.html'],
  },
  {
    ...mkdocs,
    name: 'MkDocs',
    site: { 'docs/index.md': '# My course\n' },
    build: (output) => ['build', '--quiet', '--site-dir', output],
  },
  {
    ...mkdocs,
    name: 'MkDocs Material',
    theme: '/usr/share/mkdocs/themes/material',
    site: { 'docs/index.md': '# My course\n\n[Next](attention.md)\n' },
    build: (output) => ['build', '--quiet', '--config-file', 'mkdocs-material.yml', '--site-dir', output],
    comeFrom: '',
  },
  {
    name: 'Sphinx',
    page: 'embed-sphinx',
    files: '_static/attention-lab',
    site: { 'index.rst': 'My course\n=========\n\n.. toctree::\n\n   attention\n   raw\n' },
    program: 'sphinx-build',
    build: (output) => ['-q', '-W', '.', output],
    open: ['attention.html', 'raw.html'],
  },
  {
    name: 'Eleventy',
    page: 'embed-eleventy',
    files: 'attention-lab',
    site: { '_includes/page.njk': plainLayout('{{ content | safe }}'), 'attention.11tydata.json': '{ "layout": "page.njk" }' },
    program: 'eleventy',
    build: (output) => ['--quiet', '--pathprefix=course', `--output=${output}`],
    open: ['attention/'],
  },
  {
    name: 'VitePress',
    page: 'embed-vitepress',
    files: 'docs/public/attention-lab',
    site: { 'docs/index.md': '# My course\n\n[Next](attention.md)\n' },
    program: 'vitepress',
    build: (output) => ['build', 'docs', '--outDir', output],
    open: ['attention.html'],
    comeFrom: '',
  },
];

const there = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where a program is: as `HUGO=…` in the environment says, among the project's packages, on the PATH; null: nowhere. */
export function find(program: string): string | null {
  const asked = process.env[program.toUpperCase().replaceAll('-', '_')];
  const folders = [join(root, 'node_modules/.bin'), ...(process.env.PATH ?? '').split(delimiter)];
  return asked ?? folders.map((folder) => join(folder, program)).find(there) ?? null;
}

/** For the list of what was run. An npm package's own file says it; some of their programs do not. */
export function versionOf(program: string): string {
  const [, modules] = /^(.*\/node_modules)\/\.bin\//.exec(program) ?? [];
  const entry = modules && realpathSync(program).slice(realpathSync(modules).length + 1);
  const name = entry && /^(?:@[^/]+\/)?[^/]+/.exec(entry)?.[0];
  if (name) return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
  const says = execFileSync(program, [program.endsWith('hugo') ? 'version' : '--version'], { encoding: 'utf8', timeout: 20_000 });
  return /\d+\.\d+(\.\d+)?/.exec(says)?.[0] ?? says.trim();
}
