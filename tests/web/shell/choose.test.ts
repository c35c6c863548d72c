import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, namedByContent } from '../../../web/shell/offline/choose.js';

const scope = 'https://host.example/some/path/';
const kept = { 'index.html': 'a', 'js/main-ABCDEFGH.js': 'b', 'guide/en/embed-html.html': 'c', 'guide/index.html': 'd' };
const ask = (path: string, { mode = 'navigate', method = 'GET' } = {}) =>
  choose({ url: new URL(path, scope).href, mode, method }, scope, kept);

const answers: readonly [address: string, mode: string, answer: string | null][] = [
  ['', 'navigate', 'index.html'],
  ['?lang=zh#v1/mechanism/', 'navigate', 'index.html'],
  ['index.html', 'navigate', 'index.html'],
  ['guide/', 'navigate', 'guide/index.html'],
  ['guide/en/embed-html', 'navigate', 'guide/en/embed-html.html'],
  ['js/main-ABCDEFGH.js', 'cors', 'js/main-ABCDEFGH.js'],
  ['guide/en/embed-html', 'cors', null],
  ['', 'cors', null],
  ['nowhere', 'navigate', null],
  ['toString', 'navigate', null],
  ['models/use-lite-12345678.safetensors', 'cors', null],
  ['../index.html', 'navigate', null],
  ['https://other.example/some/path/index.html', 'navigate', null],
];

for (const [address, mode, answer] of answers)
  test(`${mode} ${address || 'the folder'}: ${answer ?? 'not ours'}`, () => {
    assert.deepEqual(ask(address, { mode }), answer === null ? null : { kind: 'kept', path: answer });
  });

test('a script of another version may still be wanted', () => {
  assert.deepEqual(ask('js/speed-22222222.js', { mode: 'cors' }), { kind: 'earlier', path: 'js/speed-22222222.js' });
});

test('nothing but GET', () => {
  for (const method of ['POST', 'HEAD', 'PUT']) assert.equal(ask('index.html', { method }), null);
});

test('names that fix the content', () => {
  for (const name of ['js/main-7FNK7AE4.css', 'core/worker-e3c64dc5.js', 'core/attention-core-relaxed-5291394f.wasm'])
    assert.ok(namedByContent(name), name);
  for (const name of ['index.html', 'element/attention-lab-0.1.0.js', 'icons/icon-512.png', 'guide/en/embed-html.html'])
    assert.ok(!namedByContent(name), name);
});
