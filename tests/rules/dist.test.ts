// What is served asks nobody else for anything.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesOf } from './sources.js';

/** Names of vocabularies, which nobody fetches. */
const names = /^https?:\/\/www\.w3\.org\//;

/** Absolute addresses in code and markup that a browser could fetch; links that a reader may click are allowed. */
function foreign(text: string): string[] {
  const withoutNotices = text.replace(/<script type="text\/plain" id="licences">[\s\S]*?<\/script>/, '').replaceAll(/<a [^>]*>/g, '');
  return (withoutNotices.match(/(?:https?|wss?):\/\/[\w.-]+[^\s"'`)<]*/g) ?? []).filter((address) => !names.test(address));
}

/** The guide shows code to copy; what stands there is text. */
const withoutCode = (path: string, text: string) =>
  path.startsWith('dist/guide/') ? text.replaceAll(/<(pre|code)\b[\s\S]*?<\/\1>/g, '') : text;

test('no foreign address in dist/', () => {
  const sources = sourcesOf('dist', '.html', '.js', '.css');
  assert.ok(sources.length >= 4);
  assert.deepEqual(
    sources.flatMap(({ path, text }) => foreign(withoutCode(path, text)).map((address) => `${path}: ${address}`)),
    [],
  );
});

test('the search sees one', () => {
  assert.deepEqual(foreign('fetch("https://cdn.example/x.js")'), ['https://cdn.example/x.js']);
  assert.deepEqual(foreign('createElementNS("http://www.w3.org/2000/svg")'), []);
});

test('every page has its policy before anything else that runs', () => {
  for (const { path, text } of sourcesOf('dist', '.html')) {
    const policy = text.indexOf('http-equiv="Content-Security-Policy"');
    const script = text.indexOf('<script');
    assert.ok(policy > 0 && (script < 0 || policy < script), path);
    assert.doesNotMatch(text.slice(policy, text.indexOf('>', policy)), /unsafe-inline|'unsafe-eval'|\*/, path);
  }
});
