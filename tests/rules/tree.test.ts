import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { root } from '../../web/build/dependencies.mjs';
import { sourcesOf } from './sources.js';

const top = [
  'cpp',
  'web',
  'tests',
  'CMakeLists.txt',
  'CMakePresets.json',
  'package.json',
  'package-lock.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];
const mostLines = 400;

const strangers = (paths: readonly string[]) => paths.filter((path) => !path.startsWith('.') && !top.includes(path.split('/')[0] ?? ''));
const tooLong = (text: string) => text.split('\n').length > mostLines + 1;

test('the top of the project holds what DESIGN.md lists, and dotfiles', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  assert.ok(tracked.length > 50);
  assert.deepEqual(strangers(tracked), []);
  assert.deepEqual(strangers(['notes.txt', 'web/a.ts', '.gitignore']), ['notes.txt']);
});

test(`no source has more than ${mostLines} lines`, () => {
  const sources = ['cpp', 'web', 'tests'].flatMap((folder) => sourcesOf(folder, '.ts', '.mjs', '.cpp', '.hpp', '.css', '.html'));
  assert.deepEqual(
    sources.filter(({ text }) => tooLong(text)).map(({ path }) => path),
    [],
  );
  assert.ok(tooLong('\n'.repeat(mostLines + 1)) && !tooLong('\n'.repeat(mostLines)));
});
