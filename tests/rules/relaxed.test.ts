// The plain binary must run where relaxed SIMD does not exist.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { join } from 'node:path';
import { test } from 'node:test';
import { emscripten } from '../../cpp/toolchain/emscripten.mjs';
import { root } from '../../web/build/dependencies.mjs';

const binary = (preset: string) => join(root, 'build', preset, 'cpp/bindings/attention-core.wasm');
const compiler = await emscripten();
const binaryen = execFileSync(join(compiler.root, 'em-config'), ['BINARYEN_ROOT'], { env: compiler.env, encoding: 'utf8' }).trim();

function relaxedInstructions(path: string): string[] {
  const text = execFileSync(join(binaryen, 'bin/wasm-dis'), ['--all-features', path], { maxBuffer: 1 << 28, encoding: 'utf8' });
  assert.match(text, /f32x4\.mul/, 'this is the core');
  return text.match(/\b[a-z0-9]+x\d+\.relaxed_\w+|\bf\d+x\d+\.relaxed_n?madd|\b\w+\.dot_i8x16_i7x16\w*/g) ?? [];
}

test('the plain binary has no relaxed instruction', () => assert.deepEqual(relaxedInstructions(binary('wasm-simd')), []));

test(
  'the relaxed binary has some: the disassembly would show them',
  { skip: !existsSync(binary('wasm-relaxed')) && 'wasm-relaxed is not built' },
  () => assert.notEqual(relaxedInstructions(binary('wasm-relaxed')).length, 0),
);

test('dist/ carries the plain binary', () => {
  const page = readFileSync(join(root, 'dist/lab.html'), 'utf8');
  const carried = /id="embedded-core">([^<]+)</.exec(page)?.[1] ?? '';
  assert.ok(inflateRawSync(Buffer.from(carried, 'base64')).equals(readFileSync(binary('wasm-simd'))));
});
