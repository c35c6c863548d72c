import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPage } from '../../../web/build/guide.mjs';
import { labsIn, renderMarkdown, snippetsOf } from '../../../web/build/guide-markdown.mjs';

const rules = new Map<string, string>();
const around = {
  text: (key: string) => key,
  readSnippet: (file: string) => `<${file}>`,
  rules,
  lab: 'lab.html',
};
const render = (markdown: string): string => renderMarkdown(markdown, around);

test('formulas become MathML, prices and code stay', () => {
  assert.match(render('$a_i$'), /^<p><math><msub><mi>a<\/mi><mi>i<\/mi><\/msub><\/math><\/p>/);
  assert.equal(render('$5 and $6'), '<p>$5 and $6</p>\n');
  assert.equal(render('`$a$`'), '<p><code>$a$</code></p>\n');
  assert.match(render('$$\na\n$$\n\nb'), /<div class="formula"[^>]*><math display="block".*<mi>a<\/mi>.*<\/div>\n<p>b<\/p>/);
  assert.match(render('$$a$$\n\n$$b$$'), /<mi>a<\/mi>[\s\S]*<mi>b<\/mi>/);
  assert.match(render('| a |\n| - |\n| $x$ |'), /<td><math><mi>x/);
});

test('a formula that Temml cannot read is an error, not red text', () => {
  assert.throws(() => render('$\\nothing$'), /nothing/);
  assert.throws(() => render('$$\na'), /display_math is not closed/);
});

test('a style attribute of a formula becomes a class with its rule', () => {
  const html = render('$$\\begin{aligned}a&=b\\end{aligned}$$');
  assert.doesNotMatch(html, / style=/);
  const [, name = ''] = /class="(m-\w+) tml-right"/.exec(html) ?? [];
  assert.equal(rules.get(name), 'padding-left:0em;padding-right:0em;');
});

test('headings have an id, of their own words or the one given', () => {
  assert.match(render('## Why √d?'), /<h2 id="why-d">/);
  assert.match(render('## 为什么要缩放？'), /<h2 id="为什么要缩放">/);
  assert.match(render('## 缩放 {#scale}'), /<h2 id="scale">缩放 <a class="anchor" href="#scale"/);
  assert.throws(() => render('## a\n\n## A'), /two headings have the id "a"/);
});

test('a snippet is shown with its place, as text', () => {
  assert.match(
    render('{{snippet a.html as b/c.html}}'),
    /<figcaption><code>b\/c\.html<\/code><\/figcaption><pre[^>]*><code>&lt;a\.html&gt;/,
  );
  assert.deepEqual(snippetsOf('x\n{{snippet a.html as b/c.html}}\n{{snippet d.md}}\n'), [
    { file: 'a.html', path: 'b/c.html' },
    { file: 'd.md', path: null },
  ]);
});

test('a lab keeps its markup, empty lines and all, and gets a fallback unless it has one', () => {
  const html = render('<attention-lab lab="speed"\n  view="bars">\n\n*raw*\n\n</attention-lab>\n\nAfter');
  assert.match(html, /^<attention-lab lab="speed"\n {2}view="bars">\n\n\*raw\*/);
  assert.match(html, /<p slot="fallback"><a href="lab\.html#v1\/speed\/">fallback<\/a><\/p><\/attention-lab>\n<p>After/);
  assert.doesNotMatch(render('<attention-lab><b slot="fallback">-</b></attention-lab>'), /lab\.html/);
  assert.throws(() => render('<attention-lab>\n\nwords'), /lab is not closed/);
  assert.deepEqual(labsIn('<attention-lab state="preset=a1-dot&amp;cell=x" view="weights">'), [
    { state: 'preset=a1-dot&cell=x', view: 'weights' },
  ]);
});

test('a table scrolls in a box of its own', () =>
  assert.match(render('| a |\n| - |\n| 1 |'), /<div class="table" tabindex="0" role="group"[^>]*><table>[\s\S]*<\/table><\/div>/));

const head = (lines: string) => `---\n${lines}\n---\nText`;

test('front matter is checked', () => {
  assert.deepEqual(readPage('embed-x', head('title: T\nsummary: S: more\ngroup: embed\norder: 3')), {
    name: 'embed-x',
    title: 'T',
    summary: 'S: more',
    group: 'embed',
    order: 3,
    markdown: 'Text',
  });
  const wrong: [RegExp, string][] = [
    [/no front matter/, 'Text'],
    [/cannot read this line.*: title/, head('title')],
    [/look at: order/, head('title: T\nsummary: S\ngroup: embed')],
    [/look at: author/, head('title: T\nsummary: S\ngroup: embed\norder: 1\nauthor: A')],
    [/group is embed or articles/, head('title: T\nsummary: S\ngroup: other\norder: 1')],
    [/whole number, not "first"/, head('title: T\nsummary: S\ngroup: embed\norder: first')],
  ];
  for (const [message, content] of wrong) assert.throws(() => readPage('x', content), message);
});

test('a line may end anywhere in Chinese: no space comes of it', () => {
  assert.equal(render('一条\n直线'), '<p>一条直线</p>\n');
  assert.equal(render('直线，\n$a$'), render('直线，$a$'));
  assert.equal(render('一条**直\n线**'), '<p>一条<strong>直线</strong></p>\n');
  assert.equal(render('权重\n**相加**'), '<p>权重<strong>相加</strong></p>\n');
  assert.equal(render('a straight\nline'), '<p>a straight\nline</p>\n');
  assert.equal(render('一个 softmax\n直线'), '<p>一个 softmax\n直线</p>\n');
  assert.equal(render('say “yes”\n“no”'), '<p>say “yes”\n“no”</p>\n');
});
