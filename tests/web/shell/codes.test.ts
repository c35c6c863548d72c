import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bibtex, citation, elementCode, frameCode, isoDate, type Embedded } from '../../../web/shell/share/codes.js';

const whole: Embedded = {
  site: 'https://host.example/some/path/',
  lab: 'mechanism',
  view: '',
  controls: 'full',
  state: `preset=a2-tanh&own.data.Q=((1,2))&text='a%20"b"'`,
  language: 'zh',
  title: '注意力实验室: 机制',
};
const file = { url: 'https://host.example/some/path/element/attention-lab-0.1.0.js', integrity: 'sha384-abc/+=' };

test('the tag: the whole address, the hash, and the state as an attribute', () => {
  assert.equal(
    elementCode(whole, file),
    '<script type="module" src="https://host.example/some/path/element/attention-lab-0.1.0.js" integrity="sha384-abc/+=" crossorigin="anonymous"></script>\n' +
      `<attention-lab lab="mechanism" controls="full" state="preset=a2-tanh&amp;own.data.Q=((1,2))&amp;text='a%20&quot;b&quot;'" lang="zh"></attention-lab>`,
  );
});

test('one view of it; the lab as it starts has no state', () => {
  const code = elementCode({ ...whole, view: 'weights', controls: 'none', state: '' }, file);
  assert.ok(code.endsWith('<attention-lab lab="mechanism" view="weights" controls="none" lang="zh"></attention-lab>'));
});

test('the frame: everything in its address', () => {
  const code = frameCode({ ...whole, view: 'stages', controls: 'minimal', state: 'preset=a2-tanh&temperature=2' });
  assert.equal(
    code,
    '<iframe src="https://host.example/some/path/embed.html?lab=mechanism&amp;view=stages&amp;controls=minimal&amp;lang=zh#v1/mechanism/preset=a2-tanh&amp;temperature=2"' +
      ' title="注意力实验室: 机制" width="100%" height="640" loading="lazy"></iframe>',
  );
});

test('a citation says version, address and day; a file has no address', () => {
  const cited = { version: '0.1.0', url: 'https://host.example/#v1/mechanism/', date: '2026-11-21' };
  for (const language of ['en', 'zh'] as const)
    for (const text of [citation(language, cited), bibtex(language, cited)])
      for (const part of Object.values(cited)) assert.ok(text.includes(part), `${part} in ${text}`);
  for (const language of ['en', 'zh'] as const)
    for (const text of [citation(language, { ...cited, url: null }), bibtex(language, { ...cited, url: null })])
      assert.ok(text.includes('0.1.0') && !/https?:|2026-11-21|null/.test(text), text);
});

test('BibTeX keeps the capitals of the name, and its braces close', () => {
  const text = bibtex('en', { version: '0.1.0', url: 'https://host.example/', date: '2026-11-21' });
  assert.match(text, /^@misc\{attention-lab,\n {2}title {2}= \{\{Attention Lab\}\},\n/);
  assert.equal(text.split('{').length, text.split('}').length);
});

test('a day is the reader’s own', () => {
  assert.equal(isoDate(new Date(2026, 0, 5, 23, 59)), '2026-01-05');
});
