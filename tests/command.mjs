// Runs one command of the tests, showing what it prints, and counts what it says it ran.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../web/build/dependencies.mjs';

/** A crash in bundled code prints its one line whole. */
const longLine = /^(.{400}).*$/gm;

/** Output is shown as it comes; resolves with it and the exit code. */
export function show(command, args, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const run = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const [from, to] of [
      [run.stdout, process.stdout],
      [run.stderr, process.stderr],
    ])
      from.on('data', (chunk) => {
        text += chunk;
        if (!quiet) to.write(String(chunk).replaceAll(longLine, '$1 …'));
      });
    run.on('error', (error) => resolve({ code: -1, text: error.message }));
    run.on('close', (code) => resolve({ code: code ?? -1, text }));
  });
}

/** A command that is one check: it passes when it exits with 0. */
export async function check(command, args, options) {
  const { code, text } = await show(command, args, options);
  if (code === -1) console.error(text);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const number = (pattern, text) => Number(pattern.exec(text)?.[1] ?? 0);

/** A runner that failed without naming a failed test failed all the same. */
function count(code, passed, failed, skipped = 0) {
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1), skipped };
}

/** Files of node:test, TypeScript included. */
export async function nodeTests(files, extra = []) {
  if (!files.length) return { passed: 0, failed: 1, note: 'no test files' };
  const { code, text } = await show(process.execPath, ['--import', 'tsx', '--test', '--test-reporter=spec', ...extra, ...files]);
  const failed = number(/^ℹ fail (\d+)$/m, text) + number(/^ℹ cancelled (\d+)$/m, text);
  return { ...count(code, number(/^ℹ pass (\d+)$/m, text), failed, number(/^ℹ skipped (\d+)$/m, text)), text };
}

/** The CTest suite of a build folder: Catch2's cases are counted. */
export async function ctest(folder, options) {
  const { code, text: coloured } = await show('ctest', ['--test-dir', folder, '--verbose', '--no-tests=error'], options);
  const text = stripVTControlCharacters(coloured);
  const passed = number(/All tests passed \(\d+ assertions? in (\d+) test cases?\)/, text) || number(/test cases:.*?(\d+) passed/, text);
  const failed = number(/test cases:.*?(\d+) failed/, text);
  return count(passed ? code : -1, passed, failed, number(/test cases:.*?(\d+) skipped/, text)); // none passed: none ran
}
