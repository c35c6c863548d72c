import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { svgText } from '../../../../web/views/figure/svg.js';
import { drawn, hostile } from './figures.js';

const text = (words: string) => ({ kind: 'text', x: 1, y: 2, text: words, size: 12, fill: '#000000' }) as const;

/** Tags that are opened and not closed, attributes out of quotes, characters XML 1.0 forbids. */
function wrongWithXml(source: string): string[] {
  const wrong: string[] = [];
  const open: string[] = [];
  if (/(?![\t\n\r])\p{Cc}|[\p{Cs}\ufffe\uffff]/u.test(source)) wrong.push('character');
  const body = source.replace(/^<\?xml[^?]*\?>/, '');
  for (const [, inside = '', between = ''] of body.matchAll(/<([^>]*)>([^<]*)/g)) {
    const tag = /^(\/?)([a-z]+)((?: [\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)(\/?)$/.exec(inside);
    if (!tag) wrong.push(inside);
    else if (tag[1]) wrong.push(...(open.pop() === tag[2] ? [] : [inside]));
    else if (!tag[4]) open.push(tag[2]!);
    if (/&(?!(?:amp|lt|gt|quot);)/.test(between)) wrong.push(between);
  }
  return [...wrong, ...open];
}

test('the check of XML sees what is wrong', () => {
  for (const wrong of ['<a>', '<a b=c/>', '<a>&</a>', '<a>\u0001</a>', '<a></b>', '<a b="<"/>'])
    assert.notDeepEqual(wrongWithXml(wrong), [], wrong);
});

test('SVG: valid XML with any label, title and caption; text as text', () => {
  const source = svgText(drawn(hostile.map(text), { title: hostile.join(), caption: hostile.join(' ') }));
  assert.deepEqual(wrongWithXml(source), []);
  assert.match(source, /<title>注意力,&lt;&amp;&quot;&gt;'/);
  assert.match(source, /<text [^>]*>注意力<\/text>/);
  assert.match(source, /viewBox="0 0 200 100"/);
  assert.match(source, /font-family="system-ui, /);
  if (spawnSync('xmllint', ['--version']).status === 0) assert.equal(spawnSync('xmllint', ['--noout', '-'], { input: source }).status, 0);
});

test('SVG: every kind of shape, numbers to a hundredth of a pixel', () => {
  const source = svgText(
    drawn([
      { kind: 'rect', x: 1 / 3, y: 0, width: 5, height: 6, fill: '#ff0000', radius: 2 },
      { kind: 'line', x1: 0, y1: 0, x2: 9, y2: 9, stroke: '#00ff00', strokeWidth: 2, dash: [4, 2] },
      { kind: 'path', d: 'M0 0L1 1', fill: '#0000ff', crisp: true },
      { ...text('lean'), angle: -60, anchor: 'end', bold: true },
    ]),
  );
  assert.match(source, /<rect x="0.33" y="0" width="5" height="6" rx="2" fill="#ff0000"\/>/);
  assert.match(source, /<line x1="0" y1="0" x2="9" y2="9" stroke="#00ff00" stroke-width="2" stroke-dasharray="4 2"\/>/);
  assert.match(source, /<path d="M0 0L1 1" fill="#0000ff" shape-rendering="crispEdges"\/>/);
  assert.match(
    source,
    /<text transform="translate\(1 2\) rotate\(-60\)" fill="#000000" font-size="12" font-weight="600" text-anchor="end">lean</,
  );
});

test('signs of direction stay only where something runs from right to left', () => {
  assert.match(svgText(drawn([], { caption: 'a \u2068b\u2069' })), /<desc>a b<\/desc>/);
  assert.match(svgText(drawn([], { caption: 'a \u2068שלום\u2069' })), /<desc>a \u2068שלום\u2069<\/desc>/);
});
